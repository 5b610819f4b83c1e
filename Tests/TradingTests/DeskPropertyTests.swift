import Market
import Strategies
import Testing

@testable import Trading

/// What holds of a worker's engines together, whatever the market does.
struct DeskPropertyTests {
    private func strategies() -> [StrategyAssignment] {
        [
            assignment(
                TimeSeriesMomentum.self,
                ["lookback": 30, "skip": 2, "volatility_window": 20],
                share: 0.5
            ),
            assignment(MeanReversion.self, ["window": 6, "threshold": 1.2], share: 0.5),
        ]
    }

    private func run(
        _ series: [BarSeries],
        allowsShort: Bool,
        leverage: Double = 1
    ) throws -> DeskRun {
        var desk = try DeskRun(
            series,
            strategies: strategies(),
            allowsShort: allowsShort,
            leverage: leverage
        )
        try desk.book.receive(transfer: "T-1", amount: money("100000"), at: day(0), cycle: 1)
        return desk
    }

    @Test(arguments: UInt64(1)...6)
    func `the books hold after every step`(seed: UInt64) throws {
        var desk = try run(
            universe(
                seed: seed,
                instruments: 5,
                days: 250,
                depth: seed % 2 == 0 ? .thin : .unknown
            ),
            allowsShort: seed % 3 == 0,
            leverage: seed % 3 == 0 ? 2 : 1
        )
        while let (step, account) = try desk.play(through: day(999)) {
            let profits = try desk.book.profits()
            let profit =
                profits.realised.micros + profits.unrealised.micros - profits.commission.micros
            let expected = desk.book.capital.micros + profit
            #expect(account.nav.micros == expected, "seed \(seed), step \(step.index)")
        }
        #expect(!desk.fills.isEmpty)
    }

    @Test(arguments: UInt64(1)...6)
    func `every order fills at the next bar of its instrument, at its open`(seed: UInt64) throws {
        let series = try universe(seed: seed, instruments: 4, days: 220)
        var desk = try run(series, allowsShort: true)
        while try desk.play(through: day(999)) != nil {}
        let orders = desk.decisions.compactMap(\.order)
        #expect(desk.fills.count > 20)
        for fill in desk.fills {
            let order = try #require(orders.first { $0.id == fill.orderID })
            let bars = try #require(series.first { $0.instrument.id == order.instrument }).bars
            let next = try #require(bars.first { $0.knownAt > order.decidedAt })
            #expect(fill.at == next.knownAt, "seed \(seed), \(order.id)")
            #expect(fill.reference == next.open, "seed \(seed), \(order.id)")
            #expect(fill.quantity == order.quantity, "seed \(seed), \(order.id)")
        }
    }

    @Test(arguments: UInt64(1)...4, [40, 97, 151, 199])
    func `data that ends earlier changes no decision before its end`(
        seed: UInt64,
        end: Int
    ) throws {
        let series = try universe(seed: seed, instruments: 4, days: 200, depth: .deep)
        var whole = try run(series, allowsShort: true)
        while try whole.play(through: day(999)) != nil {}
        var cut = try run(
            series.map { series in
                let bars = series.bars.filter { $0.knownAt <= day(end) }
                return try BarSeries(instrument: series.instrument, bars: bars)
            },
            allowsShort: true
        )
        while try cut.play(through: day(999)) != nil {}
        let before = whole.decisions.filter { $0.at <= day(end) }
        #expect(cut.decisions == before)
        #expect(cut.fills == whole.fills.filter { $0.at <= day(end) })
    }

    @Test(arguments: UInt64(1)...8, [Depth.unknown, .deep, .thin])
    func `a worker that may not be short never is`(seed: UInt64, depth: Depth) throws {
        var desk = try run(
            universe(seed: seed, instruments: 4, days: 250, depth: depth),
            allowsShort: false
        )
        while let (step, account) = try desk.play(through: day(999)) {
            let units = account.quantities.map(\.decimalString)
            let isShort = account.quantities.contains { $0.isNegative }
            #expect(!isShort, "seed \(seed), step \(step.index): \(units)")
        }
    }

