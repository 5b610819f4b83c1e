/// A part of the page under its own heading.
struct Section {
    /// The id that links go to, unique in the page.
    let id: String
    /// The heading.
    let title: String
    /// What stands below it.
    let content: [Markup]
    /// Ids and names of parts below it that the contents list too.
    var parts: [(id: String, name: String)] = []

    /// The part with its heading.
    var markup: Markup {
        .element("section", ["id": id], [.element("h2", title)] + content)
    }

    /// Its lines of the contents.
    var links: Markup {
        let below = parts.map {
            Markup.element("a", ["href": "#\($0.id)", "class": "sub"], $0.name)
        }
        return Markup([.element("a", ["href": "#\(id)"], title)] + below)
    }
}

extension Markup {
    /// Text whose dates stay on one line.
    static func prose(_ text: String) -> Markup {
        var pieces: [Markup] = []
        var plain = ""
        for (index, word) in text.split(separator: " ", omittingEmptySubsequences: false)
            .enumerated()
        {
            if index > 0 { plain += " " }
            if let date = leadingDate(word) {
                pieces.append(Markup(plain))
                pieces.append(.element("time", date))
                plain = String(word.dropFirst(date.count))
            } else {
                plain += word
            }
        }
        return Markup(pieces + [Markup(plain)])
    }

    /// A paragraph of text.
    static func paragraph(_ text: String) -> Markup { .element("p", [.prose(text)]) }
}

/// The date a word begins with, such as `2011-06-13` of `2011-06-13,`.
private func leadingDate(_ word: Substring) -> String? {
    let mask = word.utf8.prefix(10).map { (48...57).contains($0) ? UInt8(ascii: "0") : $0 }
    return mask == Array("0000-00-00".utf8) ? String(word.prefix(10)) : nil
}
