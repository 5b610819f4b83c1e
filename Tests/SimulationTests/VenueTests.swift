import LinearAlgebra
import Market
import Simulation
import Testing
import Trading

/// What trading costs unless a test says otherwise: 2 bp half-spread, 30 bp impact, 1 bp commission.
private func costs(_ change: (inout VenueCosts) throws -> Void = { _ in }) throws -> VenueCosts {
    var costs = VenueCosts(
        halfSpread: try BasisPoints(decimal: "2"),
        impact: try BasisPoints(decimal: "30"),
        commission: try BasisPoints(decimal: "1"),
        commissionMinimum: try Money(decimal: "0.5"),
        participationMaximum: 0.04
    )
    try change(&costs)
    return costs
}

private func order(_ side: Side, _ units: String, at reference: String = "100") throws -> Order {
    Order(
        id: OrderID(worker: "w", generation: 1, number: 1),
        instrument: InstrumentID("A"),
        side: side,
        quantity: try Quantity(decimal: units),
        reference: try Price(decimal: reference),
        decidedAt: .epoch
    )
}

private func bar(
    _ close: String,
    open: String? = nil,
    high: String? = nil,
    low: String? = nil,
    volume: String? = nil
) throws -> Bar {
    Bar(
        knownAt: Timestamp.epoch.advanced(byNanoseconds: 86_400_000_000_000),
        open: try open.map { try Price(decimal: $0) },
        high: try high.map { try Price(decimal: $0) },
        low: try low.map { try Price(decimal: $0) },
        close: try Price(decimal: close),
        volume: try volume.map { try Quantity(decimal: $0) }
    )
}

private func answer(
    _ order: Order,
    _ bar: Bar,
    _ costs: VenueCosts,
    lot: String = "1"
) throws -> VenueAnswer {
    var venue = SimulatedVenue(costs: costs)
    let instrument = Instrument(id: InstrumentID("A"), lot: try Quantity(decimal: lot))
    return try venue.match(order, instrument: instrument, bar: bar)
}

private func fill(
    _ order: Order,
    _ bar: Bar,
    _ costs: VenueCosts,
    lot: String = "1"
) throws -> Fill {
    let answer = try answer(order, bar, costs, lot: lot)
    guard case .filled(let fill) = answer else {
        throw TradingError(.arithmetic, "expected a fill, found \(answer)")
    }
    return fill
}

private func rejection(_ answer: VenueAnswer) -> String? {
    guard case .rejected(let reason) = answer else { return nil }
    return reason.code
}

struct VenuePriceTests {
    @Test func `an order trades at the open where the bar has one, else at the close`() throws {
        let free = try costs {
            $0.halfSpread = .zero
            $0.impact = .zero
        }
        let atOpen = try fill(try order(.buy, "5"), try bar("110", open: "103"), free)
        #expect(atOpen.price.decimalString == "103.00")
        #expect(atOpen.reference == atOpen.price)
        let atClose = try fill(try order(.buy, "5"), try bar("110"), free)
        #expect(atClose.price.decimalString == "110.00")
        #expect(atClose.at == (try bar("1").knownAt))
        #expect(atClose.number == 1)
    }

    @Test func `half-spread and square-root impact are paid by either side`() throws {
        // 100 of 10,000 is 1 %, its root 10 %: 3 of 30 bp. With 2 bp of spread 5 bp of 100.
        let bar = try bar("100", volume: "10000")
        let bought = try fill(try order(.buy, "100"), bar, try costs())
        #expect(bought.price.decimalString == "100.05")
        #expect(bought.reference.decimalString == "100.00")
        #expect(try bought.slippage().decimalString == "5.00")
        let sold = try fill(try order(.sell, "100"), bar, try costs())
        #expect(sold.price.decimalString == "99.95")
        #expect(try sold.slippage().decimalString == "5.00")
    }

    @Test func `four times the size has twice the impact`() throws {
        let bar = try bar("100", volume: "10000")
        let impactOnly = try costs { $0.halfSpread = .zero }
        let one = try fill(try order(.buy, "100"), bar, impactOnly)
        let four = try fill(try order(.buy, "400"), bar, impactOnly)
        #expect(one.price.decimalString == "100.03")
        #expect(four.price.decimalString == "100.06")
    }

    @Test func `without volumes the impact is that of the participation cap`() throws {
        // √4 % = 20 %: 6 bp, and 2 bp of spread, whatever the size.
        for units in ["1", "1000000"] {
            let bought = try fill(try order(.buy, units), try bar("100"), try costs())
            #expect(bought.price.decimalString == "100.08")
            #expect(bought.quantity == (try Quantity(decimal: units)))
        }
    }

    @Test func `impact is that of what trades, not of what was ordered`() throws {
        // Cut to 400 of 10,000: 6 bp and 2 bp.
        let part = try fill(try order(.sell, "9000"), try bar("100", volume: "10000"), try costs())
        #expect(part.quantity.decimalString == "400.00")
        #expect(part.price.decimalString == "99.92")
    }

    @Test func `the price is rounded at the sixth decimal`() throws {
        // 0.0127 × 1.0002 = 0.01270254 and 0.0127 × 0.9998 = 0.01269746.
        let spread = try costs { $0.impact = .zero }
        let bar = try bar("0.0127")
        #expect(try fill(try order(.buy, "1", at: "0.0127"), bar, spread).price.micros == 12_703)
        #expect(try fill(try order(.sell, "1", at: "0.0127"), bar, spread).price.micros == 12_697)
    }

