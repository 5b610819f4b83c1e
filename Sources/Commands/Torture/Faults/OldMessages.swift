import Foundation
import Journal
import Transport
import ZeroMQ

/// Somebody says again, from a connection of his own, what workers said earlier in the run.
struct OldMessages: Fault {
    let name = "old-messages"
    let summary = "recorded reports are said again in the workers' names"

    func strike(_ cluster: TortureCluster) async throws {
        try await cluster.start()
        try await cluster.reach(0.3)
        let run = try cluster.run
        let reader = try JournalReader(journal: run.journalPath, process: "master")
        defer { reader.close() }
        let recorded = try reader.messages(
            MessageFilter(direction: .inbox, kind: "CycleReport"),
            limit: 200
        ).rows
        guard recorded.count > 20 else { throw BrokenPassLine("nothing was recorded yet") }
        let socket = try Stranger.socket()
        try socket.connect(String(contentsOfFile: "\(run.path)/endpoint", encoding: .utf8))
        for share in [0.4, 0.6] {
            try await cluster.reach(share)
            for row in recorded { _ = socket.send(frames: [row.header, row.body]) }
            cluster.fired(at: nil, .interruption)
        }
        try await cluster.finish()
        let log = try String(contentsOfFile: "\(run.logsPath)/master.log", encoding: .utf8)
        guard log.contains("ignored a message from a peer that has not joined") else {
            throw BrokenPassLine("the master's log does not tell of it")
        }
    }
}
