import Foundation
import LinearAlgebra
import Optimization
import Risk

/// Times portfolios over given returns; `scripts/benchmark-peers` starts it.
///
/// It prints a line for each: task, assets, milliseconds with the covariance, milliseconds of the
/// solution alone, volatility of a period (growth of a period for Kelly's).
@main
struct Portfolios {
    /// What is built, as the script names it.
    enum Task: String, CaseIterable {
        case minimumVariance = "minimum variance"
        case riskParity = "risk parity"
        case maximumDiversification = "maximum diversification"
        case frontier = "frontier of 20"
        case hierarchicalRiskParity = "HRP"
        case kelly = "Kelly"
    }

    static func main() {
        let words = Array(CommandLine.arguments.dropFirst())
        guard words.count == 3, let count = Int(words[1]), let seconds = Double(words[2]) else {
            fail("portfolios RETURNS ASSETS SECONDS; use scripts/benchmark-peers")
        }
        do {
            let returns = try read(words[0], columns: count)
            let names = (0..<count).map { "a\($0)" }
            for task in Task.allCases {
                let problem = try problem(returns, names)
                let value = try build(task, problem)
                let whole = try median(seconds) {
                    _ = try build(task, try Self.problem(returns, names))
                }
                let alone = try median(seconds) { _ = try build(task, problem) }
                print("\(task.rawValue)\t\(count)\t\(whole)\t\(alone)\t\(value)")
            }
        } catch {
            fail("\(error)")
        }
    }

    /// Reads the first columns of a file of doubles, 1,260 rows of 500.
    private static func read(_ path: String, columns: Int) throws -> Matrix {
        let bytes = try Data(contentsOf: URL(filePath: path))
        let rows = bytes.count / 8 / 500
        var matrix = Matrix(rows: rows, columns: columns)
        for row in 0..<rows {
            for column in 0..<columns {
                let start = bytes.startIndex + (row * 500 + column) * 8
                var bits: UInt64 = 0
                for byte in bytes[start..<start + 8].reversed() { bits = bits << 8 | UInt64(byte) }
                matrix[row, column] = Double(bitPattern: bits)
            }
        }
        return matrix
    }

    private static func problem(
        _ returns: Matrix,
        _ names: [String]
    ) throws -> PortfolioProblem {
        let panel = try ReturnPanel(returns)
        let estimate = try CovarianceEstimate.sample(panel)
        return PortfolioProblem(
            names: names,
            covariance: estimate.covariance,
            means: estimate.means,
            history: panel.returns
        )
    }

    /// Builds a portfolio and says how good it is.
    private static func build(_ task: Task, _ problem: PortfolioProblem) throws -> Double {
        func volatility(_ weights: [Double]) -> Double {
            problem.covariance.quadraticForm(weights).squareRoot()
        }
        switch task {
        case .minimumVariance: return volatility(try problem.minimumVariance().weights)
        case .riskParity: return volatility(try problem.riskBudgets().weights)
        case .maximumDiversification:
            return volatility(try problem.maximumDiversification().weights)
        case .frontier:
            let middle = try problem.efficientFrontier(points: 20)[10]
            return volatility(middle.weights)
        case .hierarchicalRiskParity:
            return volatility(try problem.hierarchicalRiskParity().weights)
        case .kelly: return try problem.growthOptimal().objective
        }
    }

    /// The middle time of at least three runs, more while seconds last, in milliseconds.
    private static func median(_ seconds: Double, _ body: () throws -> Void) rethrows -> Double {
        let clock = ContinuousClock()
        let start = clock.now
        var times: [Double] = []
        while times.count < 3
            || (start.duration(to: clock.now) < .seconds(seconds) && times.count < 999)
        {
            let time = try clock.measure(body)
            times.append(time / .milliseconds(1))
        }
        return times.sorted()[times.count / 2]
    }

    private static func fail(_ text: String) -> Never {
        FileHandle.standardError.write(Data("portfolios: \(text)\n".utf8))
        exit(1)
    }
}
