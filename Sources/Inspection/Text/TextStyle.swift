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

/// Cuts a text into lines at its spaces; a word wider than a line stands alone and sticks out.
///
/// - Returns: At least one line, none wider than `width` but for such words.
package func wrapped(_ text: String, width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
        if line.isEmpty {
            line = String(word)
        } else if line.count + 1 + word.count <= width {
            line += " \(word)"
        } else {
            lines.append(line)
            line = String(word)
        }
    }
    if !line.isEmpty || lines.isEmpty { lines.append(line) }
    return lines
}
