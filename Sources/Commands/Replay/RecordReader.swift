import Foundation
import Journal
import Messaging
import SwiftProtobuf

/// Reads the lines of a recorded run.
///
/// After the title come `key value` lines, the topology between `topology` and `end`, and for each
/// process its messages in the order of handling: `>` sent (receiver, kind, cycle, correlation, cause,
/// virtual time, digest of everything else the step decided, body in base 64) and `<` taken (sender
/// and sequence).
struct RecordReader {
    let file: String
    let lines: [String]
    private(set) var name = ""
    private(set) var engine = ""
    private(set) var directory = "."
    private(set) var from: String?
    private(set) var to: String?
    private(set) var topology: [String] = []
    private(set) var messages: [String: [MessageRow]] = [:]
    private(set) var digests: [String: [Int64: String]] = [:]
    private var taken: [(process: String, index: Int, sender: String, sequence: Int64)] = []
    private var sent: [String: MessageRow] = [:]

    init(file: String, lines: [String]) {
        self.file = file
        self.lines = lines
    }

    /// Reads everything.
    ///
    /// - Throws: ``CommandFailure`` with `badInput`, naming file and line.
    mutating func read() throws {
        guard lines.first == RecordedRun.title else {
            throw CommandFailure(
                .badInput,
                "\(file):1 is no record of a run: it does not begin with \"\(RecordedRun.title)\"",
                advice: [
                    "Name a run, or write a record with `\(Terminal.program) replay RUN --record FILE`."
                ]
            )
        }
        var process = ""
        var isTopology = false
        for (index, line) in lines.enumerated().dropFirst() where !line.isEmpty {
            if isTopology {
                if line == "end" { isTopology = false } else { topology.append(line) }
                continue
            }
            let words = line.split(separator: " ").map { String($0) }
            switch (words[0], words.count) {
            case ("topology", 1): isTopology = true
            case ("run", 2): name = words[1]
            case ("engine", 2): engine = words[1]
            case ("directory", 2): directory = words[1]
            case ("from", 2): from = words[1]
            case ("to", 2): to = words[1]
            case ("process", 2):
                process = words[1]
                messages[process] = []
            case (">", 10): try send(words, from: process, line: index + 1)
            case ("<", 4): try take(words, by: process, line: index + 1)
            default: throw damaged(index + 1)
            }
        }
        try deliver()
    }

    private func damaged(_ line: Int) -> CommandFailure {
        CommandFailure(
            .badInput,
            "\(file):\(line) cannot be read",
            advice: ["The record is damaged, or was written by another version: record it anew."]
        )
    }

    private mutating func send(_ words: [String], from process: String, line: Int) throws {
        guard let sequence = Int64(words[2]), let cycle = Int64(words[4]),
            let moment = Int64(words[7]), let body = Data(base64Encoded: words[9]),
            !process.isEmpty
        else { throw damaged(line) }
        let position = Int64(messages[process]?.count ?? 0) + 1
        let row = MessageRow(
            position: position,
            direction: .outbox,
            peer: words[1],
            sequence: sequence,
            kind: words[3],
            cycle: cycle,
            virtualTime: moment,
            correlation: words[5] == "-" ? "" : words[5],
            causation: words[6] == "-" ? "" : words[6],
            epoch: 1,
            incarnation: 1,
            lamport: position,
            sentWallTime: 0,
            receivedWallTime: nil,
            header: [],
            body: [UInt8](body)
        )
        messages[process]?.append(row)
        sent["\(process) \(words[1]) \(sequence)"] = row
        if words[8] != "-" { digests[process, default: [:]][position] = words[8] }
    }

    private mutating func take(_ words: [String], by process: String, line: Int) throws {
        guard let sequence = Int64(words[2]), let index = messages[process]?.count else {
            throw damaged(line)
        }
        if words[3] != "-" { digests[process, default: [:]][Int64(index) + 1] = words[3] }
        taken.append((process, index, words[1], sequence))
        messages[process]?.append(Self.blank)
    }

    /// Puts what was sent into the inboxes of those who took it.
    private mutating func deliver() throws {
        for (process, index, sender, sequence) in taken {
            guard var row = sent["\(sender) \(process) \(sequence)"] else {
                throw CommandFailure(
                    .badInput,
                    "\(file): \(process) took message \(sequence) from \(sender), "
                        + "which the record does not hold",
                    advice: ["The record is damaged: record it anew."]
                )
            }
            row.position = Int64(index) + 1
            row.direction = .inbox
            row.peer = sender
            row.header = try Self.header(of: row, to: process)
            messages[process]?[index] = row
        }
    }

    /// A header with the content part as it was; everything of that stands in the row.
    private static func header(of row: MessageRow, to receiver: String) throws -> [UInt8] {
        var content = Bursar_V1_Content()
        content.sequence = UInt64(row.sequence)
        content.sender = row.peer
        content.receiver = receiver
        content.correlation = row.correlation
        if let cause = MessageID(row.causation) { content.causation = cause.reference }
        content.virtualTime = row.virtualTime
        var transport = Bursar_V1_Transport()
        transport.epoch = UInt64(row.epoch)
        transport.incarnation = UInt64(row.incarnation)
        transport.lamport = UInt64(row.lamport)
        // A message's cause is what its sender had taken: that much it acknowledges.
        if let cause = MessageID(row.causation), cause.sender == receiver {
            transport.acknowledged = cause.sequence
        }
        return try HeaderFrame.join(content: content.serializedBytes(), transport: transport)
    }

    /// Holds the place of a message taken until its sender's is read.
    private static let blank = MessageRow(
        position: 0,
        direction: .inbox,
        peer: "",
        sequence: 0,
        kind: "",
        cycle: 0,
        virtualTime: 0,
        correlation: "",
        causation: "",
        epoch: 1,
        incarnation: 1,
        lamport: 0,
        sentWallTime: 0,
        receivedWallTime: nil,
        header: [],
        body: []
    )
}
