import Inspection

/// Two decoded messages or rows, field beside field; fields that differ are marked.
struct SideBySide {
    let pair: ReplayAnswer.Pair
    /// What the left side is.
    let left: String
    /// What the right side is.
    let right: String

    /// Fields around a difference that are shown with it.
    private static let context = 2
    /// The most fields shown.
    private static let shownMaximum = 60

    private struct Line {
        let left: String
        let right: String
        var isSame: Bool { left == right }
    }

    /// A head, then the fields that differ and those around them.
    func lines(on terminal: Terminal) -> [String] {
        let aligned = Self.align(pair.then, pair.now)
        let differing = aligned.count { !$0.isSame }
        let width = max(12, (terminal.width - 5) / 2)
        var lines = wrapped(
            "\(pair.kind) \(pair.id): \(NumberText.count(Int64(differing), "field")) of "
                + "\(aligned.count) \(differing == 1 ? "differs" : "differ")",
            width: terminal.width
        )
        lines.append(row("  ", left, right, width, terminal.style, .faint))
        if pair.then.isEmpty || pair.now.isEmpty {
            let side = pair.then.isEmpty ? left : right
            lines.append("  nothing of the kind on the side of \"\(side)\"")
        }
        var skipped = 0
        var shown = 0
        for index in aligned.indices {
            guard Self.isNear(index, in: aligned), shown < Self.shownMaximum else {
                skipped += 1
                continue
            }
            if skipped > 0 { lines.append(terminal.style(Self.skip(skipped), .faint)) }
            skipped = 0
            shown += 1
            let line = aligned[index]
            let mark = line.isSame ? "  " : "≠ "
            let tone: TextTone = line.isSame ? .plain : .warning
            lines.append(row(mark, line.left, line.right, width, terminal.style, tone))
        }
        if skipped > 0 { lines.append(terminal.style(Self.skip(skipped), .faint)) }
        return lines
    }

    private static func skip(_ count: Int) -> String {
        "  … \(NumberText.count(Int64(count), "more field"))"
    }

    private func row(
        _ mark: String,
        _ left: String,
        _ right: String,
        _ width: Int,
        _ style: TextStyle,
        _ tone: TextTone
    ) -> String {
        let one = Self.fitted(left, width)
        let blanks = String(repeating: " ", count: width - one.count)
        var line = mark + one + blanks + " │ " + Self.fitted(right, width)
        while line.last == " " { line.removeLast() }
        return style(line, tone)
    }

    private static func fitted(_ text: String, _ width: Int) -> String {
        text.count <= width ? text : text.prefix(max(0, width - 1)) + "…"
    }

    private static func isNear(_ index: Int, in lines: [Line]) -> Bool {
        let from = max(0, index - context)
        let to = min(lines.count - 1, index + context)
        return lines[from...to].contains { !$0.isSame }
    }

    /// Sets equal lines beside each other, and what lies between them in pairs.
    private static func align(_ left: [String], _ right: [String]) -> [Line] {
        let difference = right.difference(from: left)
        let removed = Set(
            difference.removals.map { change in
                if case .remove(let offset, _, _) = change { offset } else { -1 }
            }
        )
        let inserted = Set(
            difference.insertions.map { change in
                if case .insert(let offset, _, _) = change { offset } else { -1 }
            }
        )
        var lines: [Line] = []
        var (one, other) = (0, 0)
        while one < left.count || other < right.count {
            let isRemoved = removed.contains(one)
            let isInserted = inserted.contains(other)
            if isRemoved, isInserted, name(left[one]) == name(right[other]) {
                lines.append(Line(left: left[one], right: right[other]))
                (one, other) = (one + 1, other + 1)
            } else if isRemoved {
                lines.append(Line(left: left[one], right: ""))
                one += 1
            } else if isInserted {
                lines.append(Line(left: "", right: right[other]))
                other += 1
            } else {
                lines.append(Line(left: left[one], right: right[other]))
                (one, other) = (one + 1, other + 1)
            }
        }
        return lines
    }

    private static func name(_ line: String) -> Substring { line.prefix { $0 != ":" } }
}
