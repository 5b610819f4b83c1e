import Inspection
import Market

extension RunComparison {
    /// The answer, the first difference decoded, then how much differs.
    func lines(on terminal: Terminal) -> [String] {
        var lines = wrapped(headline, width: terminal.width).map {
            terminal.style($0, isSame ? .good : .strong)
        }
        lines += ["A  \(names.a)", "B  \(names.b)"]
        lines += terminal.joined(settings.map { "\($0.name) \($0.a) | \($0.b)" })
        if let first {
            lines.append("")
            lines += SideBySide(pair: first.pair, left: "A", right: "B").lines(on: terminal)
        }
        return lines + [""] + kindTable(on: terminal) + [""] + workerTable(on: terminal)
    }

    private var headline: String {
        guard let first else { return "Both runs say the same: every message, byte for byte." }
        return "The runs differ first in \(first.pair.id), a \(first.pair.kind) of cycle "
            + "\(NumberText.integer(first.cycle)), \(NumberText.moment(first.at))."
    }

    private func kindTable(on terminal: Terminal) -> [String] {
        var table = Table([
            .init("messages", .left), .init("in A"), .init("in B"), .init("the same"),
            .init("other"), .init("only A"), .init("only B"),
        ])
        for (kind, counts) in kinds.sorted(by: { $0.key < $1.key }) {
            let numbers = [
                counts.a, counts.b, counts.same, counts.differ, counts.onlyA, counts.onlyB,
            ]
            table.add(
                [.init(kind, counts.isSame ? .plain : .warning)]
                    + numbers.map { .init(NumberText.integer(Int64($0))) }
            )
        }
        return table.lines(width: terminal.width, style: terminal.style)
    }

    private func workerTable(on terminal: Terminal) -> [String] {
        var table = Table([
            .init("worker", .left), .init("run", .left), .init("orders"), .init("fills"),
            .init("denied"), .init("transfers"), .init("profit"),
        ])
        for (worker, both) in workers.sorted(by: { $0.key < $1.key }) {
            if let a = both.a, a == both.b {
                table.add(cells(worker, "A = B", a, .plain))
                continue
            }
            table.add(cells(worker, "A", both.a, .warning))
            table.add(cells("", "B", both.b, .warning))
        }
        return table.lines(width: terminal.width, style: terminal.style)
    }

    private func cells(
        _ worker: String,
        _ run: String,
        _ totals: Totals?,
        _ tone: TextTone
    ) -> [Table.Cell] {
        guard let totals else {
            return [.init(worker, tone), .init(run)] + [Table.Cell](repeating: "–", count: 5)
        }
        return [
            .init(worker, tone), .init(run), .init(NumberText.integer(totals.orders)),
            .init(NumberText.integer(totals.fills)), .init(NumberText.integer(totals.denied)),
            .init(NumberText.integer(totals.transfers)),
            .init(NumberText.wholeMoney(totals.profit)),
        ]
    }

    /// The comparison as programs read it.
    var json: JSONValue {
        [
            "a": .string(names.a), "b": .string(names.b), "is_same": .bool(isSame),
            "settings": .array(
                settings.map {
                    ["name": .string($0.name), "a": .string($0.a), "b": .string($0.b)]
                }
            ),
            "first": first.map(Self.json) ?? .null,
            "kinds": .array(
                kinds.sorted { $0.key < $1.key }.map { Self.json($0.key, $0.value) }
            ),
            "workers": .array(
                workers.sorted { $0.key < $1.key }.map { worker, both in
                    [
                        "worker": .string(worker), "a": both.a.map(Self.json) ?? .null,
                        "b": both.b.map(Self.json) ?? .null,
                    ]
                }
            ),
        ]
    }

    private static func json(_ first: First) -> JSONValue {
        [
            "id": .string(first.pair.id), "kind": .string(first.pair.kind),
            "cycle": .integer(first.cycle), "at": .string("\(first.at)"),
            "a": .array(first.pair.then.map { .string($0) }),
            "b": .array(first.pair.now.map { .string($0) }),
        ]
    }

    private static func json(_ kind: String, _ counts: Counts) -> JSONValue {
        [
            "kind": .string(kind), "a": .integer(Int64(counts.a)), "b": .integer(Int64(counts.b)),
            "same": .integer(Int64(counts.same)), "differ": .integer(Int64(counts.differ)),
            "only_a": .integer(Int64(counts.onlyA)), "only_b": .integer(Int64(counts.onlyB)),
        ]
    }

    private static func json(_ totals: Totals) -> JSONValue {
        [
            "orders": .integer(totals.orders), "fills": .integer(totals.fills),
            "denied": .integer(totals.denied), "transfers": .integer(totals.transfers),
            "profit": .string(totals.profit.decimalString),
        ]
    }
}
