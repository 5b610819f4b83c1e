/// The hidden state of a synthetic market on one day.
///
/// A day keeps the state of the day before with the chance of `regimePersistence`; otherwise a state
/// is drawn by its long-run share, so those shares hold exactly over time.
package enum SyntheticRegime: String, Sendable, Hashable, CaseIterable {
    /// Rises with little volatility; 60 % of days.
    case rising
    /// Goes nowhere in particular; 28 % of days.
    case quiet
    /// Falls with much volatility; 12 % of days.
    case falling

    /// The share of days over time.
    var share: Double {
        switch self {
        case .rising: 0.6
        case .quiet: 0.28
        case .falling: 0.12
        }
    }

    /// Annual return added to the mean one; 0 on average over the shares.
    var drift: Double {
        switch self {
        case .rising: 0.1
        case .quiet: 0
        case .falling: -0.5
        }
    }

    /// Volatility in proportion to the other states.
    var relativeVolatility: Double {
        switch self {
        case .rising: 0.75
        case .quiet: 1
        case .falling: 1.9
        }
    }

    /// The root mean square of the relative volatilities over the shares.
    static var volatilityScale: Double {
        allCases.reduce(0) { $0 + $1.share * $1.relativeVolatility * $1.relativeVolatility }
            .squareRoot()
    }

    /// The state at a point of 0 ..< 1 cut in the proportion of the shares.
    static func drawn(at point: Double) -> SyntheticRegime {
        if point < rising.share { return .rising }
        return point < rising.share + quiet.share ? .quiet : .falling
    }
}
