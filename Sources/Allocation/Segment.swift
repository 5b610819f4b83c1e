/// What a segment is held for; decides which stance of the portfolio favours it.
package enum SegmentStance: String, Sendable, Hashable, CaseIterable {
    /// Holds up in storms: consumer, financial, real estate.
    case defensive
    /// Earns in calm markets: biotech, mining, cannabis, tech.
    case alpha
    /// Favoured by no stance.
    case neutral
}

/// The posture of the whole portfolio by the segment rule; decides cash and tilts.
package enum PortfolioStance: String, Sendable, Hashable, CaseIterable {
    /// Volatility is high: cash is raised and defensive segments favoured.
    case defensive
    /// Segments move together: nothing is favoured.
    case diversified
    /// Volatility and correlation are low: alpha segments are favoured.
    case opportunistic
    /// None of the others, and while nothing is known.
    case balanced
}

/// A segment among which capital is allocated.
package struct SegmentRecord: Sendable, Hashable {
    /// The worker's name.
    package let name: String
    /// What it is held for.
    package let stance: SegmentStance

    /// Names a segment.
    package init(name: String, stance: SegmentStance) {
        self.name = name
        self.stance = stance
    }
}

extension [SegmentRecord] {
    /// Refuses an empty list and names that occur twice.
    func validate() throws(AllocationError) {
        guard !isEmpty else {
            throw AllocationError(
                .noSegments,
                "there is no segment to allocate to; add a worker"
            )
        }
        let names = map(\.name).sorted()
        for (name, next) in zip(names, names.dropFirst()) where name == next {
            throw AllocationError(
                .duplicateName,
                "segment \"\(name)\" occurs twice; give each worker its own name"
            )
        }
    }
}
