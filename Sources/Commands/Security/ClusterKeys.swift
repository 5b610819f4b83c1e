import Foundation
import Journal
import Keys
import Strategies
import Topology
import Transport

/// The keys that a run's topology names, for each end that needs some.
struct ClusterKeys: Sendable {
    let directory: KeyDirectory

    /// The keys of a run; `nil` when its topology names none.
    init?(of run: RunDirectory, _ topology: Topology) throws {
        let launch = try LaunchRecord.read(from: run)
        guard let path = topology.master.transport.keyDirectory(in: launch.directory) else {
            return nil
        }
        directory = KeyDirectory(path)
    }

    /// The keys of a run whose topology was not read yet; `nil` when it names none.
    init?(of run: RunDirectory) throws {
        let read = try TopologyDocument.parse(
            String(contentsOfFile: run.topologyPath, encoding: .utf8),
            file: run.topologyPath,
            strategies: StrategyCatalogue.specifications
        )
        try self.init(of: run, read.topology)
    }

    /// What a worker shows to the master.
    func worker(_ name: String) throws -> ZeroMQClientTransport.Security {
        .init(
            keys: try directory.workerKeys(name),
            serverKey: try directory.masterPublicKey()
        )
    }

    /// What the person at this terminal shows to the admin socket of a run.
    ///
    /// `BURSAR_ADMIN` names the person where the directory holds the secret halves of several.
    func admin() throws -> ZeroMQClientTransport.Security {
        let named = ProcessInfo.processInfo.environment["BURSAR_ADMIN"]
        let here = try directory.entries().filter {
            $0.place.hasPrefix("admin/") && $0.secretMode != nil
        }
        let name = named ?? (here.count == 1 ? here[0].owner?.name : nil)
        guard let name else {
            throw CommandFailure(
                .badInput,
                "\(directory.path) holds the secret keys of \(here.count) people for its commands",
                advice: [
                    here.isEmpty
                        ? "Make one: \(Terminal.program) keys generate \(directory.path) --admin NAME "
                            + "--role operate"
                        : "Say who you are: BURSAR_ADMIN=NAME \(Terminal.program) …"
                ]
            )
        }
        return .init(
            keys: try directory.adminKeys(name).keys,
            serverKey: try directory.masterPublicKey()
        )
    }
}

extension ZeroMQClientTransport.Estrangement {
    /// Why a worker gives up, in words, with what to do.
    func failure(of worker: String, at endpoint: Endpoint) -> CommandFailure {
        let what: String
        let advice: String
        switch self {
        case .keyRefused:
            what = "the master at \(endpoint) refuses the key of \(worker)"
            advice =
                "It is unknown there or was revoked. See \(Terminal.program) keys list on the "
                + "master's host, and the master's log."
        case .mechanismDiffers:
            what = "only one of \(worker) and the master at \(endpoint) uses keys"
            advice = "Start both with the same `security` in the topology."
        case .handshakesBroken(let count):
            what = "the master at \(endpoint) ended \(count) handshakes with \(worker) in a row"
            advice =
                "It holds another key than master.pub says: copy master.pub from the master's "
                + "key directory."
        }
        return CommandFailure(.badInput, what, advice: [advice])
    }
}
