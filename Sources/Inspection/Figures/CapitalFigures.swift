package import Market

/// The last grant that reached a worker before a decision, and why it was made.
package struct CapitalFigures: Sendable, Hashable {
    /// The transfer.
    package var grant: String
    /// How much it moved.
    package var amount: Money
    /// The cycle it was decided in.
    package var cycleDecided: Int64?
    /// The cycle it arrived in.
    package var cycleApplied: Int64
    /// Wall time from leaving the master to being booked, nanoseconds.
    package var delay: Int64?
    /// The proposal that asked for it; `nil` where none is on record.
    package var proposal: ProposalFigures?

    /// Takes a grant.
    package init(
        grant: String,
        amount: Money,
        cycleDecided: Int64?,
        cycleApplied: Int64,
        delay: Int64?,
        proposal: ProposalFigures?
    ) {
        self.grant = grant
        self.amount = amount
        self.cycleDecided = cycleDecided
        self.cycleApplied = cycleApplied
        self.delay = delay
        self.proposal = proposal
    }

    /// The grant in words, its amount in a currency of three letters.
    package func words(currency: String) -> String {
        var text = "grant \(grant) of \(NumberText.money(amount)) \(currency)"
        if let cycleDecided {
            text += ", decided after cycle \(NumberText.integer(cycleDecided))"
        }
        text += ", booked in cycle \(NumberText.integer(cycleApplied))"
        if let delay { text += " (\(NumberText.duration(nanoseconds: delay)) after it was sent)" }
        return text
    }

    /// The capital as programs read it.
    package var json: JSONValue {
        [
            "grant": .string(grant), "amount": .string(amount.decimalString),
            "cycle_decided": cycleDecided.map { .integer($0) } ?? .null,
            "cycle_applied": .integer(cycleApplied),
            "delay_nanoseconds": delay.map { .integer($0) } ?? .null,
            "proposal": proposal?.json ?? .null,
        ]
    }
}

/// Why the master wanted capital to move.
package struct ProposalFigures: Sendable, Hashable {
    /// The proposal.
    package var id: String
    /// What made the allocator look, such as `review`.
    package var trigger: String
    /// The cycle after which it was made.
    package var cycle: Int64
    /// Why, in words: what called for it, then each step, separated by semicolons.
    package var reason: String
    /// Share of net asset value wanted for the worker in question; `nil` where it isn't named.
    package var target: Double?

    /// Takes a proposal.
    package init(id: String, trigger: String, cycle: Int64, reason: String, target: Double?) {
        self.id = id
        self.trigger = trigger
        self.cycle = cycle
        self.reason = reason
        self.target = target
    }

    /// What of the reason concerns one worker, in words.
    package func words(about worker: String) -> String {
        let steps = reason.split(separator: "; ").map(String.init)
        let named = steps.dropFirst().filter { Self.names($0, worker) }
        let left = steps.count - 1 - named.count
        var text =
            "proposal \(id) (\(trigger)): " + (steps.prefix(1) + named).joined(separator: "; ")
        if let target { text += "; target \(NumberText.percent(target)) of net asset value" }
        if left > 0 { text += " (\(NumberText.count(Int64(left), "more step")))" }
        return text
    }

    /// The proposal as programs read it.
    package var json: JSONValue {
        [
            "id": .string(id), "trigger": .string(trigger), "cycle": .integer(cycle),
            "reason": .string(reason), "target": .optional(target),
        ]
    }

    /// Whether a step names a worker as a whole word.
    private static func names(_ step: String, _ worker: String) -> Bool {
        step.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.contains { $0 == worker }
    }
}
