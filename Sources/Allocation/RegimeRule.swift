package import LinearAlgebra
package import Persistence

/// The market's detected state.
package enum Regime: String, Sendable, Hashable, CaseIterable {
    case bull
    case bear
    case sideways
    case highVolatility = "high_volatility"
    /// The window isn't full.
    case unknown
}

/// The state after a cycle, with how sure and how old it is.
package struct RegimeState: Sendable, Hashable {
    /// The detected state.
    package let regime: Regime
    /// The share of the last classifications, this one included, that agree with it; 0 for unknown.
    package let confidence: Double
    /// Cycles in a row in this state, from 1.
    package let age: Int

    /// Takes a state.
    package init(regime: Regime, confidence: Double, age: Int) {
        self.regime = regime
        self.confidence = confidence
        self.age = age
    }
}

/// What can be set of the regime rule.
package struct RegimeParameters: Sendable, Hashable {
    /// Cycles looked back, at least 2.
    package var window = 63
    /// Cycles in a year, above zero.
    package var periodsPerYear = 252.0
    /// Annual volatility above which the market is in high volatility, whatever its direction.
    package var volatilityMaximum = 0.25
    /// Compounded return over the window beyond which the market rises or falls; above zero.
    package var trendMinimum = 0.05
    /// How many classifications confidence is taken over, at least 1.
    package var memory = 21

    /// The standard values; set what should differ.
    package init() {}
}

/// Classifies the market from the equally weighted mean of segment returns, one cycle at a time.
///
/// Causal: a state depends on no later return. While the window fills the state is unknown, and
/// those classifications count as disagreeing afterwards, so that confidence grows from a little.
package struct RegimeRule: Sendable, Equatable {
    /// What is set.
    package let parameters: RegimeParameters
    /// The returns looked at.
    package private(set) var window: RunningWindow
    /// The last classifications, oldest first, at most `memory`.
    package private(set) var classifications: [Regime]
    /// The state after the last cycle, `nil` before the first.
    package private(set) var state: RegimeState?

    /// Starts with nothing known.
    ///
    /// - Throws: ``AllocationError`` with `parameterOutOfRange`.
    package init(_ parameters: RegimeParameters = RegimeParameters()) throws(AllocationError) {
        try require(parameters.window >= 2, "window", Double(parameters.window), "at least 2")
        try require(positive: parameters.periodsPerYear, "periodsPerYear")
        try require(finite: parameters.volatilityMaximum, "volatilityMaximum")
        try require(positive: parameters.trendMinimum, "trendMinimum")
        try require(parameters.memory >= 1, "memory", Double(parameters.memory), "at least 1")
        self.parameters = parameters
        window = RunningWindow(capacity: parameters.window)
        classifications = []
    }

    /// Goes on from stored parts.
    ///
    /// - Throws: ``AllocationError`` with `parameterOutOfRange`.
    package init(
        _ parameters: RegimeParameters,
        returns: [Double],
        classifications: [Regime],
        state: RegimeState?
    ) throws(AllocationError) {
        try self.init(parameters)
        window = RunningWindow(capacity: parameters.window, values: returns)
        self.classifications = classifications
        self.state = state
    }

    /// Takes the mean return of a cycle and returns the state after it.
    ///
    /// - Throws: ``AllocationError`` with `notFinite`; then nothing changed.
    @discardableResult
    package mutating func observe(_ meanReturn: Double) throws(AllocationError) -> RegimeState {
        guard meanReturn.isFinite else {
            throw AllocationError(.notFinite, "the mean return of a cycle is \(meanReturn)")
        }
        window.append(meanReturn)
        let regime = classify()
        if classifications.count == parameters.memory { classifications.removeFirst() }
        classifications.append(regime)
        let agreeing = regime == .unknown ? 0 : classifications.count { $0 == regime }
        let age = state?.regime == regime ? (state?.age ?? 0) + 1 : 1
        let after = RegimeState(
            regime: regime,
            confidence: Double(agreeing) / Double(parameters.memory),
            age: age
        )
        state = after
        return after
    }

    private func classify() -> Regime {
        guard let deviation = window.standardDeviation(last: parameters.window),
            let trend = window.compounded(last: parameters.window)
        else { return .unknown }
        let volatility = deviation * parameters.periodsPerYear.squareRoot()
        if volatility > parameters.volatilityMaximum { return .highVolatility }
        if trend > parameters.trendMinimum { return .bull }
        return trend < -parameters.trendMinimum ? .bear : .sideways
    }
}

extension RegimeRule: Persistable {
    package mutating func exchange(with coder: inout StateCoder) throws(PersistenceError) {
        try coder.exchange(&window)
        try coder.exchange(&classifications)
        try coder.exchange(&state)
    }
}

extension Regime: Storable {}

extension RegimeState: Storable {
    package init(_ known: Self?, in coder: inout StateCoder) throws(PersistenceError) {
        regime = try coder.value(known?.regime)
        confidence = try coder.value(known?.confidence)
        age = try coder.value(known?.age)
    }
}
