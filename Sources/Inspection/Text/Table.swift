/// A table of text that fits the width there is: least important columns go first.
package struct Table: Sendable {
    /// Which edge of a column its cells keep to.
    package enum Alignment: Sendable {
        /// Words.
        case left
        /// Numbers.
        case right
    }

    /// A column's head and how it behaves when there is little room.
    package struct Column: Sendable {
        /// What the column holds.
        package let title: String
        /// The unit of its numbers, printed under the title; empty for none.
        package let unit: String
        /// Which edge cells keep to.
        package let alignment: Alignment
        /// 0 is always shown; among the others the highest rank is dropped first.
        package let rank: Int
        /// The width down to which cells may be cut, ending in `…`; `nil` when never.
        package let cutTo: Int?

        /// Describes a column.
        package init(
            _ title: String,
            unit: String = "",
            _ alignment: Alignment = .right,
            rank: Int = 0,
            cutTo: Int? = nil
        ) {
            self.title = title
            self.unit = unit
            self.alignment = alignment
            self.rank = rank
            self.cutTo = cutTo
        }
    }

    /// What stands in one place of the table.
    package struct Cell: Sendable, ExpressibleByStringLiteral {
        /// The text, without colour.
        package let text: String
        /// Its tone.
        package let tone: TextTone

        /// Takes a text.
        package init(_ text: String, _ tone: TextTone = .plain) {
            self.text = text
            self.tone = tone
        }

        /// Takes a literal as a plain text.
        package init(stringLiteral text: String) { self.init(text) }
    }

    private let columns: [Column]
    private var rows: [[Cell]] = []
    private var totals: [[Cell]] = []

    /// Starts without rows.
    package init(_ columns: [Column]) {
        self.columns = columns
    }

    /// Adds a row, one cell a column.
    package mutating func add(_ cells: [Cell]) {
        precondition(cells.count == columns.count, "\(cells.count) cells, \(columns.count) columns")
        rows.append(cells)
    }

    /// Adds a row below the rule that ends the table.
    package mutating func addTotal(_ cells: [Cell]) {
        precondition(cells.count == columns.count, "\(cells.count) cells, \(columns.count) columns")
        totals.append(cells)
    }

    /// Returns heads, rows, and a rule with the totals where there are any.
    ///
    /// No line is wider than `width` but where columns of rank 0 alone exceed it.
    package func lines(width: Int, style: TextStyle = .plain) -> [String] {
        let (shown, widths) = layout(width)
        func line(_ cells: [Cell]) -> String {
            let parts = zip(shown, widths).map { index, width in
                let cell = cells[index]
                let text = Self.fitted(cell.text, width, columns[index].alignment)
                return style(text, cell.tone)
            }
            return Self.trimmed(parts.joined(separator: Self.gap))
        }
        var lines = [line(columns.map { Cell($0.title, .strong) })]
        if shown.contains(where: { !columns[$0].unit.isEmpty }) {
            lines.append(line(columns.map { Cell($0.unit, .faint) }))
        }
        lines += rows.map(line)
        guard !totals.isEmpty else { return lines }
        let total = widths.reduce(0, +) + Self.gap.count * max(0, widths.count - 1)
        lines.append(style(String(repeating: "─", count: total), .faint))
        return lines + totals.map(line)
    }

    private static let gap = "  "

    private func layout(_ width: Int) -> (shown: [Int], widths: [Int]) {
        let natural = columns.indices.map { index in
            let cells = (rows + totals).map { $0[index].text.count }
            return max(columns[index].title.count, columns[index].unit.count, cells.max() ?? 0)
        }
        let least = columns.indices.map { index in
            columns[index].cutTo.map { min($0, natural[index]) } ?? natural[index]
        }
        var shown = Array(columns.indices)
        func room(_ widths: [Int]) -> Int {
            width - shown.reduce(0) { $0 + widths[$1] } - Self.gap.count * (shown.count - 1)
        }
        while room(least) < 0, let worst = shown.last(where: { isWorst($0, of: shown) }) {
            shown.removeAll { $0 == worst }
        }
        var widths = least
        for index in shown where widths[index] < natural[index] {
            widths[index] += min(max(0, room(widths)), natural[index] - widths[index])
        }
        return (shown, shown.map { widths[$0] })
    }

    private func isWorst(_ index: Int, of shown: [Int]) -> Bool {
        let worst = shown.map { columns[$0].rank }.max() ?? 0
        return worst > 0 && columns[index].rank == worst
    }

    private static func fitted(_ text: String, _ width: Int, _ alignment: Alignment) -> String {
        guard text.count <= width else { return text.prefix(max(0, width - 1)) + "…" }
        let blanks = String(repeating: " ", count: width - text.count)
        return alignment == .left ? text + blanks : blanks + text
    }

    private static func trimmed(_ line: String) -> String {
        var line = line
        while line.last == " " { line.removeLast() }
        return line
    }
}
