import Market

/// The share of each worker in the portfolio's volatility.
struct RiskShareChart: StackedChart {
    let names: [String]
    let contributions: [WorkerRisk.Contribution]
    let window: Int

    var id: String { "risk-shares" }
    var title: String { "Risk contributions over time" }
    var valueTitle: String { "Share of portfolio volatility, %" }
    var dates: [CalendarDate] { contributions.map(\.date) }
    var summary: String {
        "Shares of the portfolio's volatility at the ends of months: the weights at that date, the "
            + "covariance of the \(window) cycles before it."
            + (hasHedge
                ? " A worker that lowered the volatility is drawn as nothing, and the rest fill the "
                    + "whole; the table has its sign." : "")
    }

    func shares(_ index: Int) -> [Double] {
        let parts = contributions[index].shares.map { max($0, 0) }
        let sum = parts.reduce(0, +)
        return parts.map { sum > 0 ? $0 / sum : 0 }
    }

    func look(_ layer: Int) -> (colour: String, pattern: Int) {
        (Inks.colour(layer), Inks.pattern(layer))
    }

    private var hasHedge: Bool {
        contributions.contains { $0.shares.contains { $0 < 0 } }
    }
}
