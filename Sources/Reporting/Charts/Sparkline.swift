import Market
import Performance

/// The growth of 1 in a few pixels, with a thin line where it began.
enum Sparkline {
    private static let width = 110.0
    private static let height = 30.0

    /// Draws a worker's growth; a worker that was never a member has none.
    static func markup(_ name: String, _ track: Evaluation.Track) -> Markup {
        let values = track.curve.values
        guard values.count > 1 else { return Markup(NumberText.absent) }
        let last = NumberText.ratio(values[values.count - 1])
        let low = values.min() ?? 0
        let span = max((values.max() ?? 1) - low, 1e-9)
        let dates = DateScale(first: track.dates[0], last: track.dates[values.count - 1])
        func y(_ value: Double) -> String {
            coordinate(height - 2 - (value - low) / span * (height - 4))
        }
        let kept = Thinning.extremes(values, at: track.dates, on: dates, buckets: 100)
        let points = kept.map { index in
            "\(coordinate(dates.fraction(track.dates[index]) * width)),\(y(values[index]))"
        }
        return .element(
            "svg",
            [
                "class": "spark", "viewBox": "0 0 \(coordinate(width)) \(coordinate(height))",
                "role": "img",
            ],
            [
                .element("title", "\(name): 1.00 became \(last)"),
                .empty("path", ["d": "M0,\(y(1))H\(coordinate(width))", "class": "rail"]),
                .empty("path", ["d": "M" + points.joined(separator: "L"), "class": "line c0"]),
            ]
        )
    }
}
