extension SequenceDiagram {
    /// Draws the diagram with lines of a terminal: a row for each message, as it was said.
    ///
    /// - Parameters:
    ///   - width: Characters a line may take.
    ///   - style: How tones show.
    /// - Returns: Title, names of processes, rows, and what was left out.
    package func lines(width: Int, style: TextStyle) -> [String] {
        let labelWidth = min(44, max(24, width / 2))
        let spacing = max(3, min(16, (width - labelWidth) / max(1, processes.count)))
        var lines = wrapped(title, width: width).map { style($0, .strong) }
        lines += heads(spacing, width: width, style)
        let rows = Grid(count: processes.count, spacing: spacing)
        let room = max(8, width - rows.width - 1)
        let isMarked = arrows.contains(where: \.isStrong)
        for arrow in arrows {
            let drawn = rows.row(arrow)
            let mark = isMarked ? (arrow.isStrong ? "● " : "  ") : ""
            let label = Self.cut("\(mark)\(arrow.id)  \(arrow.kind)  \(arrow.gist)", to: room)
            let tone: TextTone =
                arrow.isStrong ? .strong : arrow.takenAt == nil ? .warning : .plain
            lines.append("\(style(drawn, tone)) \(style(label, arrow.isStrong ? .strong : .plain))")
        }
        if arrows.contains(where: { $0.takenAt == nil }) {
            lines.append(style("× was not taken by the journals' end", .faint))
        }
        if !leftOut.isEmpty {
            lines += wrapped(leftOut, width: width).map { style($0, .warning) }
        }
        return lines
    }

    /// Names over their lines; where they do not fit, letters with a legend above.
    private func heads(_ spacing: Int, width: Int, _ style: TextStyle) -> [String] {
        let fits = processes.allSatisfy { $0.count < spacing }
        let marks = fits ? processes : processes.indices.map { Self.mark($0) }
        var head = marks.map { $0 + String(repeating: " ", count: spacing - $0.count) }.joined()
        while head.last == " " { head.removeLast() }
        guard !fits else { return [style(head, .strong)] }
        let legend = zip(marks, processes).map { "\($0) \($1)" }.joined(separator: "  ")
        return wrapped(legend, width: width).map { style($0, .faint) } + [style(head, .strong)]
    }

    private static func mark(_ index: Int) -> String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        let letter = String(letters[index % letters.count])
        return index < letters.count ? letter : letter + String(index / letters.count)
    }

    private static func cut(_ text: String, to width: Int) -> String {
        text.count <= width ? text : text.prefix(width - 1) + "…"
    }
}

/// The characters that a row of a diagram is drawn on.
private struct Grid {
    let count: Int
    let spacing: Int

    var width: Int { max(1, (count - 1) * spacing + 1) }

    func row(_ arrow: SequenceDiagram.Arrow) -> String {
        var cells = [Character](repeating: " ", count: width)
        for line in 0..<count { cells[line * spacing] = "│" }
        let (from, to) = (arrow.from * spacing, arrow.to * spacing)
        let (left, right) = (min(from, to), max(from, to))
        guard left < right else { return String(cells) }
        for place in (left + 1)..<right { cells[place] = cells[place] == "│" ? "┼" : "─" }
        cells[from] = from < to ? "├" : "┤"
        let head: Character = from < to ? "►" : "◄"
        if arrow.takenAt == nil {
            cells[from < to ? to - 1 : to + 1] = "×"
        } else {
            cells[from < to ? to - 1 : to + 1] = head
        }
        return String(cells)
    }
}
