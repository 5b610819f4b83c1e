import Inspection
import Market
import Testing

@Suite struct NumberTextTests {
    @Test(arguments: [
        (0, "0"), (7, "7"), (-7, "−7"), (999, "999"), (1_000, "1,000"), (1_000_007, "1,000,007"),
        (Int64.max, "9,223,372,036,854,775,807"), (Int64.min, "−9,223,372,036,854,775,808"),
    ])
    func `whole numbers have their thousands separated`(value: Int64, text: String) {
        #expect(NumberText.integer(value) == text)
    }

    @Test(arguments: [
        (1_234.5, 2, false, "1,234.50"), (0.125, 2, false, "0.12"), (0.375, 2, false, "0.38"),
        (-0.001, 2, false, "0.00"), (0.71, 2, true, "+0.71"), (-12.345, 1, true, "−12.3"),
        (0, 1, true, "0.0"), (2.5, 0, false, "2"), (.infinity, 2, false, "∞"),
        (-.infinity, 2, false, "−∞"), (.nan, 2, false, "–"), (99.999, 2, false, "100.00"),
    ])
    func `decimals are rounded half to even and keep their sign`(
        value: Double,
        places: Int,
        isSigned: Bool,
        text: String
    ) {
        #expect(NumberText.decimal(value, places: places, isSigned: isSigned) == text)
    }

    @Test func `percentages carry their unit`() {
        #expect(NumberText.percent(0.1234) == "12.3 %")
        #expect(NumberText.percent(-0.021, isSigned: true) == "−2.1 %")
    }

    @Test func `money is shown to the cent and to the unit`() {
        #expect(NumberText.money(Money(micros: 1_666_666_665_000)) == "1,666,666.66")
        #expect(NumberText.money(Money(micros: -5_000)) == "0.00")
        #expect(NumberText.wholeMoney(Money(micros: -17_345_780_510_000)) == "−17,345,781")
    }

    @Test func `quantities and prices show the decimals they have`() {
        #expect(NumberText.quantity(Quantity(micros: 510_170_000_000)) == "510,170")
        #expect(NumberText.quantity(Quantity(micros: 250_000)) == "0.25")
        #expect(NumberText.price(Price(micros: 79_310_000)) == "79.31")
        #expect(NumberText.price(Price(micros: 297_242)) == "0.297242")
        #expect(NumberText.price(Price(micros: 245_063_809)) == "245.06")
        #expect(NumberText.price(Price(micros: 3_000_000)) == "3.00")
    }

    @Test(arguments: [
        (96_000, "96 µs"), (1_250_000, "1.2 ms"), (328_000_000, "328 ms"),
        (4_800_000_000, "4.8 s"), (41_000_000_000, "41 s"), (180_000_000_000, "3 min"),
    ])
    func `spans of time have the unit that suits them`(nanoseconds: Int64, text: String) {
        #expect(NumberText.duration(nanoseconds: nanoseconds) == text)
    }

    @Test func `moments are shown to the minute`() throws {
        let moment = try Timestamp("2011-06-13T21:05:59Z")
        #expect(NumberText.moment(moment) == "2011-06-13 21:05 UTC")
    }

    @Test func `one is counted in the singular`() {
        #expect(NumberText.count(1, "order") == "1 order")
        #expect(NumberText.count(0, "order") == "0 orders")
        #expect(NumberText.count(8_313, "cycle") == "8,313 cycles")
    }
}
