import Inspection
import Journal
import Messaging

/// Finds the messages on an order's way: those that brought its capital, asked for it and told of it.
struct OrderMessages {
    private let found: TraceLookup.FoundDecision
    private let order: OrderRow?
    private var reader: JournalReader { found.reader }

    init(_ found: TraceLookup.FoundDecision, _ order: OrderRow?) {
        self.found = found
        self.order = order
    }

    /// The messages, causes first, each once with all it did.
    func steps() throws -> [MessageStep] {
        var steps: [MessageStep] = []
        let grant = found.step.grant
        if !grant.isEmpty,
            let applied = try reader.transfer(grant).first(where: { $0.event == .applied })
        {
            add(try reader.message(at: applied.position), "brought \(grant)", to: &steps)
        }
        let cause = try reader.message(at: found.row.position)
        add(cause, order == nil ? "denied in it" : "ordered in it", to: &steps)
        try addReport(of: cause, order == nil ? "told of the denial" : "told of the order", &steps)
        guard let order else { return steps }
        var ends = try reader.fills(of: order.id, limit: JournalReader.pageSize).rows
            .map { (position: $0.position, role: "filled in it", report: "told of the fill") }
        if ends.isEmpty {
            ends = try reader.orderEvents(of: order.id, limit: JournalReader.pageSize).rows
                .map { (position: $0.position, role: "ended in it", report: "told of the end") }
        }
        for end in ends {
            let message = try reader.message(at: end.position)
            add(message, end.role, to: &steps)
            try addReport(of: message, end.report, &steps)
        }
        return steps
    }

    /// Adds what the worker answered to a message.
    private func addReport(
        of cause: MessageRow?,
        _ role: String,
        _ steps: inout [MessageStep]
    ) throws {
        guard let cause else { return }
        let answers = try reader.effects(
            of: name(cause),
            handledAt: cause.position,
            limit: JournalReader.pageSize
        )
        add(answers.first, role, to: &steps)
    }

    private func add(_ row: MessageRow?, _ role: String, to steps: inout [MessageStep]) {
        guard let row else { return }
        let id = name(row)
        if let index = steps.firstIndex(where: { $0.id == id }) {
            steps[index] = MessageStep(id: id, role: "\(steps[index].role), \(role)")
        } else {
            steps.append(MessageStep(id: id, role: role))
        }
    }

    private func name(_ row: MessageRow) -> String {
        let isOutgoing = row.direction == .outbox
        let (sender, receiver) =
            isOutgoing ? (found.worker, row.peer) : (row.peer, found.worker)
        return "\(TraceID.message(sender: sender, receiver: receiver, number: row.sequence))"
    }
}
