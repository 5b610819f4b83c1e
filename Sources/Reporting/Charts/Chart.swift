/// A picture of the run, with its figures in a table behind it.
protocol Chart {
    /// The chart's id in the page, unique there.
    var id: String { get }
    /// What is shown, in a few words.
    var title: String { get }
    /// What the picture says, in a sentence or two, for those who don't see it.
    var summary: String { get }
    /// The drawings it has: one for screens of a desk and one for phones.
    var sizes: [ChartSize] { get }
    /// The height of a drawing.
    func height(_ size: ChartSize) -> Double
    /// The content of a drawing.
    func drawing(_ size: ChartSize) -> [Markup]
}

extension Chart {
    var sizes: [ChartSize] { [.wide, .narrow] }

    /// Both drawings, with a caption and a table that unfolds.
    func figure(unfolding name: String, _ table: Table) -> Markup {
        .element(
            "figure",
            ["id": id],
            [
                .element("figcaption", [.element("strong", title), .prose(". \(summary)")]),
                Markup(sizes.map { .element("div", ["class": $0.rawValue], [svg($0)]) }),
                .element("details", [.element("summary", name), table.markup]),
            ]
        )
    }

    private func svg(_ size: ChartSize) -> Markup {
        let titleID = "\(id)-\(size.rawValue)-title"
        let summaryID = "\(id)-\(size.rawValue)-text"
        let box = "0 0 \(coordinate(size.width)) \(coordinate(height(size)))"
        return .element(
            "svg",
            ["viewBox": box, "role": "img", "aria-labelledby": "\(titleID) \(summaryID)"],
            [
                .element("title", ["id": titleID], title),
                .element("desc", ["id": summaryID], summary),
            ] + drawing(size)
        )
    }
}

/// Writes a coordinate with one decimal at most.
func coordinate(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded(.toNearestOrEven))
    let sign = tenths < 0 ? "-" : ""
    let whole = "\(sign)\(tenths.magnitude / 10)"
    return tenths % 10 == 0 ? whole : "\(whole).\(tenths.magnitude % 10)"
}
