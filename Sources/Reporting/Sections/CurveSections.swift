import Market
import Performance

/// The portfolio's worth over time, with its figures by year.
struct EquitySection {
    let evaluation: Evaluation

    /// The chart and its table.
    func section() throws(ReportingError) -> Section {
        let own = try evaluation.monthlyReturns(of: evaluation.portfolio).years
        var others: [MonthlyReturns.Year] = []
        if let benchmark = evaluation.benchmark {
            others = try evaluation.monthlyReturns(of: benchmark).years
        }
        var table = Table(
            caption: "Net asset value and return by year",
            columns: [
                .text("year"), .number("cycles"),
                .number("nav at its end, \(evaluation.numbers.currency)"), .number("return"),
                .number("benchmark"), .number("difference"),
            ]
        )
        for (index, year) in evaluation.years.enumerated() {
            let other = index < others.count ? others[index].total : nil
            let nav = evaluation.input.portfolio.cycles[year.cycles.upperBound - 1].nav
            let difference = other.map { own[index].total - $0 }
            table.rows.append([
                .init("\(year.year)"), .init(NumberText.count(year.cycles.count)),
                .init(NumberText.whole(nav)),
                .init(NumberText.percent(own[index].total, isSigned: true)),
                .init(NumberText.percent(other, isSigned: true)),
                .init(NumberText.percent(difference, isSigned: true)),
            ])
        }
        let chart = EquityChart(evaluation: evaluation)
        let content = [chart.figure(unfolding: "Figures by year", table)]
        return Section(id: "worth", title: "Worth", content: content)
    }
}

/// How far the portfolio fell, with its figures by year.
struct DrawdownSection {
    let evaluation: Evaluation

    /// The chart and its table.
    var section: Section {
        let own = evaluation.portfolio.curve.drawdowns
        let other = evaluation.benchmark?.curve.drawdowns
        var table = Table(
            caption: "Drawdown by year, at the end of cycles",
            columns: [
                .text("year"), .number("deepest"), .number("at its end"),
                .number("benchmark, deepest"),
            ]
        )
        for year in evaluation.years {
            // The curve's first value is the start, so cycle i is value i + 1.
            let values = (year.cycles.lowerBound + 1)...year.cycles.upperBound
            table.rows.append([
                .init("\(year.year)"),
                .init(NumberText.percent(own[values].min())),
                .init(NumberText.percent(own[year.cycles.upperBound])),
                .init(NumberText.percent(other?[values].min())),
            ])
        }
        let chart = DrawdownChart(evaluation: evaluation)
        return Section(
            id: "falls",
            title: "Drawdown",
            content: [chart.figure(unfolding: "Figures by year", table)]
        )
    }
}
