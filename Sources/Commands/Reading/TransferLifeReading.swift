import Inspection
import Journal
import Market
import Messaging

/// Gathers from both journals every station on the way of a transfer.
struct TransferLifeReading {
    /// Messages that are looked at once for one that acknowledges another, and how often.
    private static let page = 128
    private static let pagesMaximum = 64

    private let reading: RunReading

    init(_ reading: RunReading) {
        self.reading = reading
    }

    /// Follows a transfer.
    func life(of id: TraceID) throws -> TransferLife {
        let transfer = try TransferReading(reading).explanation(of: id)
        let found = try TraceLookup(reading).transfer(id)
        var stations: [TransferLife.Station] = []
        for (step, row) in zip(transfer.steps, found.map(\.row)) {
            stations += try arrival(of: step, row)
            stations.append(
                TransferLife.Station(
                    step.event,
                    process: step.process,
                    cycle: step.cycle,
                    at: step.wallTime,
                    amount: step.amount,
                    message: step.message
                )
            )
            stations += try journaling(of: step, row)
        }
        return TransferLife(
            transfer: transfer,
            stations: stations,
            bookings: try bookings(of: "\(id)", "master")
                + bookings(of: "\(id)", transfer.worker)
        )
    }

    /// A grant is booked while its message is handled: when that was taken, the inbox tells.
    private func arrival(
        of step: TransferExplanation.Step,
        _ row: TransferRow
    ) throws -> [TransferLife.Station] {
        guard step.event == "applied", let message = try handled(row, step.process),
            let at = message.receivedWallTime
        else { return [] }
        return [
            TransferLife.Station(
                "received",
                process: step.process,
                cycle: step.cycle,
                at: Timestamp(nanoseconds: at),
                amount: step.amount,
                message: step.message
            )
        ]
    }

    /// The first message that acknowledges the one in whose handling a step was taken.
    ///
    /// Only what is durable is acknowledged, together with all that followed from it.
    private func journaling(
        of step: TransferExplanation.Step,
        _ row: TransferRow
    ) throws -> [TransferLife.Station] {
        guard ["decided", "applied", "received", "remitted"].contains(step.event),
            let reader = reading.reader(step.process), let message = try handled(row, step.process)
        else { return [] }
        let proof = try acknowledgement(of: message, in: reader)
        return [
            TransferLife.Station(
                "journaled",
                process: step.process,
                cycle: step.cycle,
                at: proof.map { Timestamp(nanoseconds: $0.sentWallTime) },
                isLatest: true,
                message: try proof.map { try MessageText.message($0, of: step.process).id } ?? ""
            )
        ]
    }

    private func acknowledgement(
        of message: MessageRow,
        in reader: JournalReader
    ) throws -> MessageRow? {
        var start = message.position
        for _ in 0..<Self.pagesMaximum {
            let answers = try reader.messages(
                .outbox,
                MessageFilter(peer: message.peer),
                in: start...Int64.max,
                limit: Self.page
            )
            let proof = try answers.first {
                try MessageText.header($0).transport.acknowledged >= UInt64(message.sequence)
            }
            if let proof { return proof }
            guard let last = answers.last else { return nil }
            start = last.position + 1
        }
        return nil
    }

    /// The message in whose handling a step was taken.
    private func handled(_ row: TransferRow, _ process: String) throws -> MessageRow? {
        guard let reader = reading.reader(process), row.position > 0 else { return nil }
        return try reader.messages(.inbox, in: 1...row.position, .newestFirst, limit: 1).first
    }

    private func bookings(of id: String, _ process: String) throws -> [TransferLife.Booking] {
        guard let reader = reading.reader(process) else { return [] }
        return try reader.ledger(reference: id, limit: JournalReader.pageSize).rows.map { line in
            TransferLife.Booking(
                process: process,
                entry: line.entry,
                kind: line.kind,
                cycle: line.cycle,
                account: line.account,
                amount: Money(micros: line.amount)
            )
        }
    }
}
