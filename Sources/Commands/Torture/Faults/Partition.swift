import Cluster
import Foundation

/// The network between the processes is cut for a while, again and again.
///
/// The run has a network namespace of its own, whose loopback is taken down and up again.
struct Partition: Fault {
    let name = "partition"
    let summary = "the network is cut for 0.5 to 2 s (its own namespace)"
    let arguments = ["--transport", "tcp"]

    /// Rights of an ordinary user inside a namespace of users suffice, where the kernel grants one.
    private var unshare: [String] {
        ["/usr/bin/env", "unshare"] + (getuid() == 0 ? [] : ["--map-root-user"]) + ["--net"]
    }

    func obstacle() async throws -> String? {
        let trial = ["sh", "-c", "ip link set lo up && command -v nsenter"]
        let ended = try await call(unshare + trial)
        return ended.ending.isClean
            ? nil
            : "needs root or namespaces of users, ip and nsenter: \(TortureCluster.lastWords(ended.errors))"
    }

    func strike(_ cluster: TortureCluster) async throws {
        let shell = ["sh", "-c", "ip link set lo up; exec \"$@\"", "sh"]
        // Who is root only there must not meet the sockets of who is root here.
        let sockets = "\(cluster.root)-sockets"
        try FileManager.default.createDirectory(
            atPath: sockets,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        let environment = ["/usr/bin/env", "XDG_RUNTIME_DIR=\(sockets)"]
        try await cluster.start(through: environment + unshare + shell)
        for share in [0.2, 0.5] {
            try await cluster.reach(share)
            let supervisor = try cluster.supervisorProcessID()
            try await setLoopback("down", of: supervisor)
            try await Task.sleep(for: .milliseconds(Int64(cluster.share(500...2_000))))
            try await setLoopback("up", of: supervisor)
            cluster.fired(at: nil, .interruption)
        }
        try await cluster.finish()
    }

    private func setLoopback(_ state: String, of processID: Int32) async throws {
        let user = getuid() == 0 ? [] : ["--user", "--preserve-credentials"]
        let ended = try await call(
            ["/usr/bin/env", "nsenter", "--target", "\(processID)"] + user
                + ["--net", "ip", "link", "set", "lo", state]
        )
        guard ended.ending.isClean else {
            throw BrokenPassLine("no way in: \(TortureCluster.lastWords(ended.errors))")
        }
    }

    private func call(_ words: [String]) async throws -> ProgramCall.Ended {
        try await ProgramCall.run(words[0], arguments: Array(words.dropFirst()))
    }
}
