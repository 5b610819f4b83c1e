package import Market
package import Simulation
import Strategies
package import Topology
package import Trading

/// Everything a worker's engines start from.
package struct WorkerConfiguration: Sendable {
    /// The worker's name.
    package let name: String
    /// Which admission of that name to the run, from 1.
    package let generation: Int64
    /// The currency of the run.
    package let currency: Currency
    /// Bars of the universe.
    package let series: [BarSeries]
    /// The strategies and their shares.
    package let strategies: [StrategyAssignment]
    /// How positions are sized.
    package let sizing: SizingRule
    /// What orders are held against.
    package let limits: GateLimits
    /// What the worker may lose before it only reduces.
    package let lossLimits: LossLimitRule
    /// What trading costs.
    package let costs: VenueCosts

    /// Takes a worker's part of a topology and the bars of its universe.
    ///
    /// - Throws: ``TradingError`` with `unknownStrategy`.
    package init(
        specification: WorkerSpecification,
        topology: Topology,
        series: [BarSeries],
        generation: Int64 = 1
    ) throws(TradingError) {
        name = specification.name
        self.generation = generation
        currency = topology.capital.currency
        self.series = series
        var strategies: [StrategyAssignment] = []
        for strategy in specification.strategies {
            guard let type = StrategyCatalogue.strategy(named: strategy.name) else {
                throw TradingError(.unknownStrategy, "there is no strategy \"\(strategy.name)\"")
            }
            strategies.append(
                StrategyAssignment(
                    type: type,
                    parameters: strategy.parameters,
                    share: strategy.weight
                )
            )
        }
        self.strategies = strategies
        let limits = specification.limits
        sizing = SizingRule(
            volatilityTarget: specification.sizing.volatilityTarget,
            volatilityWindow: specification.sizing.window,
            positionWeightMaximum: limits.positionWeightMaximum,
            grossWeightMaximum: limits.leverageMaximum - limits.cashBuffer,
            band: specification.sizing.band,
            allowsShort: specification.mandate.isShortAllowed,
            barsPerYear: barsPerYear(series)
        )
        self.limits = GateLimits(
            positionWeightMaximum: limits.positionWeightMaximum,
            orderNotionalMaximum: limits.orderNotionalMaximum,
            priceCollar: limits.priceCollar,
            staleAfterDays: Double(limits.staleAfter),
            leverageMaximum: limits.leverageMaximum,
            cashBuffer: limits.cashBuffer,
            allowsShort: specification.mandate.isShortAllowed
        )
        lossLimits = LossLimitRule(
            drawdownMaximum: limits.drawdownMaximum,
            dailyLossMaximum: limits.dailyLossMaximum
        )
        let costs = specification.costs
        self.costs = VenueCosts(
            halfSpread: costs.halfSpread,
            impact: costs.impact,
            commission: costs.commission,
            commissionMinimum: costs.commissionMinimum,
            participationMaximum: costs.participationMaximum
        )
    }
}

/// Bars in a year: 252 dates times the mean number of bars a date of the longest series.
private func barsPerYear(_ series: [BarSeries]) -> Double {
    guard let longest = series.max(by: { $0.bars.count < $1.bars.count }) else { return 252 }
    var dates = 0
    var last: CalendarDate?
    for bar in longest.bars where bar.knownAt.date != last {
        dates += 1
        last = bar.knownAt.date
    }
    return dates == 0 ? 252 : 252 * Double(longest.bars.count) / Double(dates)
}
