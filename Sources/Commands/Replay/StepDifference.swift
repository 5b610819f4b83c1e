import Inspection
import Journal
import Market
import Messaging
import Node
import SwiftProtobuf

/// Finds what differs in one step that was executed again.
struct StepDifference {
    let step: ReenactedStep
    let recorded: RecordedStep
    let process: String

    /// The place, where something differs.
    func divergence() throws -> ReplayAnswer.Divergence? {
        let message = try messageDifference()
        guard let first = try firstRow() ?? message else { return nil }
        let end = step.executed.messages.last ?? step.message
        return ReplayAnswer.Divergence(
            cycle: step.message.cycle,
            at: NumberText.moment(Timestamp(nanoseconds: end.virtualTime)),
            first: first,
            message: message == first ? nil : message
        )
    }

    private struct Found {
        let at: Int64
        let pair: ReplayAnswer.Pair
    }

    /// The first row that differs, in the order in which a bar is played.
    private func firstRow() throws -> ReplayAnswer.Pair? {
        if let digest = recorded.digest { return digestDifference(digest) }
        let (then, now) = (recorded.rows, step.executed)
        let found: [Found?] = [
            rows("transfer", then.transfers, now.transfers, { "\($0.id) \($0.event.rawValue)" }) {
                _ in Int64.min
            },
            rows("fill", then.fills, now.fills, \.id, \.at),
            rows("order event", then.orderEvents, now.orderEvents, \.orderID, \.at),
            rows("outcome", then.outcomes, now.outcomes, \.decisionID, \.horizonEndsAt),
            try decisions(then.decisions, now.decisions),
            rows("order", then.orders, now.orders, \.id, \.decidedAt),
            rows("ledger line", then.ledger, now.ledger, { "\($0.entry).\($0.line)" }, \.at),
            rows("proposal", then.proposals, now.proposals, \.id) { _ in Int64.max },
            rows("cycle", then.cycles, now.cycles, { "C-\($0.cycle)" }, \.to),
            rows("worker's cycle", then.workerCycles, now.workerCycles, \.worker) { _ in .max },
        ]
        let differing = found.compactMap(\.self)
        guard let earliest = differing.map(\.at).min() else { return nil }
        return differing.first { $0.at == earliest }?.pair
    }

    private func digestDifference(_ digest: String) -> ReplayAnswer.Pair? {
        let now = RowDigest.of(step.executed)
        guard now != digest else { return nil }
        return ReplayAnswer.Pair(
            kind: "rows",
            id: "C-\(step.message.cycle)",
            then: ["digest of orders, fills, ledger and all others: \(digest)"],
            now: ["digest of orders, fills, ledger and all others: \(now)"]
        )
    }

    private func rows<Stored: Equatable & Sendable>(
        _ kind: String,
        _ then: [Stored],
        _ now: [Stored],
        _ name: (Stored) -> String,
        _ moment: (Stored) -> Int64
    ) -> Found? {
        guard let (old, new) = firstDifference(then, now), let row = old ?? new else { return nil }
        return Found(
            at: min(old.map(moment) ?? .max, new.map(moment) ?? .max),
            pair: ReplayAnswer.Pair(
                kind: kind,
                id: name(row),
                then: old.map(Self.fields) ?? [],
                now: new.map(Self.fields) ?? []
            )
        )
    }

    /// The first decision that differs inside the packed records.
    private func decisions(_ then: [DecisionRow], _ now: [DecisionRow]) throws -> Found? {
        guard let (old, new) = firstDifference(then, now),
            let at = [old?.at, new?.at].compactMap(\.self).min()
        else { return nil }
        let oldRecord = try old.flatMap { $0.at == at ? try Self.record($0) : nil }
        let newRecord = try new.flatMap { $0.at == at ? try Self.record($0) : nil }
        let one = try (oldRecord?.decisions ?? []).map(PackedDecision.init)
        let other = try (newRecord?.decisions ?? []).map(PackedDecision.init)
        if let (decided, decides) = firstDifference(one, other) {
            return Found(
                at: at,
                pair: ReplayAnswer.Pair(
                    kind: "decision",
                    id: decided?.record.id ?? decides?.record.id ?? "",
                    then: decided.map { FieldText.lines($0.record, indent: 0) } ?? [],
                    now: decides.map { FieldText.lines($0.record, indent: 0) } ?? []
                )
            )
        }
        return Found(
            at: at,
            pair: ReplayAnswer.Pair(
                kind: "decision record",
                id: "C-\(step.message.cycle)",
                then: oldRecord.map { FieldText.lines($0, indent: 0) } ?? [],
                now: newRecord.map { FieldText.lines($0, indent: 0) } ?? []
            )
        )
    }

    static func record(_ row: DecisionRow) throws -> Bursar_V1_StepRecord {
        try Bursar_V1_StepRecord(serializedBytes: row.payload)
    }

    private func messageDifference() throws -> ReplayAnswer.Pair? {
        guard
            let (old, new) = firstDifference(recorded.rows.messages, step.executed.messages),
            let row = old ?? new
        else { return nil }
        return try MessagePair.of(old, new, row, sentBy: process)
    }

    /// The fields of a row, a line each.
    private static func fields(_ row: some Any) -> [String] {
        Mirror(reflecting: row).children.map { "\($0.label ?? ""): \(Self.text($0.value))" }
    }

    private static func text(_ value: Any) -> String {
        let mirror = Mirror(reflecting: value)
        guard mirror.displayStyle == .optional else { return "\(value)" }
        return mirror.children.first.map { "\($0.value)" } ?? ""
    }
}

/// A decision compared by its bytes, so that what was not measured (NaN) equals itself.
private struct PackedDecision: Equatable {
    let record: Bursar_V1_DecisionRecord
    private let bytes: [UInt8]

    init(_ record: Bursar_V1_DecisionRecord) throws {
        self.record = record
        bytes = try record.serializedBytes()
    }

    static func == (left: PackedDecision, right: PackedDecision) -> Bool {
        left.bytes == right.bytes
    }
}

/// The same message as it was said and as it is said now, or in two runs.
enum MessagePair {
    /// Decodes both; at most one may be missing, and `row` is the one that gives it its name.
    static func of(
        _ then: MessageRow?,
        _ now: MessageRow?,
        _ row: MessageRow,
        sentBy process: String
    ) throws -> ReplayAnswer.Pair {
        let id = TraceID.message(sender: process, receiver: row.peer, number: row.sequence)
        return ReplayAnswer.Pair(
            kind: row.kind,
            id: "\(id)",
            then: try then.map(lines) ?? [],
            now: try now.map(lines) ?? []
        )
    }

    /// The content part of a message, a line each.
    private static func lines(_ row: MessageRow) throws -> [String] {
        let header = [
            "to: \(row.peer)", "sequence: \(row.sequence)", "correlation: \(row.correlation)",
            "causation: \(row.causation)",
            "virtual_time: \(Timestamp(nanoseconds: row.virtualTime))",
        ]
        return header + FieldText.lines(try MessageText.body(row), indent: 0)
    }
}

/// The first place where two lists differ; either side is `nil` beyond its end.
func firstDifference<Element: Equatable>(
    _ then: [Element],
    _ now: [Element]
) -> (Element?, Element?)? {
    for index in 0..<max(then.count, now.count) {
        let old = index < then.count ? then[index] : nil
        let new = index < now.count ? now[index] : nil
        if old != new { return (old, new) }
    }
    return nil
}
