import LinearAlgebra
import Market
import Persistence
import Strategies

@testable import Trading

func money(_ text: String) throws -> Money { try Money(decimal: text) }
func quantity(_ text: String) throws -> Quantity { try Quantity(decimal: text) }
func price(_ text: String) throws -> Price { try Price(decimal: text) }

/// 21:00 UTC, a number of days after Monday, 6 January 2020.
func day(_ count: Int) -> Timestamp {
    let start = CalendarDate(dayNumber: 18_267)
    return Timestamp(date: start, secondOfDay: 75_600)
        .advanced(byNanoseconds: Int64(count) * 86_400_000_000_000)
}

/// A daily bar.
func bar(
    _ count: Int,
    _ close: String,
    open: String? = nil,
    volume: String? = nil
) throws -> Bar {
    Bar(
        knownAt: day(count),
        open: try open.map { try price($0) },
        close: try price(close),
        volume: try volume.map { try quantity($0) }
    )
}

/// The step of a day at which the given closes became known.
func step(_ count: Int, _ closes: [String?]) throws -> MarketStep {
    MarketStep(
        at: day(count),
        index: count,
        bars: try closes.map { try $0.map { try bar(count, $0) } }
    )
}

/// Instruments A, B, C, … that trade in whole units unless a lot is given.
func instruments(_ count: Int, lot: String = "1") throws -> [Instrument] {
    try (0..<count).map { index in
        Instrument(
            id: InstrumentID(String(UnicodeScalar(UInt8(65 + index)))),
            lot: try quantity(lot)
        )
    }
}

/// A market in which every row of closes, one per instrument, has become known.
func market(_ rows: [[String?]], lot: String = "1") throws -> MarketView {
    let count = rows.first?.count ?? 0
    var view = MarketView(
        series: try instruments(count, lot: lot).enumerated().map { index, instrument in
            var bars: [Bar] = []
            for (number, row) in rows.enumerated() {
                if let close = row[index] { bars.append(try bar(number, close)) }
            }
            return try BarSeries(instrument: instrument, bars: bars)
        }
    )
    while view.advance(through: day(rows.count)) != nil {}
    return view
}

/// What a worker owns, as stated.
func account(
    nav: String,
    cash: String? = nil,
    owed: String = "0",
    holding: [String] = ["0"],
    averageCosts: [Double]? = nil
) throws -> AccountView {
    AccountView(
        nav: try money(nav),
        cash: try money(cash ?? nav),
        owed: try money(owed),
        quantities: try holding.map { try quantity($0) },
        averageCosts: averageCosts ?? holding.map { _ in 0 }
    )
}

/// A signal with everything but its strength at rest.
func signal(
    _ strength: Double,
    confidence: Double = 0.5,
    expected: Double = 0,
    horizon: Int = 5,
    stop: Double = 0
) -> Signal {
    Signal(
        strength: strength,
        confidence: confidence,
        expectedReturn: expected,
        horizonBars: horizon,
        stopDistance: stop,
        measure: 0
    )
}

/// The view of one strategy on one instrument.
func view(
    _ instrument: Int,
    _ strength: Double,
    expected: Double = 0,
    horizon: Int = 5,
    stop: Double = 0,
    share: Double = 1
) -> InstrumentView {
    let signal = signal(strength, expected: expected, horizon: horizon, stop: stop)
    return InstrumentView(
        instrument: instrument,
        views: [StrategyView(strategy: 0, signal: signal, share: share)]
    )
}

/// A strategy that is always of the opinion its parameter states.
struct Stubborn: Strategy {
    static let specification = StrategySpecification(
        name: "stubborn",
        summary: "never changes its mind",
        ruleVersion: 3,
        parameters: [
            ParameterSpecification("strength", "its opinion", standard: 1, range: -1...1)
        ]
    )
    static let evidence = "nothing"
    private let strength: Double

    init(parameters: StrategyParameters) { strength = parameters["strength"] }

    mutating func observe(_ bar: Bar) -> Signal? { signal(strength) }

    mutating func exchange(with coder: inout StateCoder) throws(PersistenceError) {}
}

/// Assigns a strategy with what is set.
func assignment(
    _ type: any Strategy.Type,
    _ set: [String: Double] = [:],
    share: Double = 1
) -> StrategyAssignment {
    StrategyAssignment(
        type: type,
        parameters: StrategyParameters(set, for: type.specification),
        share: share
    )
}

/// Whether two figures differ by at most a tolerance.
func isNear(_ left: Double, _ right: Double, _ tolerance: Double) -> Bool {
    abs(left - right) <= tolerance
}
