/// What trading cost, by year and by worker.
struct CostSection {
    let evaluation: Evaluation

    /// A chart by year and a table by worker, or a sentence where nothing was traded.
    var section: Section {
        let workers = evaluation.input.workers
        let all = TradingCosts(workers, cycles: evaluation.cycles)
        guard all.fills > 0 else {
            let none = Markup.paragraph("Nothing was traded, or the trades are not known.")
            return Section(id: "costs", title: "Costs", content: [none])
        }
        let chart = chart(all)
        return Section(
            id: "costs",
            title: "Costs",
            content: [chart.figure(unfolding: "Costs by year", byYear), byWorker(all).markup]
        )
    }

    private func costs(_ year: Evaluation.Year) -> TradingCosts {
        TradingCosts(evaluation.input.workers, cycles: year.cycles)
    }

    private func chart(_ all: TradingCosts) -> YearBars {
        let years = evaluation.years.map { costs($0) }
        let greatest = years.map { max(abs($0.slippage), $0.commission) }.max() ?? 0
        let unit = AmountUnit(greatest: greatest)
        let numbers = evaluation.numbers
        let years0 = evaluation.years(evaluation.cycles.count)
        let drag = all.total / max(evaluation.meanNav(evaluation.cycles) * years0, 1e-9)
        return YearBars(
            id: "cost-years",
            title: "Costs of trading",
            summary: "\(numbers.amount(all.traded)) were bought and sold in "
                + "\(NumberText.count(all.fills)) fills, at a cost of \(numbers.amount(all.total)): "
                + "\(NumberText.ratio(all.basisPoints)) basis points of what was traded, "
                + "\(NumberText.percent(drag)) of the mean net asset value a year. Slippage is the "
                + "distance from the price of reference; both are in every figure on this page.",
            valueTitle: "Cost, \(unit.name)\(numbers.currency)",
            years: evaluation.years.map(\.year),
            parts: [
                .init(
                    name: "slippage",
                    colour: "c0",
                    values: years.map { $0.slippage / unit.size }
                ),
                .init(
                    name: "commission",
                    colour: "c1",
                    values: years.map { $0.commission / unit.size }
                ),
            ],
            readOut: { index in
                "slippage \(numbers.amount(years[index].slippage))\n"
                    + "commission \(numbers.amount(years[index].commission))"
            }
        )
    }

    private var byYear: Table {
        var table = Table(caption: "Costs by year", columns: [.text("year")] + columns)
        for year in evaluation.years {
            table.rows.append(
                [.init("\(year.year)")]
                    + cells(costs(year), evaluation.meanNav(year.cycles), year.cycles.count)
            )
        }
        return table
    }

    private func byWorker(_ all: TradingCosts) -> Table {
        var table = Table(caption: "Costs by worker", columns: [.text("worker")] + columns)
        let cycles = evaluation.cycles
        for worker in evaluation.input.workers {
            let mean = evaluation.mean(cycles) { worker.nav[$0] }
            let own = TradingCosts([worker], cycles: cycles)
            table.rows.append([.init(worker.name)] + cells(own, mean, cycles.count))
        }
        table.total = [.init("portfolio")] + cells(all, evaluation.meanNav(cycles), cycles.count)
        return table
    }

    private var columns: [Table.Column] {
        let currency = evaluation.numbers.currency
        return [
            .number("fills"), .number("traded, \(currency)"), .number("turnover a year"),
            .number("slippage, \(currency)"), .number("commission, \(currency)"),
            .number("cost, bp of traded"), .number("cost a year, % of nav"),
        ]
    }

    private func cells(_ costs: TradingCosts, _ meanNav: Double, _ cycles: Int) -> [Table.Cell] {
        let whole = meanNav * evaluation.years(cycles)
        let turnover = whole > 0 ? costs.traded / whole : nil
        return [
            .init(NumberText.count(costs.fills)), .init(NumberText.whole(costs.traded)),
            .init(turnover.map { "\(NumberText.ratio($0))×" } ?? NumberText.absent),
            .init(NumberText.whole(costs.slippage, isSigned: true)),
            .init(NumberText.whole(costs.commission)), .init(NumberText.ratio(costs.basisPoints)),
            .init(NumberText.percent(whole > 0 ? costs.total / whole : nil)),
        ]
    }
}
