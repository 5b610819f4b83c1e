import Market

/// The area of a chart between its axes.
struct Plot: Sendable {
    /// Which drawing.
    let size: ChartSize
    /// The height of the drawing.
    let height: Double
    /// The axis of dates.
    let dates: DateScale
    /// The axis of values.
    let values: ValueScale
    /// What the values are, with their unit.
    let valueTitle: String

    /// Where the area begins, right of the ticks' text.
    var left: Double {
        let characters = values.ticks.map { values.text($0).count }.max() ?? 0
        return max(size.tickRoom, 10 + 6.8 * Double(characters))
    }
    /// Where it ends, left of the lines' names.
    var right: Double { size.width - size.labelRoom }
    /// Its upper edge, below the title.
    var top: Double { 30 }
    /// Its lower edge, above the dates.
    var bottom: Double { height - 24 }

    /// The place of a date.
    func x(_ date: CalendarDate) -> Double {
        left + dates.fraction(date) * (right - left)
    }

    /// The place of a value.
    func y(_ value: Double) -> Double {
        bottom - values.fraction(value) * (bottom - top)
    }

    /// A path through values at some indices.
    func path(_ indices: [Int], _ values: [Double], at days: [CalendarDate]) -> String {
        var text = "M"
        for (position, index) in indices.enumerated() {
            if position > 0 { text += "L" }
            text += "\(coordinate(x(days[index]))),\(coordinate(y(values[index])))"
        }
        return text
    }

    /// Grid, ticks and titles.
    var axes: Markup {
        var parts = [text(2, 14, valueTitle, style: "axis-title")]
        for tick in values.ticks {
            let y = coordinate(y(tick))
            parts.append(line(left, right, y, y))
            parts.append(text(left - 6, self.y(tick) + 4, values.text(tick), anchor: "end"))
        }
        for tick in dates.ticks(atMost: size.dateTicksMaximum) {
            let x = x(tick.date)
            let ends = (coordinate(bottom), coordinate(bottom + 4))
            parts.append(line(x, x, ends.0, ends.1))
            parts.append(text(x, height - 6, tick.label, anchor: anchor(x, tick.label)))
        }
        return .element("g", ["class": "axes"], parts)
    }

    /// Keeps a date's text inside the drawing.
    private func anchor(_ x: Double, _ label: String) -> String {
        let half = 3.4 * Double(label.count)
        return x < half ? "start" : x + half > size.width ? "end" : "middle"
    }

    private func line(_ left: Double, _ right: Double, _ top: String, _ bottom: String) -> Markup {
        .empty("path", ["d": "M\(coordinate(left)),\(top)L\(coordinate(right)),\(bottom)"])
    }
}

/// Text at a place of a drawing, which is its start, middle or end.
func text(
    _ x: Double,
    _ y: Double,
    _ string: String,
    anchor: String = "start",
    style: String = "label"
) -> Markup {
    .element(
        "text",
        ["x": coordinate(x), "y": coordinate(y), "text-anchor": anchor, "class": style],
        string
    )
}
