/// The names at the right end of lines and layers, pushed apart so that none covers another.
struct EndLabels: Sendable {
    /// One name.
    struct Label: Sendable {
        /// What is written, already short enough.
        let text: String
        /// Where its line ends.
        let y: Double
        /// A patch that repeats the line's look, drawn left of the text; empty for none.
        let swatch: @Sendable (_ x: Double, _ y: Double) -> Markup
    }

    /// The names; of two that end at one place the later stands above.
    let labels: [Label]
    /// Least distance between the middles of two names.
    static let gap = 15.0

    /// The names with a leader from each line's end.
    func markup(right: Double, top: Double, bottom: Double) -> Markup {
        let order = labels.indices.sorted { (labels[$0].y, $1) < (labels[$1].y, $0) }
        let places = EndLabels.spread(order.map { labels[$0].y }, top: top, bottom: bottom)
        var parts: [Markup] = []
        for (index, y) in zip(order, places) {
            let label = labels[index]
            let from = "\(coordinate(right + 1)),\(coordinate(label.y))"
            let to = "\(coordinate(right + 9)),\(coordinate(y))"
            parts.append(.empty("path", ["d": "M\(from)L\(to)", "class": "leader"]))
            parts.append(label.swatch(right + 11, y))
            parts.append(text(right + 26, y + 4, label.text))
        }
        return .element("g", ["class": "ends"], parts)
    }

    /// Moves ascending places apart to the gap, within the borders as far as there is room.
    static func spread(_ places: [Double], top: Double, bottom: Double) -> [Double] {
        var spread = places
        for index in spread.indices {
            let least = index == 0 ? top : spread[index - 1] + gap
            spread[index] = max(spread[index], least)
        }
        for index in spread.indices.reversed() {
            let greatest = index == spread.count - 1 ? bottom : spread[index + 1] - gap
            spread[index] = min(spread[index], greatest)
        }
        return spread
    }
}
