import Market

@testable import Trading

/// A context around instrument A (and B, where two prices are given) on day 1.
func context(
    closes: [String] = ["100"],
    before: [String]? = nil,
    nav: String = "10000",
    cash: String? = nil,
    owed: String = "0",
    holding: [String]? = nil,
    pending: [String]? = nil,
    reserved: String = "0",
    now: Timestamp = day(1),
    state: TradingState = .active,
    holdsLease: Bool = true,
    lot: String = "1"
) throws -> CheckContext {
    let none = closes.map { _ in "0" }
    return CheckContext(
        account: try account(nav: nav, cash: cash, owed: owed, holding: holding ?? none),
        pending: try (pending ?? none).map { try quantity($0) },
        reserved: try money(reserved),
        market: try market([before ?? closes, closes], lot: lot),
        now: now,
        state: state,
        holdsLease: holdsLease
    )
}

/// A context of an instrument that has never had a price.
func unpriced(holding: String = "0") throws -> CheckContext {
    CheckContext(
        account: try account(nav: "10000", holding: [holding]),
        pending: [.zero],
        reserved: .zero,
        market: MarketView(series: [try BarSeries(instrument: try instruments(1)[0], bars: [])]),
        now: day(1),
        state: .active,
        holdsLease: true
    )
}

/// A proposal in instrument A.
func proposal(_ side: Side, _ units: String) throws -> OrderProposal {
    OrderProposal(instrument: 0, side: side, quantity: try quantity(units))
}

extension Verdict {
    /// The verdict in words: `pass`, `resized 3.00`, `denied`.
    var words: String {
        switch self {
        case .pass: "pass"
        case .resized(let quantity): "resized \(quantity)"
        case .denied: "denied"
        }
    }
}
