import Foundation
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
            "\(pair.kind) \(pair.id): \(NumberText.count(Int64(differing), "figure")) of "
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

    /// Sets equal fields beside each other, and in between those of the same name.
    private static func align(_ left: [String], _ right: [String]) -> [Line] {
        var lines: [Line] = []
        let matched = matches(left, right) { $0 }
        var (one, other) = (0, 0)
        for (old, new) in matched + [(left.count, right.count)] {
            lines += pair(Array(left[one..<old]), Array(right[other..<new]))
            if old < left.count { lines.append(Line(left: left[old], right: right[new])) }
            (one, other) = (old + 1, new + 1)
        }
        return lines
    }

    /// Sets fields of the same name beside each other; none of them are equal.
    private static func pair(_ left: [String], _ right: [String]) -> [Line] {
        var lines: [Line] = []
        var (one, other) = (0, 0)
        for (old, new) in matches(left, right, by: name) + [(left.count, right.count)] {
            lines += left[one..<old].map { Line(left: $0, right: "") }
            lines += right[other..<new].map { Line(left: "", right: $0) }
            if old < left.count { lines += elements(left[old], right[new]) }
            (one, other) = (old + 1, new + 1)
        }
        return lines
    }

    /// Places of what both lists have in common, in order: a longest common subsequence.
    private static func matches(
        _ left: [String],
        _ right: [String],
        by key: (String) -> String
    ) -> [(Int, Int)] {
        let (old, new) = (left.map(key), right.map(key))
        let difference = new.difference(from: old)
        var removed: Set<Int> = []
        var inserted: Set<Int> = []
        for change in difference {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): inserted.insert(offset)
            }
        }
        let kept = old.indices.filter { !removed.contains($0) }
        let there = new.indices.filter { !inserted.contains($0) }
        return Array(zip(kept, there))
    }

    /// Two lists of as many numbers, number by number where they differ; any other field whole.
    private static func elements(_ left: String, _ right: String) -> [Line] {
        let (one, other) = (list(left), list(right))
        guard let one, let other, one.count == other.count, one.count > 1 else {
            return [Line(left: left, right: right)]
        }
        return one.indices.filter { one[$0] != other[$0] }.map {
            let label = "\(name(left))[\($0 + 1)]: "
            return Line(left: label + one[$0], right: label + other[$0])
        }
    }

    /// The elements of `name: [a, b]`; `nil` for any other field.
    private static func list(_ line: String) -> [String]? {
        guard line.hasSuffix("]"), let start = line.range(of: ": [") else { return nil }
        return line[start.upperBound...].dropLast().split(separator: ",").map {
            $0.trimmingCharacters(in: .whitespaces)
        }
    }

    private static func name(_ line: String) -> String { String(line.prefix { $0 != ":" }) }
}
