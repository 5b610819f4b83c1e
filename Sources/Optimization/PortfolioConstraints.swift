/// What a portfolio may look like, and what it costs to get there.
package struct PortfolioConstraints: Sendable, Equatable {
    /// A limit on a weighted sum of weights, such as a sector's share.
    package struct Limit: Sendable, Equatable {
        /// What it's called in messages.
        package var name: String
        /// The coefficient of every asset, in their order.
        package var coefficients: [Double]
        /// The least value; `−∞` for none.
        package var minimum: Double
        /// The largest value; `+∞` for none.
        package var maximum: Double

        /// Limits a weighted sum.
        package init(
            name: String,
            coefficients: [Double],
            minimum: Double = -.infinity,
            maximum: Double = .infinity
        ) {
            self.name = name
            self.coefficients = coefficients
            self.minimum = minimum
            self.maximum = maximum
        }
    }

    /// The least weight of each asset.
    package var minimumWeights: [Double]
    /// The largest weight of each asset.
    package var maximumWeights: [Double]
    /// What the weights may add up to; the rest is cash.
    package var budget: ClosedRange<Double>
    /// Limits on groups and other weighted sums.
    package var limits: [Limit]
    /// The largest `Σ |weight − held|`; `nil` for none.
    package var turnoverMaximum: Double?
    /// What it costs to trade one unit of each asset's weight, in units of the method's objective.
    package var costs: [Double]
    /// The weights held now, drifted to this moment; see ``DriftedHoldings``.
    package var held: [Double]

    /// Asks for a long-only, fully invested portfolio without costs, bought from cash.
    package init(assets: Int) {
        minimumWeights = Array(repeating: 0, count: assets)
        maximumWeights = Array(repeating: .infinity, count: assets)
        budget = 1...1
        limits = []
        costs = Array(repeating: 0, count: assets)
        held = Array(repeating: 0, count: assets)
    }

    /// Limits the share of a group of assets, given by their indices.
    package mutating func limit(
        group name: String,
        _ members: [Int],
        minimum: Double = -.infinity,
        maximum: Double = .infinity
    ) {
        var coefficients = [Double](repeating: 0, count: held.count)
        for member in members { coefficients[member] = 1 }
        limits.append(
            Limit(name: name, coefficients: coefficients, minimum: minimum, maximum: maximum)
        )
    }

    /// How many assets it is for.
    package var count: Int { held.count }

    /// `Σ |weight − held|`, both sides of every trade.
    package func turnover(of weights: [Double]) -> Double {
        var sum = 0.0
        for index in held.indices { sum += abs(weights[index] - held[index]) }
        return sum
    }

    /// `Σ cost × |weight − held|`.
    package func cost(of weights: [Double]) -> Double {
        var sum = 0.0
        for index in held.indices { sum += costs[index] * abs(weights[index] - held[index]) }
        return sum
    }
}