    @Test func `costs that leave no price are a rejection`() throws {
        let absurd = try costs { $0.halfSpread = try BasisPoints(decimal: "10000") }
        let answer = try answer(try order(.sell, "1"), try bar("100"), absurd)
        #expect(rejection(answer) == "no_price")
    }
}

struct VenueSizeTests {
    @Test func `at most a part of the volume trades, in whole lots`() throws {
        let free = try costs { $0.participationMaximum = 0.1 }
        let part = try fill(try order(.buy, "50"), try bar("100", volume: "239"), free)
        #expect(part.quantity.decimalString == "23.00")
        let lots = try fill(
            try order(.buy, "50"),
            try bar("100", volume: "239"),
            free,
            lot: "10"
        )
        #expect(lots.quantity.decimalString == "20.00")
        let whole = try fill(try order(.buy, "50"), try bar("100", volume: "500"), free)
        #expect(whole.quantity.decimalString == "50.00")
    }

    @Test(arguments: ["0", "24"])
    func `a bar too thin for one lot leaves the order waiting`(volume: String) throws {
        let answer = try answer(
            try order(.buy, "50"),
            try bar("100", volume: volume),
            try costs()
        )
        #expect(answer == .waiting)
    }

    @Test func `an order that is no multiple of the lot is rejected`() throws {
        for (units, lot) in [("5", "10"), ("15", "10"), ("0.5", "1"), ("1.000001", "1")] {
            let answer = try answer(
                try order(.buy, units),
                try bar("100"),
                try costs(),
                lot: lot
            )
            #expect(rejection(answer) == "odd_lot", "\(units) in lots of \(lot)")
        }
        let fine = try fill(
            try order(.sell, "0.75"),
            try bar("100"),
            try costs(),
            lot: "0.25"
        )
        #expect(fine.quantity.decimalString == "0.75")
    }

    @Test(arguments: UInt64(1)...20)
    func `no fill exceeds its order or its part of the volume, nor beats the reference`(
        seed: UInt64
    ) throws {
        var generator = Xoshiro256(seed: seed)
        let costs = try costs()
        for _ in 0..<300 {
            let side: Side = Bool.random(using: &generator) ? .buy : .sell
            let units = Int64.random(in: 1...5_000, using: &generator)
            let volume = Int64.random(in: 0...200_000, using: &generator)
            let close = generator.uniform(in: 70...140)
            let order = try order(side, "\(units)")
            let bar = Bar(
                knownAt: .epoch.advanced(byNanoseconds: 1),
                close: try Price(rounding: close),
                volume: try .units(volume)
            )
            guard case .filled(let fill) = try answer(order, bar, costs) else {
                #expect(volume < 25, "seed \(seed): \(volume)")
                continue
            }
            #expect(fill.quantity <= order.quantity, "seed \(seed)")
            #expect(fill.quantity.value <= Double(volume) * 0.04 + 1e-9, "seed \(seed)")
            #expect(fill.quantity.isPositive && fill.quantity.micros % 1_000_000 == 0)
            let direct =
                2 + 30 * (fill.quantity.value / Double(volume)).squareRoot()
            let factor = 1 + Double(side.sign) * direct / 10_000
            let expected = fill.reference.value * factor
            #expect(abs(fill.price.value - expected) <= 1e-6, "seed \(seed)")
            #expect(try !fill.slippage().isNegative, "seed \(seed)")
        }
    }
}

struct VenueCommissionTests {
    @Test(arguments: [("100", "1.0005"), ("49", "0.50"), ("1", "0.50"), ("50", "0.50025")])
    func `commission is a part of the amount, but not less than its minimum`(
        units: String,
        expected: String
    ) throws {
        // 100.05 a unit with 5 bp of costs; 1 bp of 100 units is 1.0005.
        let free = try costs { $0.impact = try BasisPoints(decimal: "15") }
        let traded = try fill(try order(.buy, units), try bar("100"), free)
        #expect(traded.price.decimalString == "100.05")
        #expect(traded.commission.decimalString == expected)
    }

    @Test func `a sale pays commission like a purchase`() throws {
        let sold = try fill(try order(.sell, "1000"), try bar("100"), try costs())
        // 1,000 × 99.92 × 1 bp.
        #expect(sold.commission.decimalString == "9.992")
    }

    @Test func `an amount beyond the range stops trading instead of trapping`() throws {
        let error = #expect(throws: TradingError.self) {
            try answer(
                try order(.buy, "9000000000000", at: "9000"),
                try bar("9000"),
                try costs()
            )
        }
        #expect(error?.code == .arithmetic)
    }
}

struct VenuePriceLimitTests {
    @Test(arguments: [
        ("149.99", false), ("150.01", true), ("50.01", false), ("49.99", true), ("1000", true),
    ])
    func `a price too far from that of the decision is rejected`(
        close: String,
        isRejected: Bool
    ) throws {
        for side in Side.allCases {
            let answer = try answer(try order(side, "5"), try bar(close), try costs())
            #expect(rejection(answer) == (isRejected ? "price_limit" : nil))
        }
    }

    @Test func `the limit is held against the price that would be traded`() throws {
        let free = try costs { $0.priceLimit = 0.1 }
        let jumpedOpen = try bar("101", open: "120")
        let calmOpen = try bar("150", open: "101")
        #expect(rejection(try answer(try order(.buy, "5"), jumpedOpen, free)) == "price_limit")
        #expect(rejection(try answer(try order(.buy, "5"), calmOpen, free)) == nil)
    }

    @Test func `a bar without volume is waited out before the limit is looked at`() throws {
        let answer = try answer(
            try order(.buy, "5"),
            try bar("1000", volume: "0"),
            try costs()
        )
        #expect(answer == .waiting)
    }
}
