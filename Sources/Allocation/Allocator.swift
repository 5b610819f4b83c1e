package import Market
package import Persistence

/// A wanted change of the allocation, with its reasons.
package struct AllocationProposal: Sendable, Hashable {
    /// What made the allocator look.
    package enum Trigger: String, Sendable, Hashable, CaseIterable {
        /// The run began.
        case initial
        /// The time for a review had come.
        case review
        /// A weight had drifted too far from its target.
        case drift
        /// A worker has joined, or one is leaving.
        case membership
    }

    /// `P-31`.
    package let id: String
    /// The cycle after which it was made.
    package let cycle: Int64
    /// What made the allocator look.
    package let trigger: Trigger
    /// Why, as a sentence with its numbers.
    package let reason: String
    /// The weights wanted and what led to them.
    package let target: AllocationTarget
    /// Capital to be moved.
    package let turnover: Money
}

/// Transfers to make now.
package struct AllocationMove: Sendable, Hashable {
    /// The proposal they belong to.
    package let proposal: String
    /// Capital wanted back.
    package let recalls: [PlannedTransfer]
    /// Capital to send.
    package let grants: [PlannedTransfer]
}

/// What workers and the treasury hold after a cycle.
package struct CapitalStanding: Sendable, Hashable {
    /// Each worker's net asset value less what it still owes, in order of name.
    package let workers: [WorkerCapital]
    /// Cash of the treasury.
    package let treasury: Money
    /// Recalled money that has not arrived.
    package let incoming: Money

    /// Takes a standing.
    package init(workers: [WorkerCapital], treasury: Money, incoming: Money) {
        self.workers = workers
        self.treasury = treasury
        self.incoming = incoming
    }
}

/// When the allocator looks, and how much is worth moving.
package struct AllocationPolicy: Sendable, Hashable {
    /// Cycles between reviews.
    package var reviewEvery: Int64
    /// Distance of a weight from its target that calls for a proposal between reviews.
    package var drift: Double
    /// Least cycles between two proposals for drift.
    package var driftPause: Int64 = 5
    /// Least amount worth a transfer.
    package var transferMinimum: Money

    /// States a policy.
    package init(reviewEvery: Int64, drift: Double, transferMinimum: Money) {
        self.reviewEvery = reviewEvery
        self.drift = drift
        self.transferMinimum = transferMinimum
    }
}

