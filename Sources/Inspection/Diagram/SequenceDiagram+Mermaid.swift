extension SequenceDiagram {
    /// The diagram as text that Mermaid draws, of its kind `sequenceDiagram`.
    package var mermaid: String {
        var lines = ["---", "title: \(Self.plain(title))", "---", "sequenceDiagram"]
        for (index, name) in processes.enumerated() {
            lines.append("    participant p\(index) as \(Self.plain(name))")
        }
        for arrow in arrows {
            let head = arrow.takenAt == nil ? "-x" : arrow.isStrong ? "->>" : "-->>"
            let gist = arrow.gist.isEmpty ? "" : ": \(arrow.gist)"
            lines.append(
                "    p\(arrow.from)\(head)p\(arrow.to): "
                    + Self.plain("\(arrow.kind) \(arrow.id)\(gist)")
            )
        }
        if !leftOut.isEmpty, let last = processes.indices.last {
            let range = last == 0 ? "p0" : "p0,p\(last)"
            lines.append("    Note over \(range): \(Self.plain(leftOut))")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Text without what Mermaid reads as its own: line ends, `;` and `#` (entities follow them).
    private static func plain(_ text: String) -> String {
        var plain = ""
        for character in text {
            switch character {
            case "\n", "\r": plain += " "
            case ";": plain += ","
            case "#": plain += "no. "
            default: plain.append(character)
            }
        }
        return plain
    }
}
