import Foundation
import Journal
import Master
import Strategies
import Topology

/// The fragments of workers that joined a run while it was going on, `workers/NAME.yaml` of the run.
///
/// The master writes one once the command that adds the worker is durable; whoever starts processes
/// or reads the run finds it there.
struct JoinedWorkers {
    let run: RunDirectory

    private var directory: String { "\(run.path)/workers" }

    private func path(of name: String) -> String { "\(directory)/\(name).yaml" }

    /// Names of the workers that were added, in order.
    func names() throws -> [String] {
        guard FileManager.default.fileExists(atPath: directory) else { return [] }
        return try FileManager.default.contentsOfDirectory(atPath: directory)
            .filter { $0.hasSuffix(".yaml") }
            .map { String($0.dropLast(5)) }
            .sorted()
    }

    /// The workers that were added, in order of name.
    func specifications(costs: CostSpecification) throws -> [WorkerSpecification] {
        try names().map { name in
            try WorkerDocument.load(
                file: path(of: name),
                strategies: StrategyCatalogue.specifications,
                costs: costs
            ).worker
        }
    }

    /// Keeps a worker's fragment; again without effect.
    func keep(_ added: AddedWorker) throws {
        guard !FileManager.default.fileExists(atPath: path(of: added.name)) else { return }
        try FileManager.default.createDirectory(
            atPath: directory,
            withIntermediateDirectories: true
        )
        try Data(added.fragment.utf8).write(
            to: URL(filePath: path(of: added.name)),
            options: .atomic
        )
    }
}
