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
            content: [chart.figure(unfolding: "Figures by year", table), worst]
        )
    }

    /// How many falls are told one by one.
    private static let worstMaximum = 5

    /// The deepest falls, from the peak before each to the day it was won back.
    private var worst: Markup {
        let track = evaluation.portfolio
        let falls = track.curve.drawdownEpisodes.sorted {
            ($0.depth, $0.peak) < ($1.depth, $1.peak)
        }
        guard !falls.isEmpty else { return .empty }
        var table = Table(
            caption:
                "Deepest falls of \(NumberText.count(falls.count)), with their lengths in cycles",
            columns: [
                .text("peak"), .text("trough"), .text("back on"), .number("depth"),
                .number("to the trough"), .number("to the recovery"),
            ]
        )
        for fall in falls.prefix(DrawdownSection.worstMaximum) {
            let back = fall.recovery.map { "\(track.dates[$0])" } ?? "not yet"
            let whole = fall.recovery.map { NumberText.count($0 - fall.peak) }
            table.rows.append([
                .init(.prose("\(track.dates[fall.peak])")),
                .init(.prose("\(track.dates[fall.trough])")), .init(.prose(back)),
                .init(NumberText.percent(fall.depth)),
                .init(NumberText.count(fall.trough - fall.peak)),
                .init(whole ?? NumberText.absent),
            ])
        }
        return table.markup
    }
}
