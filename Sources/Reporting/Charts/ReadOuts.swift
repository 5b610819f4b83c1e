import Market

/// Strips over a chart that tell the values under the pointer, without a script.
struct ReadOuts: Sendable {
    /// How many strips there are at most.
    static let strips = 120

    /// Strips with the text of the last value in each; only wide drawings have them.
    static func markup(
        _ plot: Plot,
        at dates: [CalendarDate],
        text: (_ index: Int) -> String
    ) -> Markup {
        guard plot.size == .wide else { return .empty }
        let ranges = Thinning.ranges(of: dates, on: plot.dates, buckets: strips)
        let parts = ranges.indices.map { position in
            let index = ranges[position].upperBound - 1
            let left = position == 0 ? plot.left : plot.x(dates[ranges[position].lowerBound])
            let isLast = position == ranges.count - 1
            let right = isLast ? plot.right : plot.x(dates[ranges[position + 1].lowerBound])
            return Markup.element(
                "rect",
                [
                    "x": coordinate(left), "y": coordinate(plot.top),
                    "width": coordinate(max(right - left, 1)),
                    "height": coordinate(plot.bottom - plot.top),
                ],
                [.element("title", "\(dates[index])\n\(text(index))")]
            )
        }
        return .element("g", ["class": "read"], parts)
    }
}
