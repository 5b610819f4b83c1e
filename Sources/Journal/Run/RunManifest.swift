internal import Foundation

/// What a run is made of, written as `manifest.json` when it starts.
package struct RunManifest: Sendable, Equatable, Codable {
    /// A process of the run.
    package struct Process: Sendable, Equatable, Codable {
        /// Name of the process, and of its journal.
        package var name: String
        /// What it does, such as "master" or "worker".
        package var role: String

        /// Creates a process.
        package init(name: String, role: String) {
            self.name = name
            self.role = role
        }
    }

    /// Name of the run, and of its directory; ``RunDirectory`` fills it in.
    package var runID: String
    /// Name of the topology.
    package var topologyName: String
    /// Digest of the topology's text.
    package var topologyDigest: String
    /// Digest of the market data.
    package var dataDigest: String
    /// Seed of everything random.
    package var seed: UInt64
    /// Version of the engine.
    package var engineVersion: String
    /// What a commit survives.
    package var durability: Durability
    /// How time passes, such as "replay" or "paper".
    package var mode: String
    /// What carries messages, such as "ipc" or "memory".
    package var transport: String
    /// Wall time of creation, such as "2026-01-02T03:04:05Z"; ``RunDirectory`` fills it in.
    package var created: String
    /// The command line, without secrets.
    package var arguments: [String]
    /// Processes the run started with, and those that joined.
    package var processes: [Process]

    /// Creates a manifest; the run's name and its time are filled in by ``RunDirectory``.
    package init(
        topologyName: String,
        topologyDigest: String,
        dataDigest: String,
        seed: UInt64,
        engineVersion: String,
        durability: Durability,
        mode: String,
        transport: String,
        arguments: [String],
        processes: [Process]
    ) {
        runID = ""
        created = ""
        self.topologyName = topologyName
        self.topologyDigest = topologyDigest
        self.dataDigest = dataDigest
        self.seed = seed
        self.engineVersion = engineVersion
        self.durability = durability
        self.mode = mode
        self.transport = transport
        self.arguments = arguments
        self.processes = processes
    }
}

extension RunManifest {
    func encoded() throws(JournalError) -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            return try encoder.encode(self) + Data("\n".utf8)
        } catch {
            throw .wrapping(error, "encode the manifest of \(runID)")
        }
    }

    init(decoding data: Data, from path: String) throws(JournalError) {
        do {
            self = try JSONDecoder().decode(RunManifest.self, from: data)
        } catch {
            throw JournalError(
                .corrupt,
                "\(path) is no manifest of a run; restore it from a copy",
                cause: error
            )
        }
    }
}
