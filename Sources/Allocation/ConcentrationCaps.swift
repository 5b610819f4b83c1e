/// What a sum of weights may be off its exact value by rounding.
let roundingTolerance = 1e-12

/// Limits on groups of segments, and the handing on of what they free.
///
/// A segment that goes with no other is a group of its own, so one limit serves for both.
struct ConcentrationCaps {
    /// The most a group may hold.
    let maximum: Double
    /// Indices of segments; every segment is in one group.
    let groups: [[Int]]
    /// What was capped and handed on, in order.
    private(set) var steps: [AllocationStep] = []

    init(maximum: Double, groups: [[Int]]) {
        self.maximum = maximum
        self.groups = groups
    }

    /// Caps every group and spreads the excess over the rest until nothing moves.
    ///
    /// Within a group the weights keep their proportions. Every round caps one group more or is the
    /// last, so there are at most as many rounds as groups.
    mutating func apply(to weights: [Double], names: [String]) -> [Double] {
        let before = groups.map { $0.reduce(0) { $0 + weights[$1] } }
        var totals = before
        var isCapped = groups.map { _ in false }
        for _ in groups {
            var (excess, room) = (0.0, 0.0)
            for group in groups.indices where !isCapped[group] {
                guard totals[group] > maximum else {
                    room += totals[group]
                    continue
                }
                record(group, total: totals[group], names)
                excess += totals[group] - maximum
                totals[group] = maximum
                isCapped[group] = true
            }
            guard excess > 0, room > 0 else { break }
            let factor = (room + excess) / room
            for group in groups.indices where !isCapped[group] { totals[group] *= factor }
            guard excess > roundingTolerance else { continue }
            let count = isCapped.count { !$0 }
            let words =
                "\(percent(excess)) handed to the \(count) \(count == 1 ? "group" : "groups") "
                + "below the limit, in proportion"
            steps.append(AllocationStep(.excess, value: excess, words: words))
        }
        var result = weights
        for (group, members) in groups.enumerated() {
            if members.count == 1 {
                result[members[0]] = totals[group]
            } else {
                for index in members {
                    result[index] = totals[group] * (weights[index] / before[group])
                }
            }
        }
        return result
    }

    private mutating func record(_ group: Int, total: Double, _ names: [String]) {
        guard total > maximum + roundingTolerance else { return }
        let subject = groups[group].map { names[$0] }.joined(separator: "+")
        let isShared = groups[group].count > 1
        let words =
            "\(subject): \(percent(total)) cut to \(percent(maximum))"
            + (isShared ? ", which they share for being correlated" : "")
        let kind = isShared ? AllocationStep.Kind.sharedCap : .cap
        steps.append(AllocationStep(kind, subject: subject, value: maximum, words: words))
    }
}
