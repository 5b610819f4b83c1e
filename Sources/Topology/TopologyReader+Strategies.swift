import Strategies
import Yams

extension TopologyReader {
    mutating func allocations(
        of worker: Section,
        catalogue: [StrategySpecification]
    ) -> [StrategyAllocationSpecification] {
        let path = worker.path(of: "strategies")
        let remedy =
            "List at least one of \(catalogue.map(\.name).sorted().joined(separator: ", "))."
        guard worker.entries["strategies"] != nil else {
            reportMissing("strategies", of: worker, remedy: remedy)
            return []
        }
        guard let nodes = list("strategies", of: worker, of: "strategies") else { return [] }
        guard !nodes.isEmpty else {
            report(
                "is empty",
                at: worker.mark(of: "strategies"),
                path: path,
                reason: "A worker without a strategy would hold its capital in cash for ever.",
                remedy: remedy
            )
            return []
        }
        var allocations: [StrategyAllocationSpecification] = []
        for (index, node) in nodes.enumerated() {
            let allocation = allocation(
                node,
                at: "\(path)[\(index)]",
                standardWeight: 1 / Double(nodes.count),
                catalogue: catalogue
            )
            guard let allocation else { continue }
            if allocations.contains(where: { $0.name == allocation.name }) {
                report(
                    "\(allocation.name) is listed twice",
                    at: SourceMark(node),
                    path: "\(path)[\(index)]",
                    reason: "Signals and returns are booked by the strategy's name.",
                    remedy: "Keep one and give it the sum of the weights."
                )
            }
            allocations.append(allocation)
        }
        checkSum(of: allocations, in: worker)
        return allocations
    }

    private mutating func checkSum(
        of allocations: [StrategyAllocationSpecification],
        in worker: Section
    ) {
        let sum = allocations.reduce(0) { $0 + $1.weight }
        guard sum > 1 + 1e-9 else { return }
        report(
            "the weights sum to \(shortest((sum * 1e6).rounded() / 1e6)), more than 1",
            at: worker.mark(of: "strategies"),
            path: worker.path(of: "strategies"),
            reason: "Weights are shares of the worker's capital; what is left over stays in cash.",
            remedy: "Lower them until they sum to 1 or less."
        )
    }

    private mutating func allocation(
        _ node: Node,
        at path: String,
        standardWeight: Double,
        catalogue: [StrategySpecification]
    ) -> StrategyAllocationSpecification? {
        let section = section(node, at: path, keys: ["name", "weight", "parameters"])
        let weight = number("weight", of: section, standard: standardWeight, in: 0...1)
        let names = catalogue.map(\.name).sorted()
        guard section.entries["name"] != nil else {
            reportMissing(
                "name",
                of: section,
                remedy: "Name one of \(names.joined(separator: ", "))."
            )
            return nil
        }
        guard let scalar = scalar("name", of: section, expected: "the name of a strategy") else {
            return nil
        }
        guard let specification = catalogue.first(where: { $0.name == scalar.text }) else {
            let nearest = nearestName(to: scalar.text, among: names)
            report(
                "there is no strategy \"\(scalar.text.prefix(60))\"",
                at: scalar.mark,
                path: scalar.path,
                reason: "Only strategies that are built in can run.",
                remedy: nearest.map { "Did you mean \"\($0)\"?" }
                    ?? "Choose one of \(names.joined(separator: ", "))."
            )
            return nil
        }
        return StrategyAllocationSpecification(
            specification: specification,
            weight: weight,
            parameters: parameters(of: section, specification: specification)
        )
    }

    private mutating func parameters(
        of strategy: Section,
        specification: StrategySpecification
    ) -> StrategyParameters {
        let keys = specification.parameters.map(\.name)
        let section = section("parameters", of: strategy, keys: keys)
        var values: [String: Double] = [:]
        for parameter in specification.parameters {
            guard let value = optionalNumber(parameter.name, of: section, in: parameter.range)
            else { continue }
            if parameter.isWhole, value != value.rounded() {
                report(
                    "\(shortest(value)) is not a whole number",
                    at: section.mark(of: parameter.name),
                    path: section.path(of: parameter.name),
                    reason: "It counts something: \(parameter.summary).",
                    remedy: "Write \(shortest(value.rounded())), for example."
                )
            }
            values[parameter.name] = value
        }
        return StrategyParameters(values, for: specification)
    }
}
