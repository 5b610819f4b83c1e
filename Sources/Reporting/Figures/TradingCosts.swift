import Performance

/// What trading cost over some cycles.
struct TradingCosts: Sendable {
    /// Fills in all.
    private(set) var fills = 0
    /// Price times quantity, buys and sales alike.
    private(set) var traded = 0.0
    /// Cost against the price of reference.
    private(set) var slippage = 0.0
    /// Commission paid.
    private(set) var commission = 0.0

    /// Adds the trades of a worker in some cycles; a worker without known trades adds nothing.
    init(_ workers: [ReportInput.Worker], cycles: Range<Int>) {
        for worker in workers where !worker.trades.isEmpty {
            for trades in worker.trades[cycles] {
                fills += trades.count
                traded += trades.amount
                slippage += trades.slippage
                commission += trades.commission
            }
        }
    }

    /// Slippage and commission together.
    var total: Double { slippage + commission }

    /// The total per amount traded, in basis points; `nil` where nothing was.
    var basisPoints: Double? { traded > 0 ? total / traded * 10_000 : nil }
}

extension Evaluation {
    /// The mean of the portfolio's net asset value at the ends of some cycles.
    func meanNav(_ cycles: Range<Int>) -> Double {
        mean(cycles) { input.portfolio.cycles[$0].nav }
    }

    /// The mean over some cycles.
    func mean(_ cycles: Range<Int>, _ value: (Int) -> Double) -> Double {
        cycles.isEmpty ? 0 : cycles.reduce(0) { $0 + value($1) } / Double(cycles.count)
    }

    /// How many years some cycles are.
    func years(_ cycles: Int) -> Double { Double(cycles) / input.run.convention.periodsPerYear }

    /// All cycles.
    var cycles: Range<Int> { 0..<input.portfolio.cycles.count }
}
