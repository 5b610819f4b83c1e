import LinearAlgebra
import Market
import Simulation
import Strategies

@testable import Trading

/// The engines of a worker, stepped in the order in which a step passes through them.
struct DeskRun {
    var market: MarketView
    var selector: StrategySelector
    var construction: PortfolioConstruction
    var gate: RiskGate
    var book: Book
    var execution: Execution
    var decisions: [Decision] = []
    var fills: [Fill] = []
    var state = TradingState.active

    init(
        _ series: [BarSeries],
        strategies: [StrategyAssignment],
        allowsShort: Bool,
        leverage: Double = 1
    ) throws {
        market = MarketView(series: series)
        let count = series.count
        selector = StrategySelector(assignments: strategies, instruments: count)
        construction = PortfolioConstruction(
            rule: SizingRule(
                volatilityTarget: 0.15,
                volatilityWindow: 20,
                positionWeightMaximum: 0.3,
                grossWeightMaximum: leverage - 0.05,
                band: 0.02,
                allowsShort: allowsShort,
                barsPerYear: 252
            ),
            instruments: count
        )
        gate = RiskGate(
            checks: RiskGate.standardChecks(
                GateLimits(
                    positionWeightMaximum: 0.3,
                    orderNotionalMaximum: try money("30000"),
                    priceCollar: 0.3,
                    staleAfterDays: 5,
                    leverageMaximum: leverage,
                    cashBuffer: 0.05,
                    allowsShort: allowsShort
                )
            )
        )
        book = Book(instruments: market.instruments, currency: .usd)
        let costs = VenueCosts(
            halfSpread: try BasisPoints(decimal: "2"),
            impact: try BasisPoints(decimal: "20"),
            commission: try BasisPoints(decimal: "0.5"),
            commissionMinimum: try money("1"),
            participationMaximum: 0.1
        )
        execution = Execution(venue: SimulatedVenue(costs: costs), worker: "w", generation: 1)
    }

    /// Plays the next step up to a limit and returns the account it was sized on.
    mutating func play(through limit: Timestamp) throws -> (step: MarketStep, account: AccountView)?
    {
        guard let step = market.advance(through: limit) else { return nil }
        for case .filled(let fill, let instrument) in try execution.match(
            step,
            instruments: market.instruments
        ) {
            fills.append(fill)
            try book.apply(fill, instrument: instrument, cycle: 1)
        }
        try book.mark(step, cycle: 1)
        let account = try book.account()
        let views = selector.decide(step)
        let plan = try construction.plan(
            step,
            views: views,
            account: account,
            pending: execution.pending(instruments: market.instruments.count),
            market: market
        )
        for target in plan.targets { try decide(target, plan, views, account, step.at) }
        return (step, account)
    }

    private mutating func decide(
        _ target: SizedTarget,
        _ plan: PortfolioConstruction.Plan,
        _ views: [InstrumentView],
        _ account: AccountView,
        _ now: Timestamp
    ) throws {
        guard let view = views.first(where: { $0.instrument == target.instrument }),
            let close = market.latest[target.instrument]?.close
        else { return }
        let proposal = OrderProposal(
            instrument: target.instrument,
            side: target.change.isPositive ? .buy : .sell,
            quantity: try target.change.magnitude()
        )
        let context = CheckContext(
            account: account,
            pending: try execution.pending(instruments: market.instruments.count),
            reserved: try execution.reserved(),
            market: market,
            now: now,
            state: state,
            holdsLease: true
        )
        let verdict = try gate.decide(on: proposal, in: context)
        var order: Order?
        if let quantity = verdict.quantity {
            order = try execution.submit(
                proposal,
                quantity: quantity,
                price: close,
                instrument: market.instruments[target.instrument].id,
                at: now
            )
        }
        decisions.append(
            Decision(
                number: construction.nextNumber(),
                at: now,
                instrument: target.instrument,
                close: close,
                view: view,
                isStopped: plan.stopped[target.instrument],
                target: target,
                gate: verdict,
                order: order
            )
        )
    }
}

/// How much trades in a made-up market.
enum Depth {
    /// The data has no volumes.
    case unknown
    /// One day in four trades next to nothing.
    case deep
    /// Three days in four trade next to nothing.
    case thin
}

/// Random walks with opens between the closes; some bars are missing.
func universe(
    seed: UInt64,
    instruments count: Int,
    days: Int,
    depth: Depth = .unknown
) throws -> [BarSeries] {
    var generator = Xoshiro256(seed: seed)
    return try instruments(count).map { instrument in
        var close = 100.0
        var bars: [Bar] = []
        for number in 0..<days {
            let open = close * (1 + 0.01 * generator.normal())
            close = open * max(0.6, 1 + 0.02 * generator.normal())
            let isQuiet = Int64.random(in: 0..<4, using: &generator) < (depth == .thin ? 3 : 1)
            let busy: ClosedRange<Int64> = depth == .thin ? 10...900 : 500...30_000
            let volume = Int64.random(in: isQuiet ? 0...8 : busy, using: &generator)
            if generator.uniform() < 0.04 { continue }
            bars.append(
                Bar(
                    knownAt: day(number),
                    open: try Price(rounding: open),
                    close: try Price(rounding: close),
                    volume: depth == .unknown ? nil : try .units(volume)
                )
            )
        }
        return try BarSeries(instrument: instrument, bars: bars)
    }
}
