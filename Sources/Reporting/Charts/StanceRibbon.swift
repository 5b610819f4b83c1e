import Market

/// When each stance and each regime held, a lane for each.
struct StanceRibbon: Chart {
    let evaluation: Evaluation

    /// A state and the cycles it held.
    struct Lane: Sendable {
        /// The state's name.
        let name: String
        /// Whether it held, for each cycle.
        let isHeld: [Bool]
        /// How many cycles it held.
        var count: Int { isHeld.count { $0 } }
    }

    /// Lanes of the stances, in the order in which they first held.
    let stances: [Lane]
    /// Lanes of the regimes, likewise.
    let regimes: [Lane]

    init(evaluation: Evaluation) {
        self.evaluation = evaluation
        let cycles = evaluation.input.portfolio.cycles
        stances = StanceRibbon.lanes(cycles.map(\.stance))
        regimes = StanceRibbon.lanes(cycles.map(\.regime))
    }

    var id: String { "stance" }
    var title: String { "Stance and regime" }
    var summary: String {
        let total = evaluation.input.portfolio.cycles.count
        func shares(_ lanes: [Lane]) -> String {
            lanes.map { lane in
                let share = Double(lane.count) / Double(total)
                return "\(lane.name) \(NumberText.percent(share))"
            }.joined(separator: ", ")
        }
        return "Share of cycles by stance of the portfolio: \(shares(stances)); "
            + "by regime of the market: \(shares(regimes))."
    }

    private static let row = 20.0

    func height(_ size: ChartSize) -> Double {
        120 + StanceRibbon.row * Double(stances.count + regimes.count)
    }

    func drawing(_ size: ChartSize) -> [Markup] {
        let dates = evaluation.input.portfolio.cycles.map(\.date)
        let split = 46 + StanceRibbon.row * Double(stances.count)
        var parts = [
            text(2, 14, "Stance of the portfolio", style: "axis-title"),
            text(2, split + 22, "Regime of the market", style: "axis-title"),
        ]
        let axis = Plot(
            size: size,
            height: height(size),
            dates: DateScale(first: dates[0], last: dates[dates.count - 1]),
            values: ValueScale(low: 0, high: 1, isLogarithmic: false, ticks: []),
            valueTitle: ""
        )
        parts.append(axis.axes)
        for (index, lane) in stances.enumerated() {
            let y = 24 + StanceRibbon.row * Double(index)
            parts.append(contentsOf: draw(lane, y, "area c0", dates, axis))
        }
        for (index, lane) in regimes.enumerated() {
            let y = split + 32 + StanceRibbon.row * Double(index)
            parts.append(contentsOf: draw(lane, y, "area c3", dates, axis))
        }
        return parts
    }

    /// One lane: a bar over each stretch of time in which the state held at least once a pixel.
    private func draw(
        _ lane: Lane,
        _ y: Double,
        _ style: String,
        _ dates: [CalendarDate],
        _ plot: Plot
    ) -> [Markup] {
        let pixels = Thinning.ranges(of: dates, on: plot.dates, buckets: plot.size.lineBuckets)
        var path = ""
        var start: Double?
        for (position, cycles) in pixels.enumerated() {
            let isHeld = cycles.contains { lane.isHeld[$0] }
            let left = position == 0 ? plot.left : plot.x(dates[cycles.lowerBound])
            if isHeld, start == nil { start = left }
            if let from = start, !isHeld || position == pixels.count - 1 {
                let to = isHeld ? plot.right : left
                path += "M\(coordinate(from)),\(coordinate(y + 3))"
                path += "H\(coordinate(to))v14H\(coordinate(from))Z"
                start = nil
            }
        }
        let middle = coordinate(y + 10)
        let name = ChartSize.shortened(lane.name, to: 16)
        let rail = "M\(coordinate(plot.left)),\(middle)H\(coordinate(plot.right))"
        return [
            .empty("path", ["d": rail, "class": "rail"]),
            .empty("path", ["d": path, "class": style]),
            text(plot.right + 6, y + 14, name),
        ]
    }

    private static func lanes(_ states: [String]) -> [Lane] {
        var names: [String] = []
        for state in states where !names.contains(state) { names.append(state) }
        return names.map { name in
            Lane(name: name.isEmpty ? "none" : name, isHeld: states.map { $0 == name })
        }
    }
}
