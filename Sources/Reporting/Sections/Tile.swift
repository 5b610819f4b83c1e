/// A figure with its name above it.
enum Tile {
    /// Draws a tile with notes below the figure.
    static func markup(_ name: String, _ value: String, notes: [String] = []) -> Markup {
        .element(
            "div",
            [.element("dt", name), .element("dd", ["class": "figure"], value)]
                + notes.map { .element("dd", ["class": "note"], [.prose($0)]) }
        )
    }
}
