import Cluster
import Foundation
import Journal

/// The end of a journal is lost in a crash: what was being written is torn.
struct TornTail: Fault {
    let name = "torn-journal"
    let summary = "crash of all, and the last bytes of a journal are lost"

    func strike(_ cluster: TortureCluster) async throws {
        try await cluster.start()
        try await cluster.reach(cluster.share(0.2...0.6))
        try await cluster.crash()
        let run = try cluster.run
        try JournalFile.copy(run)
        let victim = cluster.number(below: 2) == 0 ? "master" : cluster.anyWorker()
        let tail = "\(try JournalFile.newest(of: victim, in: run))-wal"
        let lost = 1 + cluster.number(below: 6_000)
        try JournalFile.change(tail) { $0.removeLast(min(lost, $0.count)) }
        cluster.conduct = .stopped
        cluster.fired(at: victim, .death)
        try cluster.resume()
        let ended = try await cluster.ended()
        if ended.ending.isClean { return }
        guard ended.errors.contains("journal") else {
            throw BrokenPassLine(
                "it does not say why it stopped: \(TortureCluster.lastWords(ended.errors))"
            )
        }
        cluster.conduct = .refused
        try JournalFile.putBack(run)
        try cluster.resume()
        try await cluster.finish()
    }
}

/// A journal is damaged while the run is stopped: it refuses to start until that is undone.
struct DamagedJournal: Fault {
    /// What is changed.
    enum Damage {
        /// One bit of a message that was committed.
        case bit
        /// The version of the schema, to one that nobody knows.
        case schema
    }

    let name: String
    let summary: String
    let damage: Damage

    func strike(_ cluster: TortureCluster) async throws {
        try await cluster.start()
        try await cluster.reach(cluster.share(0.3...0.6))
        try await cluster.stop()
        let run = try cluster.run
        let victim = cluster.number(below: 2) == 0 ? "master" : cluster.anyWorker()
        let path = try JournalFile.newest(of: victim, in: run)
        try JournalFile.copy(run)
        switch damage {
        case .bit: try flip(try body(of: victim, cluster), in: path, cluster)
        case .schema: try JournalFile.change(path) { $0[63] += 1 }
        }
        cluster.fired(at: victim, .death)
        try cluster.resume()
        let ended = try await cluster.ended()
        try check(ended, victim, path)
        let verified = try await cluster.program(["verify", run.path])
        guard verified.ending == .exited(ExitStatus.checkFailed.rawValue) else {
            throw BrokenPassLine(
                "bursar verify ended with \(verified.ending) over a damaged journal"
            )
        }
        cluster.conduct = .refused
        try JournalFile.putBack(run)
        try cluster.resume()
        try await cluster.finish()
    }

    /// It has to refuse, and to say whose journal it is about.
    private func check(_ ended: ProgramCall.Ended, _ victim: String, _ path: String) throws {
        guard !ended.ending.isClean else { throw BrokenPassLine("\(path) was taken as it is") }
        let words = TortureCluster.lastWords(ended.errors)
        guard ended.ending == .exited(ExitStatus.checkFailed.rawValue) else {
            throw BrokenPassLine("it ended with \(ended.ending), not 6: \(words)")
        }
        guard words.contains("/journal"), words.contains(victim) else {
            throw BrokenPassLine("it does not name the journal of \(victim): \(words)")
        }
    }

    /// The content of some message that a process has committed.
    private func body(of process: String, _ cluster: TortureCluster) throws -> Data {
        let reader = try JournalReader(journal: cluster.run.journalPath, process: process)
        defer { reader.close() }
        // Content longer than a page lies in pieces.
        let bodies = try reader.messages(after: Int64(0), limit: 2_000).map(\.body)
            .filter { (64...2_000).contains($0.count) }
        guard !bodies.isEmpty else { throw BrokenPassLine("\(process) has no message to damage") }
        return Data(bodies[cluster.number(below: bodies.count)])
    }

    private func flip(_ body: Data, in path: String, _ cluster: TortureCluster) throws {
        let place = cluster.number(below: body.count)
        let bit = UInt8(1) << UInt8(cluster.number(below: 8))
        try JournalFile.change(path) { data in
            guard let found = data.range(of: body) else {
                throw BrokenPassLine("the message to damage is not in \(path)")
            }
            data[found.lowerBound + place] ^= bit
        }
    }
}
