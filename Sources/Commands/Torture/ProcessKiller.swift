import Foundation
import Journal
import LinearAlgebra
import Node

/// Kills processes of a live run at random moments, from a seed.
struct ProcessKiller: Sendable {
    /// One kill.
    struct Kill: Sendable, Hashable {
        /// Who was killed.
        let name: String
        /// When, nanoseconds since 1970.
        let wallTime: Int64
        /// Seconds until it handled a message again; `nil` when the run was over before.
        var seconds: Double?
    }

    let run: RunDirectory
    let names: [String]
    let seed: UInt64

    /// Kills until it is cancelled or so many kills were made.
    func kill(atMost maximum: Int) async throws -> [Kill] {
        var random = Xoshiro256(seed: seed)
        var kills: [Kill] = []
        while kills.count < maximum, !Task.isCancelled {
            let pause = Duration.milliseconds(100 + Int64(random.next() % 400))
            do {
                try await Task.sleep(for: pause)
            } catch is CancellationError {
                break
            }
            let name = names[Int(random.next() % UInt64(names.count))]
            let entry = try ProcessCluster.entries(of: run).first { $0.name == name }
            guard let entry, entry.ending == nil else { continue }
            guard Foundation.kill(entry.processID, SIGKILL) == 0 else { continue }
            kills.append(Kill(name: name, wallTime: Composition.clock.wallTime(), seconds: nil))
        }
        return kills
    }

    /// Adds to each kill how long it took until the process handled a message again.
    func timed(_ kills: [Kill]) throws -> [Kill] {
        var timed: [Kill] = []
        for name in names {
            let mine = kills.filter { $0.name == name }
            guard !mine.isEmpty else { continue }
            let reader = try JournalReader(journal: run.journalPath, process: name)
            defer { reader.close() }
            let starts = try reader.lives().filter { $0.life > 1 }
            for kill in mine {
                var kill = kill
                // A process killed again before it could begin a life counts with the later kill.
                if let life = starts.first(where: { $0.startedWallTime > kill.wallTime }),
                    let message = try reader.messages(after: life.position, limit: 1).first
                {
                    let at = message.receivedWallTime ?? message.sentWallTime
                    kill.seconds = Double(at - kill.wallTime) / 1e9
                }
                timed.append(kill)
            }
        }
        return timed
    }
}

/// Removes runs, whose closed journals are read-only.
enum RunRemoval {
    /// Removes a directory and all in it.
    static func remove(_ path: String) throws {
        for file in FileManager.default.subpaths(atPath: path) ?? []
        where file.hasSuffix(".sqlite") {
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o644],
                ofItemAtPath: "\(path)/\(file)"
            )
        }
        try FileManager.default.removeItem(atPath: path)
    }
}
