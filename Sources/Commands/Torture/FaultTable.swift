import Foundation
import Inspection

/// What came of all faults, for people and for programs.
struct FaultTable {
    let results: [FaultResult]
    let digest: String

    /// Faults whose pass line was broken.
    var broken: [FaultResult] { results.filter { $0.failure != nil } }

    func show(on terminal: Terminal) {
        var table = Table([
            .init("fault", .left), .init("runs", rank: 2), .init("fired"), .init("money", .left),
            .init("cluster", .left, cutTo: 16), .init("ledger", .left), .init("again ms p50"),
            .init("max", rank: 1),
        ])
        for result in results { table.add(cells(result)) }
        terminal.show(table.lines(width: terminal.width, style: terminal.style))
        for result in results {
            if let obstacle = result.obstacle {
                terminal.show(["\(result.fault.name): skipped: \(obstacle)"])
            }
            if let failure = result.failure {
                terminal.show(["\(result.fault.name): \(failure)"])
            }
        }
        let done = results.filter { $0.obstacle == nil }
        terminal.show(
            terminal.joined([
                "\(done.count) of \(results.count) faults done",
                "\(broken.count) broke a pass line", "ledger in peace \(digest.prefix(16))…",
            ])
        )
    }

    private func cells(_ result: FaultResult) -> [Table.Cell] {
        guard result.obstacle == nil else {
            return [
                .init(result.fault.name), "0", "0", "–", "skipped", "–", "–", "–",
            ]
        }
        let money: Table.Cell =
            switch result.isConserved {
            case true?: .init("conserved", .good)
            case false?: .init("broken", .bad)
            case nil: .init("unknown", .bad)
            }
        let isAsClean = result.failure == nil
        let milliseconds = result.seconds.sorted().map { String(Int(($0 * 1_000).rounded())) }
        return [
            .init(result.fault.name), .init(String(result.runs)), .init(String(result.fired)),
            money, .init(result.conduct.words),
            isAsClean ? .init("as in peace", .good) : .init("BROKEN", .bad),
            .init(milliseconds.isEmpty ? "–" : milliseconds[(milliseconds.count - 1) / 2]),
            .init(milliseconds.last ?? "–"),
        ]
    }

    /// The same for programs.
    var json: JSONValue {
        .object([
            "digest": .string(digest), "failures": .integer(Int64(broken.count)),
            "faults": .array(
                results.map { result in
                    .object([
                        "name": .string(result.fault.name),
                        "summary": .string(result.fault.summary),
                        "runs": .integer(Int64(result.runs)),
                        "fired": .integer(Int64(result.fired)),
                        "money_conserved": result.isConserved.map { .bool($0) } ?? .null,
                        "conduct": result.obstacle == nil
                            ? .string("\(result.conduct)") : .null,
                        "milliseconds": .array(
                            result.seconds.map { .integer(Int64(($0 * 1_000).rounded())) }
                        ),
                        "failure": .optional(result.failure),
                        "skipped": .optional(result.obstacle),
                    ])
                }
            ),
        ])
    }
}

extension FaultTable {
    /// Prints which faults there are.
    static func list(json: Bool) {
        let terminal = Terminal.current()
        guard !json else {
            return terminal.show(
                .array(
                    FaultMenu.all.map {
                        .object(["name": .string($0.name), "summary": .string($0.summary)])
                    }
                )
            )
        }
        var table = Table([.init("fault", .left), .init("what is done", .left)])
        for fault in FaultMenu.all { table.add([.init(fault.name), .init(fault.summary)]) }
        terminal.show(table.lines(width: terminal.width, style: terminal.style))
    }
}
