/// A rule that spreads capital over segments from the history of their returns.
package protocol AllocationMethod: Sendable {
    /// The name in the topology, such as `segment_rule`.
    var name: String { get }
    /// How many cycles of history it looks back.
    var window: Int { get }
    /// Returns the target for the segments given.
    ///
    /// Segments without history, or with too little, are allowed; each method says what they get.
    /// - Throws: ``AllocationError`` with `noSegments`, `duplicateName`, or `windowTooLong` when the
    ///   history keeps fewer cycles than the method looks back.
    func target(
        for segments: [SegmentRecord],
        history: ReturnHistory
    ) throws(AllocationError) -> AllocationTarget
}

/// What can be set of the allocation methods.
package struct AllocationParameters: Sendable, Hashable {
    /// Of the inverse volatility method.
    package var inverseVolatility: InverseVolatilityParameters
    /// Of the segment rule.
    package var segmentRule: SegmentRuleParameters

    /// Takes what is set; the rest is standard.
    package init(
        inverseVolatility: InverseVolatilityParameters = InverseVolatilityParameters(),
        segmentRule: SegmentRuleParameters = SegmentRuleParameters()
    ) {
        self.inverseVolatility = inverseVolatility
        self.segmentRule = segmentRule
    }
}

/// The allocation methods there are, by name.
package enum AllocationMethods {
    /// The names a topology may give, in alphabetical order.
    package static let names = registrations.map(\.name).sorted()

    /// Makes a method by its name.
    ///
    /// - Throws: ``AllocationError`` with `unknownMethod`, or `parameterOutOfRange`.
    package static func method(
        named name: String,
        parameters: AllocationParameters = AllocationParameters()
    ) throws(AllocationError) -> any AllocationMethod {
        guard let registration = registrations.first(where: { $0.name == name }) else {
            throw AllocationError(
                .unknownMethod,
                "\"\(name)\" is no allocation method; write one of \(names.joined(separator: ", "))"
            )
        }
        return try registration.make(parameters)
    }
}

private struct Registration: Sendable {
    let name: String
    let make: @Sendable (AllocationParameters) throws(AllocationError) -> any AllocationMethod
}

private let registrations = [
    Registration(name: EqualWeight.name) { (_) throws(AllocationError) in EqualWeight() },
    Registration(name: InverseVolatility.name) { (set) throws(AllocationError) in
        try InverseVolatility(set.inverseVolatility)
    },
    Registration(name: SegmentRule.name) { (set) throws(AllocationError) in
        try SegmentRule(set.segmentRule)
    },
]
