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
        return worker
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
