import Market
import Performance

/// The workers side by side.
struct WorkerSection {
    let evaluation: Evaluation

    /// A table of figures and one of money and counts.
    var section: Section {
        guard !evaluation.input.workers.isEmpty else {
            let none = Markup.paragraph("The run had no worker.")
            return Section(id: "workers", title: "Workers", content: [none])
        }
        let note =
            "A worker's return leaves out the capital it was given and gave back; its line shows "
            + "what one unit held from its first cycle to its last became. "
            + "Amounts are in \(evaluation.numbers.currency)."
        return Section(
            id: "workers",
            title: "Workers",
            content: [
                .paragraph(note),
                figures.markup,
                .element("details", [.element("summary", "Profit and counts"), money.markup]),
            ]
        )
    }

    private var figures: Table {
        var table = Table(
            caption: "Figures by worker",
            columns: [
                .text("worker"), .text("growth"), .number("capital"), .number("nav"),
                .number("return"), .number("vol a year"), .number("Sharpe ± se"),
                .number("drawdown"), .number("orders"), .number("fills"), .number("denied"),
                .number("commission"),
            ]
        )
        let last = evaluation.input.portfolio.cycles.count - 1
        for (worker, track) in zip(evaluation.input.workers, evaluation.workers) {
            let mandate = [worker.segment, worker.stance].filter {
                !$0.isEmpty && $0 != worker.name
            }
            let page = "#\(WorkerPages.id(table.rows.count))"
            let name = Markup([
                .element("a", ["href": page], worker.name),
                .element("small", mandate.joined(separator: ", ")),
            ])
            table.rows.append(
                [.init(name), .init(Sparkline.markup(worker.name, track))]
                    + row(
                        capital: worker.capital,
                        nav: worker.nav[last],
                        track.figures,
                        [worker.orders, worker.fills, worker.denied],
                        worker.commission
                    )
            )
        }
        let workers = evaluation.input.workers
        table.total =
            [
                .init("portfolio"),
                .init(Sparkline.markup("portfolio", evaluation.portfolioGrowth)),
            ]
            + row(
                capital: evaluation.input.portfolio.contributed,
                nav: evaluation.input.portfolio.cycles[last].nav,
                evaluation.portfolio.figures,
                [\.orders, \.fills, \.denied].map { sum(workers, $0) },
                workers.reduce(0) { $0 + $1.commission }
            )
        return table
    }

    private func row(
        capital: Double,
        nav: Double,
        _ figures: PerformanceFigures,
        _ counts: [Int],
        _ commission: Double
    ) -> [Table.Cell] {
        [
            .init(NumberText.whole(capital)), .init(NumberText.whole(nav)),
            .init(NumberText.percent(figures.totalReturn, isSigned: true)),
            .init(NumberText.percent(figures.volatility)), .init(sharpeText(figures)),
            .init(NumberText.percent(figures.drawdown?.depth ?? 0)),
        ] + counts.map { .init(NumberText.count($0)) } + [.init(NumberText.whole(commission))]
    }

    private var money: Table {
        var table = Table(
            caption: "Profit and counts by worker",
            columns: [
                .text("worker"), .number("realised"), .number("unrealised"),
                .number("commission"), .number("signals"), .number("orders"),
                .number("resized"), .number("denied"), .number("fills"),
            ]
        )
        let workers = evaluation.input.workers
        let amounts: [KeyPath<ReportInput.Worker, Double>] = [\.realised, \.unrealised]
        let counts: [KeyPath<ReportInput.Worker, Int>] = [
            \.signals, \.orders, \.resized, \.denied, \.fills,
        ]
        func cells(_ workers: [ReportInput.Worker]) -> [Table.Cell] {
            amounts.map { path in
                let sum = workers.reduce(0) { $0 + $1[keyPath: path] }
                return .init(NumberText.whole(sum, isSigned: true))
            }
                + [.init(NumberText.whole(workers.reduce(0) { $0 + $1.commission }))]
                + counts.map { .init(NumberText.count(sum(workers, $0))) }
        }
        table.rows = workers.map { [.init($0.name)] + cells([$0]) }
        table.total = [.init("all workers")] + cells(workers)
        return table
    }

    private func sum(
        _ workers: [ReportInput.Worker],
        _ path: KeyPath<ReportInput.Worker, Int>
    ) -> Int {
        workers.reduce(0) { $0 + $1[keyPath: path] }
    }
}
