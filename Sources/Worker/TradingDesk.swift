import Accounting
package import Market
package import Node
import Simulation
import Strategies
package import Trading

/// What a worker knows of the portfolio while it plays a window.
package struct CycleStanding: Sendable, Hashable {
    /// Number of the window being played.
    package var cycle: Int64
    /// Posture of the portfolio.
    package var stance: String
    /// State of the market.
    package var regime: String
    /// Confidence in that state, 0 to 1.
    package var regimeConfidence: Double
    /// Whether and how far the worker may trade.
    package var state: TradingState
    /// Why it may not trade as it likes; empty when it may.
    package var stateReason: String
    /// Whether every position is to be closed.
    package var flattens: Bool
    /// Whether the master was heard recently enough.
    package var holdsLease: Bool
}

/// What happened in one step.
package struct StepResult: Sendable {
    /// The moment.
    package let at: Timestamp
    /// What became of working orders, in order.
    package let events: [ExecutionEvent]
    /// Decisions, in order; empty where nothing was ordered or denied.
    package let decisions: [Decision]
    /// Earlier decisions whose horizon ended.
    package let outcomes: [Outcome]
    /// Signals other than nothing.
    package let signals: Int64
    /// Net asset value that sizes refer to.
    package let nav: Money
    /// Loss limits that were reached.
    package let findings: [LossFinding]
}

/// What a desk sees and wants at one moment, before anything is checked.
struct DeskLook: Sendable {
    let step: MarketStep
    let market: MarketView
    let events: [ExecutionEvent]
    let account: AccountView
    /// Loss limits that were reached.
    let findings: [LossFinding]
    /// What the worker may do, by its own loss limits too.
    let standing: CycleStanding
    let views: [InstrumentView]
    /// Units in working orders per instrument, signed.
    let pending: [Quantity]
    let plan: PortfolioConstruction.Plan
}

