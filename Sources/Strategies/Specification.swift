/// A number that a strategy takes, with its bounds, as a topology may set it.
package struct ParameterSpecification: Sendable, Hashable {
    /// The key in the topology.
    package let name: String
    /// What it does, with its unit, in one line.
    package let summary: String
    /// The value where the topology says nothing.
    package let standard: Double
    /// The least and the greatest value allowed.
    package let range: ClosedRange<Double>
    /// Whether only whole numbers make sense.
    package let isWhole: Bool

    /// Describes a parameter.
    package init(
        _ name: String,
        _ summary: String,
        standard: Double,
        range: ClosedRange<Double>,
        isWhole: Bool = false
    ) {
        self.name = name
        self.summary = summary
        self.standard = standard
        self.range = range
        self.isWhole = isWhole
    }
}

/// What a topology needs to know of a strategy: its name, what it does and what can be set.
package struct StrategySpecification: Sendable, Hashable {
    /// The name in the topology, such as `time_series_momentum`.
    package let name: String
    /// What it does, in one sentence.
    package let summary: String
    /// The version of its rule; it changes whenever the same input would give another signal.
    package let ruleVersion: Int64
    /// What can be set.
    package let parameters: [ParameterSpecification]

    /// Describes a strategy.
    package init(
        name: String,
        summary: String,
        ruleVersion: Int64,
        parameters: [ParameterSpecification]
    ) {
        self.name = name
        self.summary = summary
        self.ruleVersion = ruleVersion
        self.parameters = parameters
    }
}

/// The values of a strategy's parameters, each set or standard.
package struct StrategyParameters: Sendable, Hashable {
    private let values: [String: Double]

    /// Takes what the topology sets; the rest is standard. Names and bounds were checked before.
    package init(_ set: [String: Double] = [:], for specification: StrategySpecification) {
        var values: [String: Double] = [:]
        for parameter in specification.parameters {
            values[parameter.name] = set[parameter.name] ?? parameter.standard
        }
        self.values = values
    }

    /// The value of a parameter that the strategy's specification names.
    package subscript(name: String) -> Double {
        guard let value = values[name] else {
            preconditionFailure("the specification names no parameter \"\(name)\"")
        }
        return value
    }

    /// The value as a whole number.
    package func whole(_ name: String) -> Int { Int(self[name]) }
}
