package import Market

/// The capital a worker holds.
package struct WorkerCapital: Sendable, Hashable {
    /// The worker's name.
    package let name: String
    /// Its net asset value once transfers under way have arrived or left.
    package let value: Money

    /// Names a worker's capital.
    package init(name: String, value: Money) {
        self.name = name
        self.value = value
    }
}

/// An amount to move between the treasury and a worker.
package struct PlannedTransfer: Sendable, Hashable {
    /// The worker's name.
    package let worker: String
    /// How much, above zero.
    package let amount: Money

    /// Names an amount.
    package init(worker: String, amount: Money) {
        self.worker = worker
        self.amount = amount
    }
}

/// The transfers that bring workers to their target weights, in whole units of money.
///
/// Total capital is what the workers hold, the treasury's cash and what is on its way back to it.
/// Each worker's target is its weight of that total; targets are cut to whole units and the units
/// left go to the largest fractions, ties by name, so they add up exactly. What the weights leave is
/// the reserve, and grants are paid only from cash above it: a grant that needs a recall first waits
/// until the recalled money has arrived, and is planned again then.
package struct RebalancePlan: Sendable, Hashable {
    /// What workers give back, in the order of names; decided first.
    package let recalls: [PlannedTransfer]
    /// What the treasury pays out of the cash it has, in the order of names.
    package let grants: [PlannedTransfer]
    /// What workers are still short of and the cash above the reserve can't pay yet.
    package let awaiting: [PlannedTransfer]
    /// All capital.
    package let total: Money
    /// What the treasury keeps: the total less all targets.
    package let reserve: Money

    /// Plans transfers towards a target.
    ///
    /// A worker that the target doesn't name, or gives nothing, hands back all it has, however
    /// little. Other transfers below the minimum are left out.
    /// - Parameters:
    ///   - workers: Every worker that holds capital or should.
    ///   - treasury: Cash the treasury has now.
    ///   - incoming: Recalled money that has not arrived yet.
    ///   - target: Weights by worker name.
    ///   - minimum: The least amount worth a transfer.
    ///   - unit: What amounts are whole multiples of, above zero; a cent unless given.
    /// - Throws: ``AllocationError`` with `duplicateName`, `unknownName` when the target names a
    ///   worker that isn't there, `parameterOutOfRange` for a unit not above zero or weights that
    ///   are no shares of 1, or `overflow`.
    package init(
        workers: [WorkerCapital],
        treasury: Money,
        incoming: Money = .zero,
        target: AllocationTarget,
        minimum: Money,
        unit: Money = Money(micros: 10_000)
    ) throws(AllocationError) {
        let isUnit = unit.isPositive && unit.micros <= 1_000_000 * microsPerUnit
        try require(isUnit, "unit", unit.value, "above zero and at most a million")
        let workers = workers.sorted { $0.name < $1.name }
        let weights = try Self.weights(of: workers, in: target)
        let total = try Self.total(workers, treasury, incoming)
        let wanted = Apportionment.targets(of: total, weights: weights, unit: unit.micros)
        let least = max(minimum.micros, unit.micros)

        var recalls: [PlannedTransfer] = []
        var wishes = workers.map { _ in Int64(0) }
        for (index, worker) in workers.enumerated() {
            let held = worker.value.micros
            if wanted[index] == 0 {
                guard held > 0 else { continue }
                recalls.append(PlannedTransfer(worker: worker.name, amount: worker.value))
                continue
            }
            let (difference, overflow) = wanted[index].subtractingReportingOverflow(held)
            guard !overflow else { throw Self.overflow("the capital of \(worker.name)") }
            let whole = difference / unit.micros * unit.micros
            if whole <= -least {
                recalls.append(
                    PlannedTransfer(worker: worker.name, amount: Money(micros: -whole))
                )
            } else if whole >= least {
                wishes[index] = whole
            }
        }
        let reserve = total - wanted.reduce(0, +)
        let funds = max(0, treasury.micros - max(0, reserve))
        let paid = Apportionment.shares(of: funds, wishes: wishes, least: least, unit: unit.micros)
        self.recalls = recalls
        grants = Self.transfers(workers, paid)
        awaiting = Self.transfers(workers, zip(wishes, paid).map { $0 - $1 })
        self.total = Money(micros: total)
        self.reserve = Money(micros: reserve)
    }

    private static func weights(
        of workers: [WorkerCapital],
        in target: AllocationTarget
    ) throws(AllocationError) -> [Double] {
        for (worker, next) in zip(workers, workers.dropFirst()) where worker.name == next.name {
            throw AllocationError(
                .duplicateName,
                "worker \"\(worker.name)\" occurs twice; give each its capital once"
            )
        }
        for weight in target.weights where !workers.contains(where: { $0.name == weight.name }) {
            throw AllocationError(
                .unknownName,
                "the target names \"\(weight.name)\", which is no worker; allocate among members"
            )
        }
        var sum = 0.0
        for weight in target.weights {
            let isShare = weight.weight >= 0 && weight.weight <= 1
            try require(isShare, "the weight of \(weight.name)", weight.weight, "from 0 to 1")
            sum += weight.weight
        }
        try require(sum < 1 + 1e-9, "the sum of weights", sum, "at most 1")
        return workers.map { target.weight(of: $0.name) ?? 0 }
    }

    private static func total(
        _ workers: [WorkerCapital],
        _ treasury: Money,
        _ incoming: Money
    ) throws(AllocationError) -> Int64 {
        var sum = Int128(treasury.micros) + Int128(incoming.micros)
        for worker in workers { sum += Int128(worker.value.micros) }
        guard let total = Int64(exactly: sum) else { throw overflow("total capital") }
        return total
    }

    private static func overflow(_ what: String) -> AllocationError {
        AllocationError(.overflow, "\(what) does not fit: amounts end at ±9,223,372,036,854 units")
    }

    private static func transfers(_ workers: [WorkerCapital], _ amounts: [Int64])
        -> [PlannedTransfer]
    {
        zip(workers, amounts).filter { $1 > 0 }.map {
            PlannedTransfer(worker: $0.name, amount: Money(micros: $1))
        }
    }
}
