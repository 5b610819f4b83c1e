import Inspection
import Journal
import Messaging
import SwiftProtobuf

extension TraceLookup {
    /// Says that an id names nothing, and which ids nearest to it do.
    func missing(_ id: TraceID) throws -> CommandFailure {
        let nearest = id.nearest(of: try neighbours(of: id))
        let advice =
            nearest.isEmpty
            ? "There is no \(id.noun) of that kind in the run."
            : "The nearest there are: \(nearest.joined(separator: ", "))."
        return CommandFailure(
            .notFound,
            "\(reading.run.runID) has no \(id.noun) \(id)",
            advice: [advice]
        )
    }

    /// Ids of the same kind, of the same worker where they belong to one.
    private func neighbours(of id: TraceID) throws -> [String] {
        switch id {
        case .message(let sender, let receiver, let number):
            guard let reader = reading.reader(sender) else { return [] }
            let sequence = RisingFigure.sequence(peer: receiver)
            let position = try reader.firstPosition(.outbox, where: sequence, isAtLeast: number)
            let rows = try reader.messages(
                .outbox,
                MessageFilter(peer: receiver),
                in: 1...(position ?? Int64.max),
                .newestFirst,
                limit: 3
            )
            return rows.map {
                "\(TraceID.message(sender: sender, receiver: receiver, number: $0.sequence))"
            }
        case .order(let worker, _, _):
            let reader = try reading.worker(worker)
            return try reader.all {
                try reader.orders(after: $0, limit: JournalReader.pageSize)
            }.map(\.id)
        case .fill(let worker, _, _, _):
            let reader = try reading.worker(worker)
            return try reader.all {
                try reader.fills(after: $0, limit: JournalReader.pageSize)
            }.map(\.id)
        case .decision(let worker, _, _):
            let reader = try reading.worker(worker)
            return try reader.all {
                try reader.decisions(after: $0, limit: JournalReader.pageSize)
            }.flatMap { try Bursar_V1_StepRecord(serializedBytes: $0.payload).decisions.map(\.id) }
        case .transfer:
            let master = try reading.master()
            return Set(
                try master.all {
                    try master.transfers(after: $0, limit: JournalReader.pageSize)
                }.map(\.id)
            ).sorted()
        case .proposal:
            let master = try reading.master()
            return try master.all {
                try master.proposals(after: $0, limit: JournalReader.pageSize)
            }.map(\.id)
        case .cycle:
            let last = try reading.master().lastCycle()?.cycle ?? 0
            return last == 0 ? [] : ["C-1", "C-\(last)"]
        }
    }
}
