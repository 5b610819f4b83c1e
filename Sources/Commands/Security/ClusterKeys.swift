import Journal
import Keys
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

    /// What a worker shows to the master.
    func worker(_ name: String) throws -> ZeroMQClientTransport.Security {
        .init(
            keys: try directory.workerKeys(name),
            serverKey: try directory.masterPublicKey()
        )
    }

    /// What a person shows to the admin socket of a run.
    func admin(_ name: String) throws -> ZeroMQClientTransport.Security {
        .init(
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
