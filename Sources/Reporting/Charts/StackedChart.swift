import Market

/// Shares of a whole over time, stacked in the order of their names.
protocol StackedChart: Chart {
    /// The layers' names from below.
    var names: [String] { get }
    /// One date for each stack.
    var dates: [CalendarDate] { get }
    /// What the whole is, with its unit.
    var valueTitle: String { get }
    /// The layers' shares at a date, adding up to 1 or to nothing.
    func shares(_ index: Int) -> [Double]
    /// The class of a layer's colour, and its pattern.
    func look(_ layer: Int) -> (colour: String, pattern: Int)
}

extension StackedChart {
    func height(_ size: ChartSize) -> Double {
        max(size == .wide ? 380 : 300, 70 + EndLabels.gap * Double(names.count))
    }

    func drawing(_ size: ChartSize) -> [Markup] {
        let plot = Plot(
            size: size,
            height: height(size),
            dates: DateScale(first: dates[0], last: dates[dates.count - 1]),
            values: .linear([0, 100]),
            valueTitle: valueTitle
        )
        let kept = Thinning.lasts(at: dates, on: plot.dates, buckets: size.areaBuckets)
        // One date has no width: it is drawn over the whole axis.
        let places =
            kept.count == 1 ? [plot.left, plot.right] : kept.map { plot.x(dates[$0]) }
        let stacks = (kept.count == 1 ? kept + kept : kept).map { cumulated(shares($0)) }
        var patterns: [Markup] = []
        var layers: [Markup] = []
        var labels: [EndLabels.Label] = []
        for layer in names.indices {
            let id = "\(id)-\(size.rawValue)-\(layer)"
            let (colour, pattern) = look(layer)
            patterns.append(Inks.definition(id: id, colour: colour, pattern: pattern))
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
