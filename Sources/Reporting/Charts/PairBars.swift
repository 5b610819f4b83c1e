/// Two figures of each of several things, as bars from a common zero.
struct PairBars: Chart, Sendable {
    /// One thing with its two figures.
    struct Row: Sendable {
        let name: String
        let first: Double
        let second: Double
    }

    let id: String
    let title: String
    let summary: String
    /// What the figures are, with their unit.
    let valueTitle: String
    /// The names of the two figures.
    let names: (first: String, second: String)
    /// The things, first to last from above.
    let rows: [Row]
    var sizes: [ChartSize] { [.half, .narrow] }

    private static let row = 38.0
    private static let top = 46.0

    func height(_ size: ChartSize) -> Double {
        PairBars.top + PairBars.row * Double(rows.count) + 26
    }

    func drawing(_ size: ChartSize) -> [Markup] {
        let values = rows.map(\.first) + rows.map(\.second) + [0]
        let scale = ValueScale.linear(values, ticksAbout: size == .half ? 5 : 3)
        let longest = rows.map { min($0.name.count, 16) }.max() ?? 0
        let left = 14 + 6.8 * Double(longest)
        let right = size.width - 52
        func x(_ value: Double) -> Double { left + scale.fraction(value) * (right - left) }
        let foot = height(size) - 24
        var parts = [text(2, 14, valueTitle, style: "axis-title")]
        parts += legend(left)
        for tick in scale.ticks {
            let place = coordinate(x(tick))
            parts.append(
                .empty(
                    "path",
                    ["d": "M\(place),\(coordinate(38))V\(coordinate(foot))", "class": "rail"]
                )
            )
            parts.append(text(x(tick), foot + 16, scale.text(tick), anchor: "middle"))
        }
        for (index, row) in rows.enumerated() {
            let y = PairBars.top + PairBars.row * Double(index)
            let name = ChartSize.shortened(row.name, to: 16)
            parts.append(text(left - 8, y + 18, name, anchor: "end", style: "label ink"))
            parts += bar(row.first, y, "area c0", x)
            parts += bar(row.second, y + 15, "area c1", x)
        }
        return parts
    }

    private func legend(_ left: Double) -> [Markup] {
        var parts: [Markup] = []
        var place = left
        for (name, style) in [(names.first, "area c0"), (names.second, "area c1")] {
            parts.append(rectangle(place, 22, 12, 10, style))
            parts.append(text(place + 17, 31, name, style: "label ink"))
            place += 40 + 6.6 * Double(name.count)
        }
        return parts
    }

    private func bar(
        _ value: Double,
        _ y: Double,
        _ style: String,
        _ x: (Double) -> Double
    ) -> [Markup] {
        let (from, to) = (min(x(0), x(value)), max(x(0), x(value)))
        let figure = NumberText.decimal(value, decimals: 1)
        return [
            rectangle(from, y, max(to - from, 0.5), 13, style),
            text(to + 4, y + 11, figure, style: "label halo"),
        ]
    }
}

/// A box of a drawing.
func rectangle(
    _ x: Double,
    _ y: Double,
    _ width: Double,
    _ height: Double,
    _ style: String
) -> Markup {
    .empty(
        "rect",
        [
            "x": coordinate(x), "y": coordinate(y), "width": coordinate(width),
            "height": coordinate(height), "class": style,
        ]
    )
}
