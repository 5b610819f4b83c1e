import Market
import Performance

/// The portfolio's worth against the benchmark's.
struct EquityChart: Chart {
    let evaluation: Evaluation
    /// Values are drawn in a unit that keeps ticks short.
    private let unit: AmountUnit
    private let scale: ValueScale

    init(evaluation: Evaluation) {
        self.evaluation = evaluation
        let own = evaluation.portfolio.curve.values
        let unit = AmountUnit(greatest: own.max() ?? 0)
        self.unit = unit
        let all = own + (evaluation.benchmark?.curve.values ?? [])
        scale = .automatic(all.map { $0 / unit.size })
    }

    var id: String { "equity" }
    var title: String {
        evaluation.benchmark == nil ? "Net asset value" : "Net asset value against the benchmark"
    }
    var summary: String {
        let numbers = evaluation.numbers
        let values = evaluation.portfolio.curve.values
        var text = "The portfolio went from \(numbers.amount(values[0])) to "
        text += "\(numbers.amount(values[values.count - 1]))"
        if let benchmark = evaluation.benchmark, let input = evaluation.input.benchmark {
            let last = benchmark.curve.values[values.count - 1]
            text += "; the benchmark (\(input.name), dashed) to \(numbers.amount(last))"
        }
        return text + (scale.isLogarithmic ? ". Equal distances are equal ratios." : ".")
    }

    func height(_ size: ChartSize) -> Double { size == .wide ? 380 : 280 }

    func drawing(_ size: ChartSize) -> [Markup] {
        let dates = evaluation.portfolio.dates
        let plot = Plot(
            size: size,
            height: height(size),
            dates: DateScale(first: dates[0], last: dates[dates.count - 1]),
            values: scale,
            valueTitle: "Worth, \(unit.name)\(evaluation.numbers.currency)"
                + (scale.isLogarithmic ? ", log scale" : "")
        )
        var parts = [plot.axes]
        var labels: [EndLabels.Label] = []
        if let benchmark = evaluation.benchmark {
            draw(benchmark, "benchmark", "line c1 dashed", on: plot, &parts, &labels)
        }
        draw(evaluation.portfolio, "portfolio", "line c0 main", on: plot, &parts, &labels)
        let ends = EndLabels(labels: labels)
        parts.append(ends.markup(right: plot.right, top: plot.top, bottom: plot.bottom))
        parts.append(ReadOuts.markup(plot, at: dates) { readOut($0) })
        return parts
    }

    private func draw(
        _ track: Evaluation.Track,
        _ name: String,
        _ style: String,
        on plot: Plot,
        _ parts: inout [Markup],
        _ labels: inout [EndLabels.Label]
    ) {
        let values = track.curve.values.map { $0 / unit.size }
        let kept = Thinning.extremes(
            values,
            at: track.dates,
            on: plot.dates,
            buckets: plot.size.lineBuckets
        )
        let path = plot.path(kept, values, at: track.dates)
        parts.append(.empty("path", ["d": path, "class": style]))
        labels.append(.line(plot.size.label(name), y: plot.y(values[values.count - 1]), style))
    }

    private func readOut(_ index: Int) -> String {
        let numbers = evaluation.numbers
        let own = "portfolio \(numbers.amount(evaluation.portfolio.curve.values[index]))"
        guard let benchmark = evaluation.benchmark else { return own }
        return own + "\nbenchmark \(numbers.amount(benchmark.curve.values[index]))"
    }
}

extension EndLabels.Label {
    /// The name of a line, with a piece of it.
    static func line(_ text: String, y: Double, _ style: String) -> EndLabels.Label {
        EndLabels.Label(text: text, y: y) { x, y in
            let ends = "M\(coordinate(x)),\(coordinate(y))L\(coordinate(x + 12)),\(coordinate(y))"
            return .empty("path", ["d": ends, "class": style])
        }
    }
}