    @Test(arguments: UInt64(1)...6)
    func `no order takes the worker past its limits at the prices it was decided at`(
        seed: UInt64
    ) throws {
        let isLeveraged = seed % 2 == 0
        let leverage = isLeveraged ? 2.0 : 1
        var desk = try run(
            universe(seed: seed, instruments: 5, days: 250),
            allowsShort: true,
            leverage: leverage
        )
        var checked = 0
        while let (_, account) = try desk.play(through: day(999)) {
            for decision in desk.decisions.dropFirst(checked) {
                checked += 1
                guard let order = decision.order else { continue }
                #expect(order.quantity.micros <= abs(decision.target.change.micros))
                #expect(order.quantity.micros % 1_000_000 == 0)
                let notional = try order.reference.notional(of: order.quantity)
                #expect(notional <= (try money("30000")), "seed \(seed)")
                let held = account.quantities[decision.instrument].micros
                let after = held + order.side.sign * order.quantity.micros
                guard abs(after) > abs(held) else { continue }
                let weight = abs(Double(after) / 1e6) * order.reference.value / account.nav.value
                #expect(weight <= 0.3 + 1e-9, "seed \(seed), \(order.id)")
            }
            var gross = 0.0
            for (index, pending) in try desk.execution.pending(instruments: 5).enumerated() {
                let units = account.quantities[index].value + pending.value
                gross += abs(units) * (desk.market.latest[index]?.close.value ?? 0)
            }
            var held = 0.0
            for (index, units) in account.quantities.enumerated() {
                held += abs(units.value) * (desk.market.latest[index]?.close.value ?? 0)
            }
            // Markets may carry exposure past the limit; orders may not.
            let most = max(held, account.nav.value * (leverage - 0.05))
            #expect(gross <= most + 1e-6, "seed \(seed)")
        }
    }

    @Test(arguments: UInt64(1)...6, ["30000", "100000", "250000"])
    func `recalled capital comes back, all of it if need be`(
        seed: UInt64,
        amount: String
    ) throws {
        var desk = try run(
            universe(seed: seed, instruments: 4, days: 250),
            allowsShort: seed % 2 == 0
        )
        while try desk.play(through: day(150)) != nil {}
        #expect(!desk.fills.isEmpty)
        desk.book.recall(transfer: "T-2", amount: try money(amount))
        while let (step, _) = try desk.play(through: day(200)) {
            _ = try desk.book.remit(at: step.at, cycle: 2)
        }
        let account = try desk.book.account()
        if amount == "30000" {
            #expect(desk.book.recalls.isEmpty, "seed \(seed)")
            #expect(account.nav.isPositive)
        } else {
            let isClosed = account.quantities.allSatisfy(\.isZero)
            let isPaid = desk.book.recalls.isEmpty
            #expect(isClosed || isPaid, "seed \(seed): \(account)")
            #expect(isPaid || account.nav.value < 1, "seed \(seed): \(account)")
        }
    }

    @Test(arguments: UInt64(1)...6)
    func `a halted worker sends nothing and a reducing one never grows a position`(
        seed: UInt64
    ) throws {
        var desk = try run(
            universe(seed: seed, instruments: 4, days: 250),
            allowsShort: true
        )
        while try desk.play(through: day(120)) != nil {}
        let sent = desk.execution.sent
        #expect(sent > 0)
        desk.state = .halted
        while try desk.play(through: day(140)) != nil {}
        #expect(desk.execution.sent == sent)
        desk.state = .reducing
        var before = try desk.book.account().quantities
        while let (step, account) = try desk.play(through: day(250)) {
            for (old, new) in zip(before, account.quantities) {
                let hasShrunk = abs(new.micros) <= abs(old.micros)
                let isSameSide = new.isZero || new.isPositive == old.isPositive
                #expect(hasShrunk && isSameSide, "seed \(seed), step \(step.index)")
            }
            before = account.quantities
        }
    }
}
