package import Market

/// Why a transfer of capital was made and how it travelled.
package struct TransferExplanation: Sendable {
    /// One step of a transfer, as one process saw it.
    package struct Step: Sendable, Hashable {
        /// What happened, such as `sent`.
        package let event: String
        /// The process that recorded it.
        package let process: String
        /// The cycle it belongs to.
        package let cycle: Int64
        /// How much moved.
        package let amount: Money
        /// Which part of a recall, from 1; 0 for what happens once.
        package let part: Int64
        /// The recorder's clock.
        package let wallTime: Timestamp
        /// The message it rode in, or that was being handled; empty where none is on record.
        package let message: String

        /// Takes a step.
        package init(
            event: String,
            process: String,
            cycle: Int64,
            amount: Money,
            part: Int64,
            wallTime: Timestamp,
            message: String
        ) {
            self.event = event
            self.process = process
            self.cycle = cycle
            self.amount = amount
            self.part = part
            self.wallTime = wallTime
            self.message = message
        }
    }

    /// The transfer.
    package let id: String
    /// The worker that takes or gives the capital.
    package let worker: String
    /// How much was decided.
    package let amount: Money
    /// Its currency.
    package let currency: String
    /// Whether capital goes to the worker rather than back to the treasury.
    package let isGrant: Bool
    /// The proposal that asked for it.
    package let proposal: ProposalFigures?
    /// What happened, in order.
    package let steps: [Step]

    /// Takes a transfer.
    package init(
        id: String,
        worker: String,
        amount: Money,
        currency: String,
        isGrant: Bool,
        proposal: ProposalFigures?,
        steps: [Step]
    ) {
        self.id = id
        self.worker = worker
        self.amount = amount
        self.currency = currency
        self.isGrant = isGrant
        self.proposal = proposal
        self.steps = steps
    }

    /// The answer in a line.
    package var headline: String {
        let way = isGrant ? "GRANT to" : "RECALL from"
        return
            "TRANSFER \(id)  \(way) \(worker)  \(NumberText.money(amount)) \(currency)  \(result)"
    }

    /// How far it has come, in a few words.
    package var result: String {
        let events = Set(steps.map(\.event))
        if isGrant {
            if events.contains("acknowledged") { return "booked and confirmed" }
            if events.contains("applied") { return "booked" }
            return events.contains("sent") ? "in transit" : "decided"
        }
        let paid = steps.filter { $0.event == "received" && $0.process == "master" }
            .reduce(Int64(0)) { $0 &+ $1.amount.micros }
        if paid >= amount.micros { return "paid back in full" }
        if paid > 0 { return "\(NumberText.money(Money(micros: paid))) paid back so far" }
        return events.contains("sent") ? "asked for" : "decided"
    }

    /// The whole story as a tree.
    package var tree: TreeText {
        var tree = TreeText(headline)
        tree.add("why", proposal?.words(about: worker) ?? "no proposal is on record")
        let start = steps.first { $0.event == "sent" }?.wallTime
        for step in steps { tree.add(step.event, words(step, since: start)) }
        let rule =
            isGrant
            ? "in transit it belongs to nobody's account until the worker books it"
            : "the worker pays what it has in cash and sells for the rest"
        tree.add("rule", rule, tone: .faint)
        return tree
    }

    /// The story as programs read it.
    package var json: JSONValue {
        [
            "id": .string(id), "worker": .string(worker), "amount": .string(amount.decimalString),
            "currency": .string(currency), "direction": .string(isGrant ? "grant" : "recall"),
            "result": .string(result), "proposal": proposal?.json ?? .null,
            "steps": .array(
                steps.map { step in
                    [
                        "event": .string(step.event), "process": .string(step.process),
                        "cycle": .integer(step.cycle), "part": .integer(step.part),
                        "amount": .string(step.amount.decimalString),
                        "wall_time": .string(step.wallTime.description),
                        "message": .string(step.message),
                    ]
                }
            ),
        ]
    }

    private func words(_ step: Step, since start: Timestamp?) -> String {
        var text = "by \(step.process) in cycle \(NumberText.integer(step.cycle))"
        if step.part > 0 { text += ", part \(step.part)" }
        if step.amount != amount { text += ", \(NumberText.money(step.amount))" }
        if let start, step.wallTime > start {
            let span = step.wallTime.nanoseconds - start.nanoseconds
            text += ", \(NumberText.duration(nanoseconds: span)) after it was sent"
        }
        return step.message.isEmpty ? text : "\(text)  \(step.message)"
    }
}
