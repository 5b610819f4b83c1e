import Market
import Performance

/// A page of its own for each strategy, over the workers that trade it.
struct StrategyPages {
    let evaluation: Evaluation

    /// The id of a strategy's page.
    static func id(_ index: Int) -> String { "strategy-\(index + 1)" }

    /// The strategies' names, in the order in which workers first have them.
    private var names: [String] {
        var names: [String] = []
        for worker in evaluation.input.workers {
            for strategy in worker.strategies where !names.contains(strategy.name) {
                names.append(strategy.name)
            }
        }
        return names
    }

    /// One part for each strategy; `nil` where none is known.
    func section() throws(ReportingError) -> Section? {
        let names = self.names
        guard !names.isEmpty else { return nil }
        let note =
            "A strategy is followed on paper in each worker: the return of a cycle is the mean over "
            + "the worker's instruments of the strength it had before times the instrument's return, "
            + "without sizes, checks and costs. A forecast is a decision that the strategy led and "
            + "whose horizon has ended, with the means of what was expected and realised over it; "
            + "horizons overlap, so that the figures are less certain than their number suggests."
        var content = [Markup.paragraph(note)]
        for index in names.indices { content.append(try page(index, names[index])) }
        return Section(
            id: "strategy-pages",
            title: "Strategy by strategy",
            content: content,
            parts: names.indices.map { (StrategyPages.id($0), names[$0]) }
        )
    }

    private func page(_ index: Int, _ name: String) throws(ReportingError) -> Markup {
        var table = Table(
            caption: "\(name), by worker",
            columns: [.text("worker")] + StrategyFigures.columns
        )
        var lines: [LineChart.Line] = []
        var tracks: [(name: String, track: Evaluation.Track)] = []
        for (place, worker) in evaluation.input.workers.enumerated() {
            guard let strategy = worker.strategies.first(where: { $0.name == name }) else {
                continue
            }
            let figures = try StrategyFigures(strategy, of: worker.name, evaluation)
            table.rows.append([.init(worker.name)] + figures.cells)
            tracks.append((worker.name, figures.track))
            lines.append(
                .init(
                    name: worker.name,
                    style: Inks.line(place),
                    dates: figures.track.dates,
                    values: figures.track.curve.values
                )
            )
        }
        let chart = LineChart(
            id: "\(StrategyPages.id(index))-growth",
            title: "Growth of 1 on paper",
            summary: "What 1 became by the signals of \(name), one line a worker, before costs.",
            valueTitle: "Growth of 1",
            lines: lines,
            anchors: [1],
            isRatio: true
        )
        let years = try YearFigures(evaluation: evaluation, kind: .totalReturn, tracks: tracks)
            .table("Return of \(name) on paper, by year")
        let figure = chart.figure(unfolding: "Returns by year", years)
        let content = [Markup.element("h3", name), figure, table.markup]
        return .element("article", ["id": StrategyPages.id(index)], content)
    }
}
