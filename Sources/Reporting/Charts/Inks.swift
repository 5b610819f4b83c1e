/// How lines and layers look: a colour, and a pattern or dashes from the ninth on.
///
/// Eight colours that people with any colour vision tell apart, four patterns.
/// - SeeAlso: Okabe and Ito (2008), "Color Universal Design".
enum Inks {
    /// Colours in the style sheet, `c0` and so on.
    static let colours = 8
    /// Patterns, the first of them plain.
    static let patterns = 4

    /// The class that gives an element the colour of a layer.
    static func colour(_ layer: Int) -> String { "c\(layer % colours)" }

    /// The pattern of a layer, plain for the first eight.
    static func pattern(_ layer: Int) -> Int { layer / colours % patterns }

    /// The classes of a line, dashed from the ninth on.
    static func line(_ index: Int) -> String {
        "line \(colour(index))\(index / colours % 2 == 1 ? " dashed" : "")"
    }

    /// Defines a pattern over a colour.
    static func definition(id: String, colour: String, pattern: Int) -> Markup {
        let ground = Markup.empty(
            "rect",
            ["width": "8", "height": "8", "class": "area \(colour)"]
        )
        let marks: [Markup] =
            switch pattern {
            case 1: [.empty("path", ["d": "M0,8L8,0M-2,2L2,-2M6,10L10,6", "class": "mark"])]
            case 2: [.empty("circle", ["cx": "4", "cy": "4", "r": "1.6", "class": "dot"])]
            case 3: [.empty("path", ["d": "M0,4L8,4", "class": "mark"])]
            default: []
            }
        return .element(
            "pattern",
            ["id": id, "width": "8", "height": "8", "patternUnits": "userSpaceOnUse"],
            [ground] + marks
        )
    }
}
