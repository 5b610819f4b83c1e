import Market

/// The share of each worker, the treasury and capital in transit in the net asset value.
struct AllocationChart: Chart {
    let evaluation: Evaluation

    var id: String { "allocation" }
    var title: String { "Allocation over time" }
    var summary: String {
        "Shares of the net asset value at the end of cycles, stacked in the order of their names: "
            + "workers from below, then treasury and capital in transit."
            + (hasNegative ? " Parts below zero are drawn as nothing." : "")
    }

    func height(_ size: ChartSize) -> Double {
        max(size == .wide ? 380 : 300, 70 + EndLabels.gap * Double(names.count))
    }

    /// The layers' names from below.
    var names: [String] { evaluation.input.workers.map(\.name) + ["treasury", "in transit"] }

    /// The layers' shares after a cycle, adding up to 1; all 0 where nothing is above zero.
    func shares(_ cycle: Int) -> [Double] {
        let parts = amounts(cycle).map { max($0, 0) }
        let sum = parts.reduce(0, +)
        return parts.map { sum > 0 ? $0 / sum : 0 }
    }

    private func amounts(_ cycle: Int) -> [Double] {
        let state = evaluation.input.portfolio.cycles[cycle]
        return evaluation.input.workers.map { $0.nav[cycle] } + [state.treasury, state.inTransit]
    }

    private var hasNegative: Bool {
        evaluation.input.portfolio.cycles.indices.contains { amounts($0).contains { $0 < 0 } }
    }

    func drawing(_ size: ChartSize) -> [Markup] {
        let dates = evaluation.input.portfolio.cycles.map(\.date)
        let plot = Plot(
            size: size,
            height: height(size),
            dates: DateScale(first: dates[0], last: dates[dates.count - 1]),
            values: .linear([0, 100]),
            valueTitle: "Share of net asset value, %"
        )
        let kept = Thinning.lasts(at: dates, on: plot.dates, buckets: size.areaBuckets)
        // One cycle has no width: it is drawn over the whole axis.
        let places =
            kept.count == 1 ? [plot.left, plot.right] : kept.map { plot.x(dates[$0]) }
        let stacks = (kept.count == 1 ? kept + kept : kept).map { cumulated(shares($0)) }
        var patterns: [Markup] = []
        var layers: [Markup] = []
        var labels: [EndLabels.Label] = []
        for layer in names.indices {
            let id = "\(id)-\(size.rawValue)-\(layer)"
            patterns.append(look(layer, id))
            layers.append(band(layer, stacks, places, plot, fill: "url(#\(id))"))
            let last = stacks[stacks.count - 1]
            let middle = plot.y((last[layer] + last[layer + 1]) * 50)
            labels.append(.patch(size.label(names[layer]), y: middle, fill: "url(#\(id))"))
        }
        return [.element("defs", patterns), plot.axes] + layers + [
            EndLabels(labels: labels)
                .markup(right: plot.right, top: plot.top, bottom: plot.bottom)
        ]
    }

    private func cumulated(_ shares: [Double]) -> [Double] {
        var sums = [0.0]
        for share in shares { sums.append(sums[sums.count - 1] + share) }
        return sums
    }

    private func look(_ layer: Int, _ id: String) -> Markup {
        switch layer - evaluation.input.workers.count {
        case 0: Inks.definition(id: id, colour: "cash", pattern: 0)
        case 1: Inks.definition(id: id, colour: "cash", pattern: 1)
        default:
            Inks.definition(id: id, colour: Inks.colour(layer), pattern: Inks.pattern(layer))
        }
    }

    private func band(
        _ layer: Int,
        _ stacks: [[Double]],
        _ places: [Double],
        _ plot: Plot,
        fill: String
    ) -> Markup {
        func points(_ edge: Int) -> [String] {
            zip(places, stacks).map { x, sums in
                "\(coordinate(x)),\(coordinate(plot.y(sums[edge] * 100)))"
            }
        }
        let outline = points(layer + 1) + points(layer).reversed()
        let path = "M" + outline.joined(separator: "L") + "Z"
        return .element(
            "path",
            ["d": path, "fill": fill, "class": "band"],
            [.element("title", names[layer])]
        )
    }
}

extension EndLabels.Label {
    /// The name of a layer, with a patch of it.
    static func patch(_ text: String, y: Double, fill: String) -> EndLabels.Label {
        EndLabels.Label(text: text, y: y) { x, y in
            .empty(
                "rect",
                [
                    "x": coordinate(x), "y": coordinate(y - 5), "width": "12", "height": "10",
                    "fill": fill, "class": "patch",
                ]
            )
        }
    }
}