/// The actors of a worker, in the order in which a step passes through them.
///
/// All run on the worker's one executor and call each other synchronously.
package struct TradingDesk: Sendable {
    /// What is known of the market.
    package let market: EngineActor<MarketView>
    /// Which strategies are live.
    package let selector: EngineActor<StrategySelector>
    /// How convictions become sizes.
    package let construction: EngineActor<PortfolioConstruction>
    /// Checks before every order.
    package let gate: EngineActor<RiskGate>
    /// What the worker may lose.
    package let losses: EngineActor<LossLimits>
    /// The worker's books.
    package let book: EngineActor<Book>
    /// Orders and the venue.
    package let execution: EngineActor<Execution>

    /// Sets up the desk of a worker.
    package init(_ configuration: WorkerConfiguration, on executor: any SerialExecutor) {
        let view = MarketView(series: configuration.series)
        let count = view.instruments.count
        market = EngineActor(view, on: executor)
        selector = EngineActor(
            StrategySelector(assignments: configuration.strategies, instruments: count),
            on: executor
        )
        construction = EngineActor(
            PortfolioConstruction(rule: configuration.sizing, instruments: count),
            on: executor
        )
        gate = EngineActor(
            RiskGate(checks: RiskGate.standardChecks(configuration.limits)),
            on: executor
        )
        losses = EngineActor(LossLimits(rule: configuration.lossLimits), on: executor)
        book = EngineActor(
            Book(instruments: view.instruments, currency: configuration.currency),
            on: executor
        )
        execution = EngineActor(
            Execution(
                venue: SimulatedVenue(costs: configuration.costs),
                worker: configuration.name,
                generation: configuration.generation
            ),
            on: executor
        )
    }

    /// Plays the next moment of the market up to a limit; `nil` when there is none.
    ///
    /// The venue fills what was ordered before, the books are marked, strategies look at the new
    /// bars, and what they want is sized, checked and ordered for a later bar.
    ///
    /// - Throws: ``TradingError``.
    package func play(through limit: Timestamp, _ standing: CycleStanding) throws -> StepResult? {
        guard let look = try look(through: limit, standing) else { return nil }
        return try act(on: look)
    }

    /// Plays the next moment up to where orders would be checked.
    func look(through limit: Timestamp, _ standing: CycleStanding) throws -> DeskLook? {
        let next = market.perform { view in
            let step = view.advance(through: limit)
            return (step, view)
        }
        guard let step = next.0 else { return nil }
        let view = next.1
        let cancelled = try cancelWhenHalted(standing)
        let events =
            try cancelled
            + execution.perform { try $0.match(step, instruments: view.instruments) }
        let account = try book.perform { book in
            for case .filled(let fill, let instrument) in events {
                try book.apply(fill, instrument: instrument, cycle: standing.cycle)
            }
            try book.mark(step, cycle: standing.cycle)
            return try book.account()
        }
        let findings = losses.perform { $0.observe(account.nav, at: step.at) }
        let standing = restricted(standing)
        let views = selector.perform { $0.decide(step) }
        let pending = try execution.perform {
            try $0.pending(instruments: view.instruments.count)
        }
        let plan = try construction.perform {
            try $0.plan(
                step,
                views: views,
                account: account,
                pending: pending,
                market: view,
                flattens: standing.flattens
            )
        }
        return DeskLook(
            step: step,
            market: view,
            events: events,
            account: account,
            findings: findings,
            standing: standing,
            views: views,
            pending: pending,
            plan: plan
        )
    }

    /// Checks and orders what a look wants.
    func act(on look: DeskLook) throws -> StepResult {
        let (plan, views) = (look.plan, look.views)
        let decisions =
            plan.targets.isEmpty
            ? [] : try decide(plan, views, look.account, look.market, look.step.at, look.standing)
        return StepResult(
            at: look.step.at,
            events: look.events,
            decisions: decisions,
            outcomes: plan.outcomes,
            signals: Int64(views.reduce(0) { $0 + $1.views.count { $0.signal.strength != 0 } }),
            nav: look.account.nav,
            findings: look.findings
        )
    }

    /// Shows the engines the market up to a moment without trading: what was before the worker
    /// joined.
    package func warmUp(through limit: Timestamp) {
        while let step = market.perform({ $0.advance(through: limit) }) {
            _ = selector.perform { $0.decide(step) }
            construction.perform { $0.observe(step) }
        }
        _ = selector.perform { $0.takeActivity() }
    }

    /// What the worker may do by its own loss limits too.
    private func restricted(_ standing: CycleStanding) -> CycleStanding {
        guard standing.state == .active, let reason = losses.perform({ $0.reason }) else {
            return standing
        }
        var standing = standing
        (standing.state, standing.stateReason) = (.reducing, reason)
        return standing
    }

    private func cancelWhenHalted(_ standing: CycleStanding) throws -> [ExecutionEvent] {
        guard standing.state == .halted else { return [] }
        let held = try book.perform { try $0.account().quantities }
        return execution.perform {
            $0.cancelOpening(held: held, words: "trading is halted: \(standing.stateReason)")
        }
    }

    private func decide(
        _ plan: PortfolioConstruction.Plan,
        _ views: [InstrumentView],
        _ account: AccountView,
        _ market: MarketView,
        _ now: Timestamp,
        _ standing: CycleStanding
    ) throws -> [Decision] {
        var decisions: [Decision] = []
        for target in plan.targets {
            guard let view = views.first(where: { $0.instrument == target.instrument }),
                let close = market.latest[target.instrument]?.close
            else { continue }
            let side: Side = target.change.isPositive ? .buy : .sell
            let proposal = OrderProposal(
                instrument: target.instrument,
                side: side,
                quantity: try target.change.magnitude(),
                isProtective: plan.stopped[target.instrument] || standing.flattens
                    || account.owed > account.cash
            )
            let context = try context(account, market, now, standing)
            let verdict = try gate.perform { try $0.decide(on: proposal, in: context) }
            let order = try verdict.quantity.map { quantity in
                try execution.perform {
                    try $0.submit(
                        proposal,
                        quantity: quantity,
                        price: close,
                        instrument: market.instruments[target.instrument].id,
                        at: now
                    )
                }
            }
            let decision = construction.perform { construction in
                let decision = Decision(
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
                if order != nil { construction.follow(decision) }
                return decision
            }
            decisions.append(decision)
        }
        return decisions
    }

    private func context(
        _ account: AccountView,
        _ market: MarketView,
        _ now: Timestamp,
        _ standing: CycleStanding
    ) throws -> CheckContext {
        let (pending, reserved) = try execution.perform {
            (try $0.pending(instruments: market.instruments.count), try $0.reserved())
        }
        return CheckContext(
            account: account,
            pending: pending,
            reserved: reserved,
            market: market,
            now: now,
            state: standing.state,
            holdsLease: standing.holdsLease
        )
    }
}
