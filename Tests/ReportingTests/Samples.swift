import Market
import Reporting

/// Inputs of any length, made by arithmetic, so that they are the same in every run.
enum Samples {
    /// A run of weekdays from 1990 with workers whose values add up to the portfolio's.
    static func input(cycles: Int, workers: Int, hasBenchmark: Bool = true) -> ReportInput {
        let start = CalendarDate(dayNumber: 7_306)
        var state = Wave()
        var navs = [[Double]](repeating: [], count: workers)
        var returns = [[Double?]](repeating: [], count: workers)
        var values = [Double](repeating: 1_000_000, count: workers)
        var rows: [ReportInput.Cycle] = []
        var benchmark: [Double] = []
        let contributed = 1_000_000.0 * Double(workers) + 250_000
        var other = contributed
        for cycle in 0..<cycles {
            for worker in 0..<workers {
                let change = state.next(drift: 0.0004)
                values[worker] *= 1 + change
                navs[worker].append(values[worker])
                returns[worker].append(change)
            }
            other *= 1 + state.next(drift: 0.0003)
            benchmark.append(other)
            rows.append(
                ReportInput.Cycle(
                    date: CalendarDate(dayNumber: start.dayNumber + 1 + cycle * 7 / 5),
                    nav: values.reduce(250_000, +),
                    treasury: 200_000,
                    inTransit: 50_000,
                    stance: ["balanced", "defensive"][cycle / 90 % 2],
                    regime: ["unknown", "bull", "bear"][cycle / 70 % 3]
                )
            )
        }
        let end = rows.last?.date ?? start
        var input = ReportInput(
            run: run(from: start, to: end),
            portfolio: .init(start: start, contributed: contributed, cycles: rows)
        )
        if hasBenchmark { input.benchmark = .init(name: "equal-weight hold", nav: benchmark) }
        input.workers = (0..<workers).map { index in
            worker(index, nav: navs[index], returns: returns[index])
        }
        return input
    }

    private static func run(from: CalendarDate, to: CalendarDate) -> ReportInput.Run {
        var run = ReportInput.Run(
            id: "sample-1",
            topology: "sample",
            created: "2026-01-05 14:03 UTC",
            engineVersion: "0.1.0",
            ledgerDigest: "3f9c2b7a",
            data: (from, to)
        )
        run.assumptions = ["Orders fill at the next close.", "Each fill pays 5 basis points."]
        return run
    }

    private static func worker(
        _ index: Int,
        nav: [Double],
        returns: [Double?]
    ) -> ReportInput.Worker {
        var worker = ReportInput.Worker(
            name: "worker_\(index)",
            segment: "tech",
            stance: "alpha",
            nav: nav,
            returns: returns,
            capital: 1_000_000
        )
        worker.signals = 900
        worker.orders = 1_234 + index
        worker.fills = 1_200
        worker.denied = 17
        worker.commission = 56.25
        worker.capitals = nav.map { _ in 1_000_000 }
        worker.exposures = nav.map { $0 / 2 }
        worker.trades = nav.indices.map { trades($0) }
        worker.denials = [.init(code: "buying_power", denied: 17, resized: 3)]
        worker.positions = [.init(instrument: "AAPL", quantity: 100, price: 12.5, value: 1_250)]
        worker.strategies = ["momentum", "reversion"].map { name in
            var strategy = ReportInput.Strategy(name: name, cycles: nav.count)
            strategy.shares = nav.map { _ in 0.5 }
            strategy.returns = returns.map { $0.map { name == "momentum" ? $0 : -$0 } }
            strategy.signals = 450
            strategy.forecasts.add(expected: 0.01, realised: 0.02)
            strategy.forecasts.add(expected: 0.01, realised: -0.01)
            return strategy
        }
        return worker
    }

    /// Trades on every tenth cycle: 10,000 at 8 basis points and a commission of 1.
    private static func trades(_ cycle: Int) -> ReportInput.Trades {
        var trades = ReportInput.Trades()
        guard cycle % 10 == 0 else { return trades }
        trades.count = 2
        trades.amount = 10_000
        trades.slippage = 8
        trades.commission = 1
        return trades
    }
}

/// A generator of small returns from a fixed seed.
private struct Wave {
    private var state: UInt64 = 88_172_645_463_325_252

    mutating func next(drift: Double) -> Double {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return drift + (Double(state >> 11) / Double(UInt64(1) << 53) - 0.5) * 0.03
    }
}
