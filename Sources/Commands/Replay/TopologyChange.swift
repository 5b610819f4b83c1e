import ArgumentParser
import Inspection
import Market
import Strategies
import Topology

/// One parameter that a replay sets otherwise: `worker.strategy.key=value`.
struct ParameterChange: ExpressibleByArgument, Equatable {
    let worker: String
    let strategy: String
    let key: String
    let value: Double

    /// Reads `tech.time_series_momentum.lookback=126`; `nil` for any other shape.
    init?(argument: String) {
        let sides = argument.split(separator: "=", omittingEmptySubsequences: false)
        guard sides.count == 2, let value = Double(sides[1]), value.isFinite else { return nil }
        let names = sides[0].split(separator: ".", omittingEmptySubsequences: false)
        guard names.count == 3, !names.contains("") else { return nil }
        worker = String(names[0])
        strategy = String(names[1])
        key = String(names[2])
        self.value = value
    }

    /// Returns a topology with the parameter set, and the change in words.
    func applied(to topology: Topology) throws -> (topology: Topology, words: String) {
        guard let old = topology.worker(named: worker) else {
            throw Self.unknown("worker", worker, among: topology.workers.map(\.name))
        }
        guard let index = old.strategies.firstIndex(where: { $0.name == strategy }) else {
            throw Self.unknown("strategy", strategy, among: old.strategies.map(\.name), of: worker)
        }
        var strategies = old.strategies
        let before = strategies[index]
        let known = before.specification.parameters
        guard let parameter = known.first(where: { $0.name == key }) else {
            throw Self.unknown("parameter", key, among: known.map(\.name), of: strategy)
        }
        guard parameter.range.contains(value), !parameter.isWhole || value == value.rounded() else {
            let kind = parameter.isWhole ? "a whole number" : "a number"
            throw CommandFailure(
                .badInput,
                "\(strategy).\(key) cannot be \(Self.text(value))",
                advice: [
                    "It is \(kind) from \(Self.text(parameter.range.lowerBound)) to "
                        + "\(Self.text(parameter.range.upperBound)): \(parameter.summary)."
                ]
            )
        }
        var values: [String: Double] = [:]
        for parameter in known { values[parameter.name] = before.parameters[parameter.name] }
        values[key] = value
        strategies[index] = StrategyAllocationSpecification(
            specification: before.specification,
            weight: before.weight,
            parameters: StrategyParameters(values, for: before.specification)
        )
        let words =
            "\(worker) \(strategy).\(key) \(Self.text(before.parameters[key])) → \(Self.text(value))"
        return (topology.replacing(old.running(strategies)), words)
    }

    private static func text(_ value: Double) -> String {
        NumberText.decimal(value, places: value == value.rounded() ? 0 : 6)
    }

    private static func unknown(
        _ noun: String,
        _ name: String,
        among names: [String],
        of owner: String = ""
    ) -> CommandFailure {
        let nearest = nearestName(to: name, among: names).map { "Did you mean \($0)? " } ?? ""
        let whose = owner.isEmpty ? "the topology" : owner
        return CommandFailure(
            .badInput,
            "\(whose) has no \(noun) \"\(name)\"",
            advice: [
                nearest
                    + (names.isEmpty ? "It has none." : "It has \(names.joined(separator: ", "))."),
                "A parameter is set with --parameter worker.strategy.key=value.",
            ]
        )
    }
}

extension Topology {
    /// The same cluster with a worker put in the place of the one of its name.
    fileprivate func replacing(_ worker: WorkerSpecification) -> Topology {
        Topology(
            name: name,
            seed: seed,
            data: data,
            clock: clock,
            capital: capital,
            benchmark: benchmark,
            master: master,
            costs: costs,
            workers: workers.map { $0.name == worker.name ? worker : $0 }
        )
    }
}

extension WorkerSpecification {
    /// The same worker with other strategies.
    fileprivate func running(
        _ strategies: [StrategyAllocationSpecification]
    ) -> WorkerSpecification {
        WorkerSpecification(
            name: name,
            mandate: mandate,
            strategies: strategies,
            sizing: sizing,
            limits: limits,
            costs: costs
        )
    }
}
