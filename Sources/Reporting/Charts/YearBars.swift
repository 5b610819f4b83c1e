/// Amounts by year, stacked above zero and below it.
struct YearBars: Chart, Sendable {
    /// One part of the bars.
    struct Part: Sendable {
        let name: String
        /// The class of its colour.
        let colour: String
        /// One amount for each year.
        let values: [Double]
    }

    let id: String
    let title: String
    let summary: String
    /// What the amounts are, with their unit.
    let valueTitle: String
    let years: [Int]
    /// The parts, from zero outwards.
    let parts: [Part]
    /// The text under the pointer; it says a year's amounts.
    let readOut: @Sendable (_ index: Int) -> String

    func height(_ size: ChartSize) -> Double { size == .wide ? 260 : 230 }

    func drawing(_ size: ChartSize) -> [Markup] {
        let scale = self.scale
        let (top, bottom) = (46.0, height(size) - 24)
        let digits = scale.ticks.map { scale.text($0).count }.max() ?? 0
        let left = max(size.tickRoom, 12 + 7.6 * Double(digits))
        let right = size.width - 4
        func y(_ value: Double) -> Double { bottom - scale.fraction(value) * (bottom - top) }
        var drawn = [text(2, 14, valueTitle, style: "axis-title")] + legend
        for tick in scale.ticks {
            let ends = "M\(coordinate(left)),\(coordinate(y(tick)))H\(coordinate(right))"
            drawn.append(.empty("path", ["d": ends, "class": tick == 0 ? "zero" : "rail"]))
            drawn.append(text(left - 6, y(tick) + 4, scale.text(tick), anchor: "end"))
        }
        let step = (right - left) / Double(max(years.count, 1))
        let every = max(1, Int((42 / step).rounded(.up)))
        for (index, year) in years.enumerated() {
            let x = left + step * Double(index)
            var (above, below) = (0.0, 0.0)
            for part in parts {
                let value = part.values[index]
                let from = value < 0 ? below : above
                if value < 0 { below += value } else { above += value }
                let (high, low) = (y(max(from, from + value)), y(min(from, from + value)))
                let width = min(step * 0.7, 46)
                let place = x + (step - width) / 2
                drawn.append(rectangle(place, high, width, low - high, "area \(part.colour)"))
            }
            if index % every == 0 {
                let place = min(x + step / 2, size.width - 17)
                drawn.append(text(place, height(size) - 6, "\(year)", anchor: "middle"))
            }
            drawn.append(hover(x, top, step, bottom - top, "\(year)\n\(readOut(index))"))
        }
        return drawn
    }

    private var legend: [Markup] {
        var drawn: [Markup] = []
        var x = 2.0
        for part in parts {
            drawn.append(rectangle(x, 23, 12, 10, "area \(part.colour)"))
            drawn.append(text(x + 17, 32, part.name, style: "label ink"))
            x += 40 + 6.6 * Double(part.name.count)
        }
        return drawn
    }

    private var scale: ValueScale {
        let sums = years.indices.flatMap { index in
            let values = parts.map { $0.values[index] }
            return [
                values.filter { $0 > 0 }.reduce(0, +), values.filter { $0 < 0 }.reduce(0, +),
            ]
        }
        return .linear(sums + [0], ticksAbout: 4)
    }

    private func hover(
        _ x: Double,
        _ y: Double,
        _ width: Double,
        _ height: Double,
        _ words: String
    ) -> Markup {
        .element(
            "g",
            ["class": "read"],
            [
                .element(
                    "rect",
                    [
                        "x": coordinate(x), "y": coordinate(y), "width": coordinate(width),
                        "height": coordinate(height),
                    ],
                    [.element("title", words)]
                )
            ]
        )
    }
}
