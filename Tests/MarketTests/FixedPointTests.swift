import Market
import Testing

struct FixedPointTests {
    @Test(arguments: [
        ("0", 0), ("1", 1_000_000), ("-12.5", -12_500_000), ("0.000001", 1),
        ("79.310000000", 79_310_000), (".5", 500_000), ("9223372036854.775807", .max),
    ])
    func `a decimal is read exactly`(text: String, micros: Int64) throws {
        #expect(try Money(decimal: text).micros == micros)
    }

    @Test(arguments: ["", ".", "-", "1.2.3", "1e5", " 1", "1,000", "NaN", "+1", "0.0000001"])
    func `what is no decimal of six places is refused`(text: String) {
        #expect(throws: MarketError.self) { try Money(decimal: text) }
    }

    @Test func `a decimal that does not fit is refused by name`() {
        let error = #expect(throws: MarketError.self) { try Money(decimal: "9223372036855") }
        #expect(error?.code == .overflow)
    }

    @Test(arguments: [
        (1_000_000, "1.00"), (-12_500_000, "-12.50"), (1, "0.000001"), (1_234_500, "1.2345"),
        (0, "0.00"),
    ])
    func `a decimal is printed with two to six places`(micros: Int64, text: String) {
        #expect(Money(micros: micros).decimalString == text)
    }

    @Test func `printing and reading are inverse`() throws {
        var state: UInt64 = 42
        for _ in 0..<1_000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let money = Money(micros: Int64(bitPattern: state) >> 8)
            #expect(try Money(decimal: money.decimalString) == money)
        }
    }

    @Test func `sums that do not fit throw and never wrap`() {
        let most = Money(micros: .max)
        #expect(throws: MarketError.self) { try most + Money(micros: 1) }
        #expect(throws: MarketError.self) { try Money(micros: .min) - Money(micros: 1) }
        #expect(throws: MarketError.self) { try -Money(micros: .min) }
        #expect(throws: MarketError.self) { try Money.units(.max) }
    }

    @Test(arguments: [
        (1, 1, 2, 0), (3, 1, 2, 2), (5, 1, 2, 2), (-1, 1, 2, 0), (-3, 1, 2, -2), (7, 1, -2, -4),
        (10, 1, 3, 3), (-10, 1, 3, -3), (20, 1, 3, 7),
    ])
    func `a proportion rounds half to even`(
        value: Int64,
        numerator: Int64,
        denominator: Int64,
        expected: Int64
    ) throws {
        #expect(try scaled(value, by: numerator, over: denominator) == expected)
    }

    @Test func `a proportion keeps products beyond 64 bits`() throws {
        #expect(try scaled(.max, by: .max, over: .max) == .max)
        #expect(throws: MarketError.self) { try scaled(.max, by: 2, over: 1) }
        #expect(throws: MarketError.self) { try scaled(1, by: 1, over: 0) }
    }

    @Test func `price times whole shares is exact`() throws {
        let price = try Price(decimal: "79.310001")
        #expect(try price.notional(of: .units(1_200)).decimalString == "95172.0012")
    }

    @Test func `what is not a number is refused`() {
        #expect(throws: MarketError.self) { try Money(rounding: .nan) }
        #expect(throws: MarketError.self) { try Money(rounding: .infinity) }
        #expect(throws: MarketError.self) { try Money(rounding: 1e19) }
    }

    @Test func `what an amount buys is cut to whole lots`() throws {
        let lot = try Quantity.units(1)
        let bought = try Quantity.affordable(
            with: .units(1_000),
            at: Price(decimal: "33.34"),
            lot: lot
        )
        #expect(bought == (try .units(29)))
        #expect(throws: MarketError.self) {
            try Quantity.affordable(with: .units(1), at: .zero, lot: lot)
        }
    }

    @Test func `five basis points of ten thousand are five`() throws {
        let fee = try Money.units(10_000).basisPoints(BasisPoints(decimal: "5"))
        #expect(fee.decimalString == "5.00")
    }
}
