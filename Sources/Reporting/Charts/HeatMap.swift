/// A square of numbers from −1 to 1, each with a colour of its strength.
struct HeatMap: Chart, Sendable {
    let id: String
    let title: String
    let summary: String
    /// The names of rows and columns.
    let names: [String]
    /// The numbers by row.
    let rows: [[Double]]
    var sizes: [ChartSize] { [.half, .narrow] }

    private static let top = 44.0

    func height(_ size: ChartSize) -> Double {
        HeatMap.top + edge(size) * Double(names.count) + 8
    }

    private var nameRoom: Double {
        34 + 6.8 * Double(names.map { min($0.count, 12) }.max() ?? 0)
    }

    private func edge(_ size: ChartSize) -> Double {
        min(56, (size.width - nameRoom - 4) / Double(max(names.count, 1)))
    }

    func drawing(_ size: ChartSize) -> [Markup] {
        let edge = edge(size)
        var parts = [text(2, 14, "Correlation, −1 to 1", style: "axis-title")]
        for (index, name) in names.enumerated() {
            let middle = nameRoom + edge * (Double(index) + 0.5)
            parts.append(text(middle, HeatMap.top - 8, "\(index + 1)", anchor: "middle"))
            let y = HeatMap.top + edge * (Double(index) + 0.5) + 4
            let words = "\(index + 1) \(ChartSize.shortened(name, to: 12))"
            parts.append(text(2, y, words, style: "label ink"))
        }
        for row in names.indices {
            for column in names.indices { parts += cell(row, column, edge) }
        }
        return parts
    }

    private func cell(_ row: Int, _ column: Int, _ edge: Double) -> [Markup] {
        let (x, y) = (nameRoom + edge * Double(column), HeatMap.top + edge * Double(row))
        let value = rows[row][column]
        let step = min(Int((abs(value) * 5).rounded(.up)), 5)
        let tone = step == 0 ? "cell" : "cell \(value > 0 ? "up" : "down")\(step)"
        let words = "\(names[row]) and \(names[column]): \(NumberText.ratio(value))"
        let box = Markup.element(
            "rect",
            [
                "x": coordinate(x + 1), "y": coordinate(y + 1),
                "width": coordinate(edge - 2), "height": coordinate(edge - 2), "class": tone,
            ],
            [.element("title", words)]
        )
        guard edge >= 30 else { return [box] }
        let figure = NumberText.ratio(value)
        let label = text(
            x + edge / 2,
            y + edge / 2 + 4,
            figure,
            anchor: "middle",
            style: "label ink"
        )
        return [box, label]
    }
}
