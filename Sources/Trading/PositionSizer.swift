package import Market
package import Persistence
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

/// Why a size leads to an order, or to none.
package enum SizingVerdict: String, Sendable, Hashable {
    /// It is traded.
    case traded
    /// The change of weight is smaller than what is worth trading.
    case withinBand = "within_band"
    /// An order the other way is still working.
    case waits
    /// The change is less than a lot, or nothing.
    case lessThanALot = "less_than_a_lot"
}

/// The size wanted of one position, and whether it is traded.
package struct Sizing: Sendable, Hashable {
    /// The size; where it is not traded, its change may be zero.
    package let target: SizedTarget
    /// Whether it is traded, or why not.
    package let verdict: SizingVerdict
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
        var targets: [SizedTarget] = []
        try size(views, stopped, account, pending, market, flattens) { target, verdict in
            if verdict == .traded { targets.append(target) }
        }
        return targets
    }

    /// Sizes the instruments in `views` and says of each why it is traded or left alone.
    ///
    /// Those without a volatility yet are absent.
    /// - Throws: ``TradingError`` with `arithmetic`.
    package func sizings(
        for views: [InstrumentView],
        stopped: [Bool],
        account: AccountView,
        pending: [Quantity],
        market: MarketView,
        flattens: Bool = false
    ) throws(TradingError) -> [Sizing] {
        var sizings: [Sizing] = []
        try size(views, stopped, account, pending, market, flattens) { target, verdict in
            sizings.append(Sizing(target: target, verdict: verdict))
        }
        return sizings
    }

    private func size(
        _ views: [InstrumentView],
        _ stopped: [Bool],
        _ account: AccountView,
        _ pending: [Quantity],
        _ market: MarketView,
        _ flattens: Bool,
        _ body: (SizedTarget, SizingVerdict) -> Void
    ) throws(TradingError) {
        let equity = account.nav.value - account.owed.value
        guard equity > 0, !flattens else {
            return try exits(views, account, pending, market, body)
        }
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
        for (view, volatility, uncapped) in wanted {
            let index = view.instrument
            let cap = rule.positionWeightMaximum
            let weight = min(cap, max(-cap, uncapped)) * scale
            let size = try sized(index, weight, equity, account, pending[index], market)
            let moves = abs(weight - size.current)
            let isExit = weight == 0 && size.current != 0
            let raisesCash = isShortOfCash && abs(weight) < abs(size.current)
            let target = SizedTarget(
                instrument: index,
                volatility: volatility,
                uncapped: uncapped,
                weight: weight,
                current: size.current,
                change: size.change
            )
            body(target, size.verdict(isWorthwhile: moves >= rule.band || isExit || raisesCash))
        }
    }

    /// Closes every position: all capital is wanted back or lost, or a person says so.
    private func exits(
        _ views: [InstrumentView],
        _ account: AccountView,
        _ pending: [Quantity],
        _ market: MarketView,
        _ body: (SizedTarget, SizingVerdict) -> Void
    ) throws(TradingError) {
        let base = max(abs(account.nav.value), 1 / Double(microsPerUnit))
        for index in views.map(\.instrument) {
            let size = try sized(index, 0, base, account, pending[index], market)
            let perBar = volatilities[index].perBar ?? 0
            let target = SizedTarget(
                instrument: index,
                volatility: perBar * rule.barsPerYear.squareRoot(),
                uncapped: 0,
                weight: 0,
                current: size.current,
                change: size.change
            )
            body(target, size.verdict(isWorthwhile: true))
        }
    }

    /// A weight in units, against what is held.
    private struct Size {
        let current: Double
        let change: Quantity
        /// Whether an order the other way has to end first.
        let crosses: Bool

        func verdict(isWorthwhile: Bool) -> SizingVerdict {
            guard isWorthwhile else { return .withinBand }
            guard change.isZero else { return .traded }
            return crosses ? .waits : .lessThanALot
        }
    }

    private func sized(
        _ index: Int,
        _ weight: Double,
        _ equity: Double,
        _ account: AccountView,
        _ pending: Quantity,
        _ market: MarketView
    ) throws(TradingError) -> Size {
        guard let price = market.latest[index]?.close else {
            return Size(current: 0, change: .zero, crosses: false)
        }
        return try trading("size of \(market.instruments[index].id)") { () throws(MarketError) in
            let held = try account.quantities[index] + pending
            let units = weight * equity / price.value
            let lot = market.instruments[index].lot
            let wanted = try Quantity(rounding: units).roundedDown(toLot: lot)
            let change = try wanted - held
            let crosses = !pending.isZero && pending.isPositive != change.isPositive
            return Size(
                current: try price.notional(of: held).value / equity,
                change: crosses ? .zero : change,
                crosses: crosses
            )
        }
    }
}

extension PositionSizer: Persistable {
    package mutating func exchange(with coder: inout StateCoder) throws(PersistenceError) {
        try coder.exchange(each: &volatilities, of: "instruments")
    }
}
