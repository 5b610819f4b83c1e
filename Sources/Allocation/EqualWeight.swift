/// The same weight for every segment, whatever happened.
package struct EqualWeight: AllocationMethod {
    /// The name in the topology.
    package static let name = "equal_weight"

    /// Makes the method; there is nothing to set.
    package init() {}

    package var name: String { Self.name }
    package var window: Int { 1 }

    package func target(
        for segments: [SegmentRecord],
        history: ReturnHistory
    ) throws(AllocationError) -> AllocationTarget {
        try segments.validate()
        let weight = 1 / Double(segments.count)
        return AllocationTarget(
            stance: .balanced,
            cash: 0,
            weights: segments.map { SegmentWeight(name: $0.name, weight: weight) },
            unplaced: 0,
            steps: [baseStep(segments.count)]
        )
    }
}

/// The step that every method starting from equal weights begins with.
func baseStep(_ count: Int) -> AllocationStep {
    let weight = 1 / Double(count)
    let words = "\(count) segments start with \(percent(weight)) each"
    return AllocationStep(.base, value: weight, words: words)
}
