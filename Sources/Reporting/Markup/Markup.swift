/// A piece of the page: text that is escaped, elements that are closed.
///
/// Strings become markup only through ``init(_:)``, which escapes them; so no name or reason of a
/// run can add an element. The output is well-formed XML as well as HTML.
struct Markup: Sendable, Equatable {
    /// The characters to write.
    let html: String

    /// Nothing.
    static let empty = Markup(trusted: "")

    /// Escapes text.
    init(_ text: String) { html = escaped(text) }

    private init(trusted html: String) { self.html = html }

    /// Puts pieces one after the other.
    init(_ pieces: [Markup]) {
        html = pieces.map(\.html).joined()
    }

    /// An element with its content.
    static func element(
        _ name: StaticString,
        _ attributes: KeyValuePairs<String, String>,
        _ content: [Markup]
    ) -> Markup {
        var html = opening(name, attributes) + ">"
        for piece in content { html += piece.html }
        return Markup(trusted: html + "</\(name)>")
    }

    /// An element that holds text.
    static func element(
        _ name: StaticString,
        _ attributes: KeyValuePairs<String, String>,
        _ text: String
    ) -> Markup {
        element(name, attributes, [Markup(text)])
    }

    /// An element without attributes.
    static func element(_ name: StaticString, _ content: [Markup]) -> Markup {
        element(name, [:], content)
    }

    /// An element without attributes that holds text.
    static func element(_ name: StaticString, _ text: String) -> Markup {
        element(name, [:], text)
    }

    /// An element without content, such as `meta` or `path`.
    static func empty(
        _ name: StaticString,
        _ attributes: KeyValuePairs<String, String>
    ) -> Markup {
        Markup(trusted: opening(name, attributes) + "/>")
    }

    /// A style sheet, written as it stands; it is part of the program and holds no `<` and no `&`.
    static func style(_ sheet: StaticString) -> Markup {
        Markup(trusted: "<style>\(sheet)</style>")
    }

    private static func opening(
        _ name: StaticString,
        _ attributes: KeyValuePairs<String, String>
    ) -> String {
        var html = "<\(name)"
        for (key, value) in attributes { html += " \(key)=\"\(escaped(value))\"" }
        return html
    }
}

/// Replaces what would end text or an attribute's value, and what no document may hold.
private func escaped(_ text: String) -> String {
    if text.utf8.allSatisfy({ (32..<127).contains($0) && !special.contains($0) }) { return text }
    var html = ""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "&": html += "&amp;"
        case "<": html += "&lt;"
        case ">": html += "&gt;"
        case "\"": html += "&quot;"
        case "'": html += "&#39;"
        case "\n", "\t", " ": html.unicodeScalars.append(scalar)
        case let scalar where isForbidden(scalar): html += "\u{FFFD}"
        default: html.unicodeScalars.append(scalar)
        }
    }
    return html
}

/// Whether a character is a control, none at all, or would turn the direction of what follows.
private func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x202A...0x202E, 0x2066...0x2069, 0xFFFE...0xFFFF: true
    default: scalar.properties.generalCategory == .control
    }
}

private let special: [UInt8] = Array("&<>\"'".utf8)