/// Watches returns and weights, and proposes how capital should be spread.
package struct Allocator: Sendable {
    private let method: any AllocationMethod
    private let policy: AllocationPolicy
    /// The workers that capital is spread over, in order of name.
    package private(set) var segments: [SegmentRecord]
    /// Who has joined and who is leaving since the last review, in words.
    private var changes: [String] = []
    /// Returns of the last cycles.
    package private(set) var history: ReturnHistory
    private var regimeRule: RegimeRule
    private var active: (proposal: String, target: AllocationTarget, isFunded: Bool)?
    private var lastReview: Int64 = 0
    private var lastProposal: Int64 = 0
    private var proposals: Int64 = 0

    /// Starts without a past.
    ///
    /// - Throws: ``AllocationError`` with `parameterOutOfRange`.
    package init(
        method: any AllocationMethod,
        policy: AllocationPolicy,
        segments: [SegmentRecord],
        regime: RegimeParameters
    ) throws(AllocationError) {
        self.method = method
        self.policy = policy
        self.segments = segments
        history = ReturnHistory(capacity: max(method.window, regime.window))
        regimeRule = try RegimeRule(regime)
    }

    /// Spreads capital over one more worker from the next review on, which is then due.
    package mutating func add(_ segment: SegmentRecord) {
        segments.append(segment)
        segments.sort { $0.name < $1.name }
        changes.append("\(segment.name) has joined")
    }

    /// Spreads no more capital over a worker; a review is due.
    package mutating func withdraw(_ name: String) {
        segments.removeAll { $0.name == name }
        changes.append("\(name) is leaving")
    }

    /// Forgets the returns of a worker that has left.
    package mutating func forget(_ name: String) { history.remove(name) }

    /// Posture of the portfolio at the last review.
    package var stance: PortfolioStance { active?.target.stance ?? .balanced }

    /// State of the market after the last cycle.
    package var regime: RegimeState? { regimeRule.state }

    /// The weights wanted at the last review.
    package var target: AllocationTarget? { active?.target }

    /// Takes the returns of a cycle.
    ///
    /// - Throws: ``AllocationError``.
    package mutating func observe(_ returns: [WorkerReturn]) throws(AllocationError) {
        guard let mean = try history.observe(returns) else { return }
        _ = try regimeRule.observe(mean)
    }

    /// Decides what to move after a cycle.
    ///
    /// - Returns: A new proposal where one was called for, and the transfers to make now: its own, or
    ///   grants of the last proposal for which the money has arrived.
    /// - Throws: ``AllocationError``.
    package mutating func review(
        cycle: Int64,
        standing: CapitalStanding
    ) throws(AllocationError) -> (proposal: AllocationProposal?, move: AllocationMove?) {
        guard let (trigger, reason) = trigger(cycle, standing) else {
            return (nil, try fund(standing))
        }
        lastReview = cycle
        changes.removeAll()
        let target = try method.target(for: segments, history: history)
        let plan = try plan(target, standing)
        let moved = Self.total(plan.recalls + plan.grants + plan.awaiting)
        guard moved > 0 else {
            active = (active?.proposal ?? "", target, true)
            return (nil, nil)
        }
        proposals += 1
        lastProposal = cycle
        let proposal = AllocationProposal(
            id: "P-\(proposals)",
            cycle: cycle,
            trigger: trigger,
            reason: reason,
            target: target,
            turnover: Money(micros: moved)
        )
        active = (proposal.id, target, plan.awaiting.isEmpty)
        return (
            proposal,
            AllocationMove(proposal: proposal.id, recalls: plan.recalls, grants: plan.grants)
        )
    }

    private func trigger(
        _ cycle: Int64,
        _ standing: CapitalStanding
    ) -> (AllocationProposal.Trigger, String)? {
        guard let active else {
            return (.initial, "the run begins: capital is spread for the first time")
        }
        if !changes.isEmpty {
            return (.membership, changes.joined(separator: ", ") + ": capital is spread anew")
        }
        if cycle - lastReview >= policy.reviewEvery {
            return (.review, "\(cycle - lastReview) cycles have passed since the last review")
        }
        guard active.isFunded, cycle - lastProposal >= policy.driftPause else { return nil }
        let total = standing.workers.reduce(standing.treasury.value + standing.incoming.value) {
            $0 + $1.value.value
        }
        guard total > 0 else { return nil }
        for worker in standing.workers {
            let wanted = active.target.weight(of: worker.name) ?? 0
            let held = worker.value.value / total
            if abs(held - wanted) > policy.drift {
                let words =
                    "\(worker.name) holds \(percent(held)) of capital, more than "
                    + "\(percent(policy.drift)) away from its target of \(percent(wanted))"
                return (.drift, words)
            }
        }
        return nil
    }

    /// Grants of the last proposal for which the money has arrived; `nil` where there are none.
    ///
    /// The proposal is done when no recalled money is on its way any more: what a worker is short of
    /// then is the market's doing, and drift's to mend.
    private mutating func fund(
        _ standing: CapitalStanding
    ) throws(AllocationError) -> AllocationMove? {
        guard let (proposal, target, isFunded) = active, !isFunded else { return nil }
        let plan = try plan(target, standing)
        if plan.awaiting.isEmpty || !standing.incoming.isPositive {
            active = (proposal, target, true)
        }
        guard !plan.grants.isEmpty else { return nil }
        return AllocationMove(proposal: proposal, recalls: [], grants: plan.grants)
    }

    private func plan(
        _ target: AllocationTarget,
        _ standing: CapitalStanding
    ) throws(AllocationError) -> RebalancePlan {
        try RebalancePlan(
            workers: standing.workers,
            treasury: standing.treasury,
            incoming: standing.incoming,
            target: target,
            minimum: policy.transferMinimum
        )
    }

    private static func total(_ transfers: [PlannedTransfer]) -> Int64 {
        transfers.reduce(0) { $0 + $1.amount.micros }
    }
}

extension Allocator: Persistable {
    package mutating func exchange(with coder: inout StateCoder) throws(PersistenceError) {
        try coder.exchange(&segments)
        try coder.exchange(&changes)
        try history.exchange(with: &coder)
        try regimeRule.exchange(with: &coder)
        var (proposal, target) = (active?.proposal, active?.target)
        var isFunded = active?.isFunded ?? false
        try coder.exchange(&proposal)
        try coder.exchange(&target)
        try coder.exchange(&isFunded)
        active = target.map { (proposal ?? "", $0, isFunded) }
        try coder.exchange(&lastReview)
        try coder.exchange(&lastProposal)
        try coder.exchange(&proposals)
    }
}
