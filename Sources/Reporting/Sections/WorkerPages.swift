import Market
import Performance

/// A page of its own for each worker.
struct WorkerPages {
    let evaluation: Evaluation

    /// The id of a worker's page.
    static func id(_ index: Int) -> String { "worker-\(index + 1)" }

    /// One part for each worker; `nil` without workers.
    func section() throws(ReportingError) -> Section? {
        let workers = evaluation.input.workers
        guard !workers.isEmpty else { return nil }
        var pages: [Markup] = []
        for index in workers.indices { pages.append(try page(index)) }
        let links = workers.indices.map { (WorkerPages.id($0), workers[$0].name) }
        return Section(
            id: "worker-pages",
            title: "Worker by worker",
            content: pages,
            parts: links
        )
    }

    private func page(_ index: Int) throws(ReportingError) -> Markup {
        let worker = evaluation.input.workers[index]
        let mandate = [worker.segment, worker.stance].filter { !$0.isEmpty && $0 != worker.name }
        let heading = Markup.element(
            "h3",
            [Markup(worker.name), .element("small", mandate.joined(separator: ", "))]
        )
        let id = WorkerPages.id(index)
        var content = [heading, .element("dl", ["class": "tiles small"], tiles(index))]
        if evaluation.workers[index].series.count > 0 {
            content.append(.element("div", ["class": "pair"], try charts(index)))
        }
        if !worker.strategies.isEmpty { content.append(try strategies(index).markup) }
        if !worker.positions.isEmpty { content.append(positions(worker)) }
        content.append(Denials.markup(worker.denials))
        return .element("article", ["id": id], content)
    }

    private func charts(_ index: Int) throws(ReportingError) -> [Markup] {
        let tracks = [
            (evaluation.input.workers[index].name, evaluation.workers[index]),
            ("portfolio", evaluation.portfolio),
        ]
        func table(_ kind: YearFigures.Kind, _ caption: String) throws(ReportingError) -> Table {
            try YearFigures(evaluation: evaluation, kind: kind, tracks: tracks).table(caption)
        }
        let returns = try table(.totalReturn, "Return by year")
        let deepest = try table(.deepestFall, "Deepest drawdown in each year")
        return [
            growth(index).figure(unfolding: "Returns by year", returns),
            falls(index).figure(unfolding: "Drawdowns by year", deepest),
        ]
    }

    private func tiles(_ index: Int) -> [Markup] {
        let worker = evaluation.input.workers[index]
        let figures = evaluation.workers[index].figures
        let costs = TradingCosts([worker], cycles: evaluation.cycles)
        let last = evaluation.cycles.upperBound - 1
        let exposure = exposure(worker).map { NumberText.percent($0) }
        return [
            Tile.markup("Net asset value", evaluation.numbers.amount(worker.nav[last])),
            Tile.markup("Return", NumberText.percent(figures.totalReturn, isSigned: true)),
            Tile.markup("Sharpe ± standard error", sharpeText(figures)),
            Tile.markup("Annual volatility", NumberText.percent(figures.volatility)),
            Tile.markup("Deepest drawdown", NumberText.percent(figures.drawdown?.depth ?? 0)),
            Tile.markup("Mean exposure", exposure ?? NumberText.absent),
            Tile.markup(
                "Cost of trading",
                costs.basisPoints.map { "\(NumberText.ratio($0))\u{A0}bp" } ?? NumberText.absent
            ),
            Tile.markup("Signals", NumberText.count(worker.signals)),
            Tile.markup("Orders", NumberText.count(worker.orders)),
            Tile.markup("Denied", NumberText.count(worker.denied)),
        ]
    }

    /// Mean of exposure over net asset value, in cycles in which it had any.
    private func exposure(_ worker: ReportInput.Worker) -> Double? {
        guard !worker.exposures.isEmpty else { return nil }
        let ratios = worker.nav.indices.compactMap { index in
            worker.nav[index] > 0 ? worker.exposures[index] / worker.nav[index] : nil
        }
        return ratios.isEmpty ? nil : ratios.reduce(0, +) / Double(ratios.count)
    }

    private func growth(_ index: Int) -> LineChart {
        let own = evaluation.workers[index]
        let whole = evaluation.portfolioGrowth
        let name = evaluation.input.workers[index].name
        let last = NumberText.ratio(own.curve.values.last)
        return LineChart(
            id: "\(WorkerPages.id(index))-growth",
            title: "Growth of 1",
            summary: "1 held by \(name) became \(last), transfers left out.",
            valueTitle: "Growth of 1",
            lines: [
                .init(
                    name: "portfolio",
                    style: "line cash dashed",
                    dates: whole.dates,
                    values: whole.curve.values
                ),
                .init(
                    name: name,
                    style: "line c0 main",
                    dates: own.dates,
                    values: own.curve.values
                ),
            ],
            anchors: [1],
            isRatio: true,
            sizes: [.half, .narrow]
        )
    }

    private func falls(_ index: Int) -> LineChart {
        let own = evaluation.workers[index]
        let deepest = NumberText.percent(own.figures.drawdown?.depth ?? 0)
        return LineChart(
            id: "\(WorkerPages.id(index))-falls",
            title: "Drawdown",
            summary: "\(deepest) at the deepest.",
            valueTitle: "Below the highest value so far, %",
            lines: [
                .init(
                    name: evaluation.input.workers[index].name,
                    style: "line c0",
                    dates: own.dates,
                    values: own.curve.drawdowns.map { $0 * 100 }
                )
            ],
            anchors: [0],
            sizes: [.half, .narrow]
        )
    }

    private func strategies(_ index: Int) throws(ReportingError) -> Table {
        let worker = evaluation.input.workers[index]
        var table = Table(
            caption: "Strategies of \(worker.name), on paper and without costs",
            columns: [.text("strategy")] + StrategyFigures.columns
        )
        for strategy in worker.strategies {
            let figures = try StrategyFigures(strategy, of: worker.name, evaluation)
            table.rows.append([.init(strategy.name)] + figures.cells)
        }
        return table
    }

    private func positions(_ worker: ReportInput.Worker) -> Markup {
        let nav = worker.nav[evaluation.cycles.upperBound - 1]
        var table = Table(
            caption: "Open positions of \(worker.name) at the end",
            columns: [
                .text("instrument"), .number("quantity"), .number("price"),
                .number("value, \(evaluation.numbers.currency)"), .number("of its nav"),
            ]
        )
        for position in worker.positions {
            let share = nav > 0 ? position.value / nav : nil
            table.rows.append([
                .init(position.instrument), .init(NumberText.whole(position.quantity)),
                .init(NumberText.decimal(position.price, decimals: 4)),
                .init(NumberText.whole(position.value)), .init(NumberText.percent(share)),
            ])
        }
        return .element("details", [.element("summary", "Open positions"), table.markup])
    }
}
