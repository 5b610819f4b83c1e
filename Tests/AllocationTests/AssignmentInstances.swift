import Allocation
import Foundation
import LinearAlgebra

/// Assignment problems to solve: drawn ones, and the best worth of small ones by trying all.
enum AssignmentInstances {
    /// Draws a problem with values, synergies of both signs, conflicts and bounds that bind.
    static func drawn(
        _ random: inout Xoshiro256,
        strategies: Int,
        accounts: Int,
        strategiesMaximum: Int
    ) throws -> AssignmentProblem {
        func number(_ range: ClosedRange<Int64>) -> Int64 {
            range.lowerBound
                + Int64(random.next() % UInt64(range.upperBound - range.lowerBound + 1))
        }
        let capital = (0..<strategies).map { _ in number(0...29) }
        let share = capital.reduce(0, +) / Int64(accounts)
        let bounds = (0..<accounts).map { _ in
            let upper = share * number(60...110) / 100
            return AssignmentProblem.Account(
                capital: upper * number(0...60) / 100...upper,
                strategiesMaximum: strategiesMaximum
            )
        }
        var synergies: [AssignmentProblem.Synergy] = []
        var conflicts: [AssignmentProblem.Conflict] = []
        for second in 0..<strategies {
            for first in 0..<second {
                if number(1...100) <= 30 {
                    synergies.append(.init(first, second, worth: number(-40...40)))
                }
                if number(1...100) <= 10 { conflicts.append(.init(second, first)) }
            }
        }
        return try AssignmentProblem(
            values: (0..<strategies).map { _ in (0..<accounts).map { _ in number(-20...99) } },
            capital: capital,
            accounts: bounds,
            synergies: synergies,
            conflicts: conflicts
        )
    }

    /// The worth of the best assignment by trying all of them; `nil` where none is feasible.
    static func bestByTryingAll(_ problem: AssignmentProblem) -> Int64? {
        var best: Int64?
        var choice = [Int?](repeating: nil, count: problem.values.count)
        func place(_ strategy: Int) {
            guard strategy < choice.count else {
                guard let found = problem.evaluated(choice) else { return }
                best = max(best ?? found.objective, found.objective)
                return
            }
            for account in problem.accounts.indices {
                choice[strategy] = account
                place(strategy + 1)
            }
            choice[strategy] = nil
            place(strategy + 1)
        }
        place(0)
        return best
    }

    private static let shared = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "shared/reference")

    /// Whether a case of trusted solvers lies beside the package.
    static func hasReference(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: shared.appending(path: "\(name).json").path())
    }

    /// A case of trusted solvers: the problem and the objective they proved.
    static func reference(
        _ name: String
    ) throws -> (problem: AssignmentProblem, objective: Int?) {
        let data = try Data(contentsOf: shared.appending(path: "\(name).json"))
        let object = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
        let parameters = object["parameters"] as? [String: Any] ?? [:]
        func row(_ key: String) -> [Int64] { (parameters[key] as? [Int] ?? []).map(Int64.init) }
        func table(_ key: String) -> [[Int]] { parameters[key] as? [[Int]] ?? [] }
        let strategiesMaximum = parameters["max_strategies_per_account"] as? Int ?? 0
        let problem = try AssignmentProblem(
            values: table("value").map { $0.map(Int64.init) },
            capital: row("capital"),
            accounts: zip(row("account_capital_min"), row("account_capital_max")).map {
                .init(capital: $0...$1, strategiesMaximum: strategiesMaximum)
            },
            synergies: table("synergy").map { .init($0[0], $0[1], worth: Int64($0[2])) },
            conflicts: table("conflicts").map { .init($0[0], $0[1]) }
        )
        let expected = object["expected"] as? [String: Any]
        return (problem, expected?["objective"] as? Int)
    }
}
