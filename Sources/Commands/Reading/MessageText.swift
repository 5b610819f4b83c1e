import Digest
import Foundation
import Inspection
import Journal
import Market
import Messaging
import SwiftProtobuf

/// Turns messages as they are journaled into what people and programs read.
enum MessageText {
    /// The message as its sender's journal holds it.
    static func message(_ row: MessageRow, of process: String) throws -> TraceMessage {
        let isOutgoing = row.direction == .outbox
        let (sender, receiver) = isOutgoing ? (process, row.peer) : (row.peer, process)
        return TraceMessage(
            id: "\(TraceID.message(sender: sender, receiver: receiver, number: row.sequence))",
            sender: sender,
            receiver: receiver,
            position: row.position,
            kind: row.kind,
            cycle: row.cycle,
            correlation: row.correlation,
            causation: row.causation,
            virtualTime: Timestamp(nanoseconds: row.virtualTime),
            lamport: row.lamport,
            sentAt: Timestamp(nanoseconds: row.sentWallTime),
            bytes: Int64(row.header.count + row.body.count),
            gist: gist(try body(row))
        )
    }

    /// The body, decoded.
    static func body(_ row: MessageRow) throws -> Bursar_V1_Body {
        try Bursar_V1_Body(serializedBytes: row.body)
    }

    /// The header, decoded.
    static func header(_ row: MessageRow) throws -> Bursar_V1_Header {
        try Bursar_V1_Header(serializedBytes: row.header)
    }

    /// Hash over what a message says and where it stands: the same in every life of its sender.
    static func contentHash(_ row: MessageRow) throws -> Digest {
        try Envelope(header: row.header, body: row.body).contentHash
    }

    /// What a message says, in a few words.
    static func gist(_ body: Bursar_V1_Body) -> String {
        switch body.kind {
        case .beginCycle(let begin): gist(begin)
        case .cycleReport(let report): gist(report)
        case .directive(let directive): "\(state(directive.tradingState)): \(directive.reason)"
        case .limitBreach(let breach): breach.words
        case .retire(let retire): retire.reason
        case .goodbye(let goodbye): "nav \(money(goodbye.navMicros)), \(goodbye.reason)"
        case .addWorker(let command): "the worker of \(command.file)"
        case .retireWorker(let command): "\(command.worker): \(command.reason)"
        case .setTradingState(let command):
            "\(command.worker.isEmpty ? "portfolio" : command.worker) \(state(command.state)): "
                + command.reason
        case .workerJoined(let joined): "\(joined.worker), process \(joined.processID)"
        case .commandAnswer(let answer): answer.words
        case .hello, .welcome, .refusal, .heartbeat, .acknowledgement, .statusRequest,
            .statusAnswer, nil:
            ""
        }
    }

    /// A trading state in a word.
    static func state(_ state: Bursar_V1_TradingState) -> String {
        switch state {
        case .active: "active"
        case .reducing: "reducing"
        case .halted: "halted"
        case .unspecified, .UNRECOGNIZED: "unknown"
        }
    }

    private static func gist(_ begin: Bursar_V1_BeginCycle) -> String {
        var words = ["\(begin.context.stance), \(begin.context.regime)"]
        if begin.context.tradingState != .active {
            words.append(state(begin.context.tradingState))
        }
        words += begin.grants.map { "grant \(money($0.amountMicros))" }
        words += begin.recalls.map { "recall \(money($0.amountMicros))" }
        return words.joined(separator: ", ")
    }

    private static func gist(_ report: Bursar_V1_CycleReport) -> String {
        let change = NumberText.percent(report.return, places: 2, isSigned: true)
        var words = ["nav \(money(report.navMicros)), \(change)"]
        for (count, noun) in [(report.orders, "order"), (report.fills, "fill")] where count > 0 {
            words.append(NumberText.count(Int64(count), noun))
        }
        if report.denied > 0 { words.append("\(report.denied) denied") }
        words += report.remittances.map { "remits \(money($0.amountMicros))" }
        return words.joined(separator: ", ")
    }

    private static func money(_ micros: Int64) -> String {
        NumberText.wholeMoney(Money(micros: micros))
    }
}
