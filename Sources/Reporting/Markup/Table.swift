/// A table that scrolls inside its own box where the page is narrower.
struct Table: Sendable {
    /// A column's head, and the class of its cells.
    struct Column: Sendable {
        let title: String
        let style: String

        /// A column of names.
        static func text(_ title: String) -> Column { Column(title: title, style: "t") }
        /// A column of numbers, aligned at the right.
        static func number(_ title: String) -> Column { Column(title: title, style: "n") }
        /// A column of sentences, with room for them.
        static func prose(_ title: String) -> Column { Column(title: title, style: "t prose") }
    }

    /// One cell, with a class of the style sheet where it has a tone.
    struct Cell: Sendable {
        let content: Markup
        let tone: String

        init(_ text: String, tone: String = "") {
            content = Markup(text)
            self.tone = tone
        }

        init(_ content: Markup) {
            self.content = content
            tone = ""
        }
    }

    /// What the table shows.
    let caption: String
    /// The columns; the first names the row.
    let columns: [Column]
    /// The rows, as many cells as columns.
    var rows: [[Cell]] = []
    /// A last row set apart.
    var total: [Cell]?

    /// The table in its box.
    var markup: Markup {
        let heads = columns.map { column in
            Markup.element("th", ["scope": "col", "class": column.style], column.title)
        }
        var parts = [
            Markup.element("caption", ["class": "unseen"], caption),
            .element("thead", [.element("tr", heads)]),
            .element("tbody", rows.map(row)),
        ]
        if let total { parts.append(.element("tfoot", [row(total)])) }
        // The caption that is seen stands outside, so that it wraps where the table scrolls.
        return Markup([
            .element("p", ["class": "caption", "aria-hidden": "true"], [.prose(caption)]),
            .element(
                "div",
                ["class": "scroll", "tabindex": "0", "role": "region", "aria-label": caption],
                [.element("table", parts)]
            ),
        ])
    }

    private func row(_ cells: [Cell]) -> Markup {
        precondition(cells.count == columns.count, "\(caption): a row of \(cells.count) cells")
        return .element(
            "tr",
            zip(columns, cells).enumerated().map { index, pair in
                let (column, cell) = pair
                if index == 0 {
                    return .element("th", ["scope": "row"], [cell.content])
                }
                let names = cell.tone.isEmpty ? column.style : "\(column.style) \(cell.tone)"
                return .element("td", ["class": names], [cell.content])
            }
        )
    }
}
