/// What a piece of text is, beyond its words; never the only carrier of a meaning.
package enum TextTone: Sendable, Hashable {
    /// Nothing special.
    case plain
    /// The answer, or a heading.
    case strong
    /// Detail that may be passed over.
    case faint
    /// As it should be.
    case good
    /// Worth a look.
    case warning
    /// Not as it should be.
    case bad
}

/// Turns tones into colours of a terminal, or leaves the text alone.
package struct TextStyle: Sendable, Hashable {
    /// Whether tones become colours.
    package let isColoured: Bool

    /// Leaves every text alone.
    package static let plain = TextStyle(isColoured: false)

    /// Colours texts, or doesn't.
    package init(isColoured: Bool) {
        self.isColoured = isColoured
    }

    /// Returns the text in its tone; the width seen stays the same.
    package func callAsFunction(_ text: String, _ tone: TextTone) -> String {
        guard isColoured, let code = Self.code(tone), !text.isEmpty else { return text }
        return "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }

    private static func code(_ tone: TextTone) -> String? {
        switch tone {
        case .plain: nil
        case .strong: "1"
        case .faint: "2"
        case .good: "32"
        case .warning: "33"
        case .bad: "31"
        }
    }
}

/// Cuts a text into lines at its spaces; only a word wider than a line is broken.
///
/// A number and its unit (`%`, `bp`), or a figure and its error, stay together.
/// - Returns: At least one line, none wider than `width`, which is above zero.
package func wrapped(_ text: String, width: Int) -> [String] {
    guard text.count > width else { return [text] }
    let glue = "\u{A0}"
    let glued = text.replacing(" %", with: glue + "%").replacing(" bp", with: glue + "bp")
        .replacing(" ± ", with: glue + "±" + glue)
    var lines: [String] = []
    var line = ""
    for word in glued.split(separator: " ") {
        if line.isEmpty {
            line = String(word)
        } else if line.count + 1 + word.count <= width {
            line += " \(word)"
        } else {
            lines.append(line)
            line = String(word)
        }
        while line.count > width {
            lines.append(String(line.prefix(width)))
            line = String(line.dropFirst(width))
        }
    }
    if !line.isEmpty || lines.isEmpty { lines.append(line) }
    return lines.map { $0.replacing(glue, with: " ") }
}
