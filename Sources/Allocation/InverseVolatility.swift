import LinearAlgebra

/// What can be set of the inverse volatility method.
package struct InverseVolatilityParameters: Sendable, Hashable {
    /// Cycles over which volatility is measured, at least 2.
    package var window: Int
    /// Cycles in a year, above zero.
    package var periodsPerYear: Double
    /// The least annual volatility a segment counts with, so that an idle one can't take it all.
    package var volatilityMinimum: Double

    /// Takes what is set; the rest is standard.
    package init(
        window: Int = 63,
        periodsPerYear: Double = 252,
        volatilityMinimum: Double = 0.01
    ) {
        self.window = window
        self.periodsPerYear = periodsPerYear
        self.volatilityMinimum = volatilityMinimum
    }
}

/// Weights in inverse proportion to each segment's own volatility.
///
/// A segment whose window isn't full counts with the mean volatility of those whose is, and all
/// count equally until one's is.
/// - SeeAlso: Leote de Carvalho, Lu and Moulin (2012), "Demystifying Equity Risk-Based Strategies",
///   for its place among risk-based weights.
package struct InverseVolatility: AllocationMethod {
    /// The name in the topology.
    package static let name = "inverse_volatility"
    /// What is set.
    package let parameters: InverseVolatilityParameters

    /// Makes the method.
    ///
    /// - Throws: ``AllocationError`` with `parameterOutOfRange`.
    package init(
        _ parameters: InverseVolatilityParameters = InverseVolatilityParameters()
    ) throws(AllocationError) {
        try require(parameters.window >= 2, "window", Double(parameters.window), "at least 2")
        try require(positive: parameters.periodsPerYear, "periodsPerYear")
        try require(positive: parameters.volatilityMinimum, "volatilityMinimum")
        self.parameters = parameters
    }

    package var name: String { Self.name }
    package var window: Int { parameters.window }

    package func target(
        for segments: [SegmentRecord],
        history: ReturnHistory
    ) throws(AllocationError) -> AllocationTarget {
        try segments.validate()
        try history.requireCapacity(parameters.window, for: name)
        let scale = parameters.periodsPerYear.squareRoot()
        let measured = segments.map { segment in
            history.window(of: segment.name)?.standardDeviation(last: parameters.window)
                .map { max($0 * scale, parameters.volatilityMinimum) }
        }
        let known = measured.compactMap { $0 }
        let mean = known.isEmpty ? 1 : known.reduce(0, +) / Double(known.count)
        let inverses = measured.map { 1 / ($0 ?? mean) }
        let total = inverses.reduce(0, +)
        var steps = [baseStep(segments.count)]
        for (index, segment) in segments.enumerated() {
            let weight = inverses[index] / total
            let reason =
                measured[index].map { "volatility \(percent($0))" }
                ?? "window not full, counts with the mean volatility"
            let words = "\(segment.name): \(reason): \(percent(weight))"
            steps.append(AllocationStep(.scale, subject: segment.name, value: weight, words: words))
        }
        return AllocationTarget(
            stance: .balanced,
            cash: 0,
            weights: segments.indices.map {
                SegmentWeight(name: segments[$0].name, weight: inverses[$0] / total)
            },
            unplaced: 0,
            steps: steps
        )
    }
}
