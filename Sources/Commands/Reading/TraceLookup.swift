import Inspection
import Journal
import Market
import Messaging
import SwiftProtobuf

/// Finds in a run's journals what an id names.
struct TraceLookup {
    let reading: RunReading

    init(_ reading: RunReading) {
        self.reading = reading
    }

    /// A message in its sender's journal, and in its receiver's where it has arrived.
    struct FoundMessage {
        let id: TraceID
        let sender: String
        let receiver: String
        /// As the sender's journal has it; the receiver's, where the sender keeps none.
        let sent: MessageRow
        let received: MessageRow?

        /// The message as people and programs read it.
        func message() throws -> TraceMessage {
            try MessageText.message(sent, of: sent.direction == .outbox ? sender : receiver)
        }
    }

    /// Returns a message by its id.
    ///
    /// - Throws: ``CommandFailure`` with `notFound`, naming the nearest messages there are.
    func message(_ id: TraceID) throws -> FoundMessage {
        guard case .message(let sender, let receiver, let number) = id else {
            preconditionFailure("\(id) names no message")
        }
        if reading.reader(sender) == nil,
            let row = try reading.reader(receiver)?
                .message(.inbox, peer: sender, sequence: number)
        {
            // People at the command line keep no journal; what they said stands where it went.
            return FoundMessage(
                id: id,
                sender: sender,
                receiver: receiver,
                sent: row,
                received: row
            )
        }
        for process in [sender, receiver] { try reading.require(process: process) }
        guard
            let sent = try reading.reader(sender)?
                .message(.outbox, peer: receiver, sequence: number)
        else {
            throw try missing(id)
        }
        let received = try reading.reader(receiver)?
            .message(.inbox, peer: sender, sequence: number)
        return FoundMessage(
            id: id,
            sender: sender,
            receiver: receiver,
            sent: sent,
            received: received
        )
    }

    /// Where a message stands among those of all processes.
    func place(of text: String, _ option: String) throws -> CausalPlace {
        let found = try message(messageID(text, option))
        return try found.message().place
    }

    /// Reads an option that names a message.
    func messageID(_ text: String, _ option: String) throws -> TraceID {
        guard let id = TraceID(text), case .message = id else {
            throw CommandFailure(
                .badInput,
                "\(option) \(text) is no id of a message",
                advice: [
                    "Take one from `\(Terminal.program) trace list`, such as M-master-tech-000412."
                ]
            )
        }
        return id
    }

    /// Returns what the receiver of a message said because of it, in order.
    func effects(of found: FoundMessage, limit: Int = JournalReader.pageSize) throws
        -> [FoundMessage]
    {
        guard let reader = reading.reader(found.receiver), let position = found.received?.position
        else { return [] }
        return try reader.effects(
            of: "\(found.id)",
            handledAt: position,
            limit: limit
        ).map { row in
            let received = try reading.reader(row.peer)?
                .message(.inbox, peer: found.receiver, sequence: row.sequence)
            return FoundMessage(
                id: .message(sender: found.receiver, receiver: row.peer, number: row.sequence),
                sender: found.receiver,
                receiver: row.peer,
                sent: row,
                received: received
            )
        }
    }

    /// Returns an order with the journal it stands in.
    func order(_ id: TraceID) throws -> (row: OrderRow, reader: JournalReader) {
        let worker = id.worker ?? ""
        let reader = try reading.worker(worker)
        guard let order = id.order, let row = try reader.order("\(order)") else {
            throw try missing(id)
        }
        return (row, reader)
    }

    /// Returns a fill with the journal it stands in.
    func fill(_ id: TraceID) throws -> (row: FillRow, reader: JournalReader) {
        let (order, reader) = try order(id)
        let fills = try reader.fills(of: order.id, limit: JournalReader.pageSize).rows
        guard let row = fills.first(where: { $0.id == "\(id)" }) else { throw try missing(id) }
        return (row, reader)
    }

    /// A decision with the record of its bar.
    struct FoundDecision {
        let decision: Bursar_V1_DecisionRecord
        let step: Bursar_V1_StepRecord
        let row: DecisionRow
        let reader: JournalReader
        let worker: String
    }

    /// Returns a decision by its id, which needs a look at the records of the worker one by one.
    func decision(_ id: TraceID) throws -> FoundDecision {
        let worker = id.worker ?? ""
        let reader = try reading.worker(worker)
        var cursor: JournalCursor?
        while true {
            let page = try reader.decisions(after: cursor, limit: JournalReader.pageSize)
            for row in page.rows {
                if let found = try decision("\(id)", in: row, reader, worker) { return found }
            }
            cursor = page.next
            if page.rows.count < JournalReader.pageSize { throw try missing(id) }
        }
    }

    /// Returns the decision that an order rests on.
    func decision(of order: OrderRow, _ reader: JournalReader, _ worker: String) throws
        -> FoundDecision
    {
        guard let row = try reader.decision(at: order.decidedAt),
            let found = try decision(order.decisionID, in: row, reader, worker)
        else {
            throw CommandFailure(
                .failed,
                "\(order.id) rests on \(order.decisionID), which \(worker)'s journal doesn't hold",
                advice: ["The journal is damaged or was written by another version."]
            )
        }
        return found
    }

    private func decision(
        _ id: String,
        in row: DecisionRow,
        _ reader: JournalReader,
        _ worker: String
    ) throws -> FoundDecision? {
        let step = try Bursar_V1_StepRecord(serializedBytes: row.payload)
        return step.decisions.first { $0.id == id }.map {
            FoundDecision(decision: $0, step: step, row: row, reader: reader, worker: worker)
        }
    }

    /// Returns the states of a proposal, in order.
    func proposal(_ id: TraceID) throws -> [ProposalRow] {
        let rows = try reading.master().proposal("\(id)")
        guard !rows.isEmpty else { throw try missing(id) }
        return rows
    }

    /// Returns the steps of a transfer as master and worker saw them, in order of wall time.
    func transfer(_ id: TraceID) throws -> [(process: String, row: TransferRow)] {
        var found = try reading.master().transfer("\(id)").map { (process: "master", row: $0) }
        guard let worker = found.first?.row.worker else { throw try missing(id) }
        if let reader = reading.reader(worker) {
            found += try reader.transfer("\(id)").map { (process: worker, row: $0) }
        }
        return found.enumerated().sorted {
            ($0.element.row.wallTime, $0.offset) < ($1.element.row.wallTime, $1.offset)
        }.map(\.element)
    }

    /// Returns a cycle with its workers.
    func cycle(_ id: TraceID) throws -> (row: CycleRow, workers: [WorkerCycleRow]) {
        let master = try reading.master()
        let range = id.number...id.number
        guard let row = try master.cycles(range, limit: 1).rows.first else {
            throw try missing(id)
        }
        return (row, try master.workerCycles(range, limit: JournalReader.pageSize).rows)
    }
}
