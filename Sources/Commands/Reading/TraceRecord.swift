import Inspection

/// What `trace show` prints of one id: its fields, what it holds, and ids that belong to it.
struct TraceRecord {
    /// An id that belongs to the record, and how.
    struct Relation {
        /// How it belongs, such as `cause`.
        let role: String
        /// The id.
        let id: String
        /// A few words about it.
        let note: String

        init(_ role: String, _ id: String, _ note: String = "") {
            self.role = role
            self.id = id
            self.note = note
        }
    }

    /// The id.
    let id: String
    /// What it names, in a word.
    let noun: String
    /// A few words about it.
    let summary: String
    /// Names and values, in order.
    private(set) var fields: [(name: String, value: String)] = []
    /// Ids that belong to it, in order.
    private(set) var relations: [Relation] = []
    /// What it holds, as indented lines; empty for nothing.
    var body: [String] = []
    /// What it holds, for programs.
    var bodyJSON = JSONValue.null

    init(_ id: String, _ noun: String, _ summary: String) {
        self.id = id
        self.noun = noun
        self.summary = summary
    }

    /// Adds a field; one that says nothing is left out.
    mutating func add(_ name: String, _ value: String) {
        guard !value.isEmpty else { return }
        fields.append((name, value))
    }

    /// Adds an id that belongs to it; an empty one is left out.
    mutating func relate(_ role: String, _ id: String, _ note: String = "") {
        guard !id.isEmpty else { return }
        relations.append(Relation(role, id, note))
    }

    /// What the keys of ``json`` mean.
    static let jsonHelp = """
        JSON keys: id, noun (message, order, fill, decision, transfer, proposal or cycle), summary, \
        fields (an object of texts), body (what a message or decision holds, in protobuf's JSON; \
        null for others), related (objects with role and id).
        """

    /// The record as programs read it.
    var json: JSONValue {
        [
            "id": .string(id), "noun": .string(noun), "summary": .string(summary),
            "fields": .object(
                Dictionary(fields.map { ($0.name, JSONValue.string($0.value)) }) { first, _ in first
                }
            ),
            "body": bodyJSON,
            "related": .array(
                relations.map { ["role": .string($0.role), "id": .string($0.id)] }
            ),
        ]
    }

    /// The record as people read it.
    func lines(width: Int, style: TextStyle) -> [String] {
        var lines = wrapped("\(noun.uppercased()) \(id)  \(summary)", width: width)
        lines[0] = style(lines[0], .strong)
        let nameWidth = fields.map(\.name.count).max() ?? 0
        for (name, value) in fields {
            let padding = String(repeating: " ", count: nameWidth - name.count)
            let margin = String(repeating: " ", count: nameWidth + 4)
            for (row, text) in wrapped(value, width: width - nameWidth - 4).enumerated() {
                lines.append(
                    row == 0 ? "  \(style(name, .faint))\(padding)  \(text)" : margin + text
                )
            }
        }
        if !body.isEmpty { lines += [style("body", .strong)] + body }
        guard !relations.isEmpty else { return lines }
        lines.append(style("related", .strong))
        var table = Table([
            Table.Column("", .left), Table.Column("", .left), Table.Column("", .left, cutTo: 8),
        ])
        for relation in relations {
            table.add([
                .init("  \(relation.role)", .faint), .init(relation.id), .init(relation.note),
            ])
        }
        return lines + table.lines(width: width, style: style).dropFirst()
    }
}
