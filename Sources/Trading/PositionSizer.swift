package import Market
import Strategies

/// How a worker turns convictions into position sizes.
package struct SizingRule: Sendable, Hashable {
    /// Annual volatility the worker's equity aims at, as a fraction.
    package var volatilityTarget: Double
    /// Bars over which an instrument's volatility is measured.
    package var volatilityWindow: Int
    /// Greatest weight of one position, as a fraction of equity.
    package var positionWeightMaximum: Double
    /// Greatest sum of position weights without sign.
    package var grossWeightMaximum: Double
    /// Change of weight below which nothing is traded.
    package var band: Double
    /// Whether positions below zero are allowed.
    package var allowsShort: Bool
    /// Bars in a year.
    package var barsPerYear: Double

    /// States a rule.
    package init(
        volatilityTarget: Double,
        volatilityWindow: Int,
        positionWeightMaximum: Double,
        grossWeightMaximum: Double,
        band: Double,
        allowsShort: Bool,
        barsPerYear: Double
    ) {
        self.volatilityTarget = volatilityTarget
        self.volatilityWindow = volatilityWindow
        self.positionWeightMaximum = positionWeightMaximum
        self.grossWeightMaximum = grossWeightMaximum
        self.band = band
        self.allowsShort = allowsShort
        self.barsPerYear = barsPerYear
    }
}

/// The size wanted of one position, and how it came about.
package struct SizedTarget: Sendable, Hashable {
    /// Which instrument, by its index in the universe.
    package let instrument: Int
    /// Annual volatility of the instrument, as a fraction.
    package let volatility: Double
    /// Weight before any cap.
    package let uncapped: Double
    /// Weight wanted, as a fraction of equity.
    package let weight: Double
    /// Weight now, as a fraction of equity; of net asset value where no equity is left.
    package let current: Double
    /// Units to trade to get there; below zero to sell.
    package let change: Quantity
}

/// Sizes positions so that each carries about the same volatility.
///
/// The weight of an instrument is `conviction × target / (volatility × √n)`: with `n` uncorrelated
/// positions at full conviction the worker's equity has the target volatility. Weights are capped,
/// then scaled down together where their sum is too large. Equity is net asset value less capital
/// recalled, so that a recall shrinks every position; where no equity is left, all are closed.
/// An order on its way the other way is waited for: of two orders that cross, one could trade alone
/// and turn the position round.
package struct PositionSizer: Sendable {
    private let rule: SizingRule
    private var volatilities: [TrailingVolatility]

    /// Starts without a past.
    package init(rule: SizingRule, instruments: Int) {
        self.rule = rule
        volatilities = (0..<instruments).map { _ in
            TrailingVolatility(length: rule.volatilityWindow)
        }
    }

    /// Shows the sizer the closes of a step.
    package mutating func observe(_ step: MarketStep) {
        for (index, bar) in step.bars.enumerated() {
            if let bar { volatilities[index].observe(close: bar.close.value) }
        }
    }

    /// Sizes the instruments in `views`.
    ///
    /// - Parameters:
    ///   - views: The convictions, at most one per instrument.
    ///   - stopped: Instruments whose position is to be closed whatever the conviction.
    ///   - account: What the worker owns.
    ///   - pending: Units in orders that have not traded yet, per instrument.
    ///   - market: Instruments with their lots and last prices.
    ///   - flattens: Whether every position is closed.
    /// - Returns: The sizes wanted, in the views' order; instruments whose size need not change, or
    ///   that are too new to be measured, are absent.
    /// - Throws: ``TradingError`` with `arithmetic`.
    package func targets(
        for views: [InstrumentView],
        stopped: [Bool],
        account: AccountView,
        pending: [Quantity],
        market: MarketView,
        flattens: Bool = false
    ) throws(TradingError) -> [SizedTarget] {
        let equity = account.nav.value - account.owed.value
        guard equity > 0, !flattens else { return try exits(views, account, pending, market) }
        let spread = Double(volatilities.count).squareRoot()
        var wanted: [(view: InstrumentView, volatility: Double, uncapped: Double)] = []
        var gross = 0.0
        for view in views {
            guard let perBar = volatilities[view.instrument].perBar, perBar > 0 else { continue }
            let volatility = perBar * rule.barsPerYear.squareRoot()
            var weight = view.conviction * rule.volatilityTarget / (volatility * spread)
            if stopped[view.instrument] || (!rule.allowsShort && weight < 0) { weight = 0 }
            wanted.append((view, volatility, weight))
            gross += min(abs(weight), rule.positionWeightMaximum)
        }
        let scale = gross > rule.grossWeightMaximum ? rule.grossWeightMaximum / gross : 1
        let isShortOfCash = account.owed > account.cash
        var targets: [SizedTarget] = []
        for (view, volatility, uncapped) in wanted {
            let cap = rule.positionWeightMaximum
            let weight = min(cap, max(-cap, uncapped)) * scale
            let target = try sized(
                view.instrument,
                weight,
                equity,
                account,
                pending[view.instrument],
                market
            )
            let moves = abs(weight - target.current)
            let isExit = weight == 0 && target.current != 0
            let raisesCash = isShortOfCash && abs(weight) < abs(target.current)
            guard moves >= rule.band || isExit || raisesCash else { continue }
            guard !target.change.isZero else { continue }
            targets.append(
                SizedTarget(
                    instrument: view.instrument,
                    volatility: volatility,
                    uncapped: uncapped,
                    weight: weight,
                    current: target.current,
                    change: target.change
                )
            )
        }
        return targets
    }

    /// Closes every position: all capital is wanted back or lost, or a person says so.
    private func exits(
        _ views: [InstrumentView],
        _ account: AccountView,
        _ pending: [Quantity],
        _ market: MarketView
    ) throws(TradingError) -> [SizedTarget] {
        let base = max(abs(account.nav.value), 1 / Double(microsPerUnit))
        var targets: [SizedTarget] = []
        for index in views.map(\.instrument) {
            let target = try sized(index, 0, base, account, pending[index], market)
            guard !target.change.isZero else { continue }
            let perBar = volatilities[index].perBar ?? 0
            targets.append(
                SizedTarget(
                    instrument: index,
                    volatility: perBar * rule.barsPerYear.squareRoot(),
                    uncapped: 0,
                    weight: 0,
                    current: target.current,
                    change: target.change
                )
            )
        }
        return targets
    }

    private func sized(
        _ index: Int,
        _ weight: Double,
        _ equity: Double,
        _ account: AccountView,
        _ pending: Quantity,
        _ market: MarketView
    ) throws(TradingError) -> (current: Double, change: Quantity) {
        guard let price = market.latest[index]?.close else { return (0, .zero) }
        return try trading("size of \(market.instruments[index].id)") { () throws(MarketError) in
            let held = try account.quantities[index] + pending
            let units = weight * equity / price.value
            let lot = market.instruments[index].lot
            let wanted = try Quantity(rounding: units).roundedDown(toLot: lot)
            let change = try wanted - held
            let crosses = !pending.isZero && pending.isPositive != change.isPositive
            return (try price.notional(of: held).value / equity, crosses ? .zero : change)
        }
    }
}
