import Cluster
import Foundation

/// A disk of its own is filled while the run goes on; later there is space again.
struct FullDisk: Fault {
    let name = "full-disk"
    let summary = "the disk is full, and later it is not"

    func obstacle() async throws -> String? {
        getuid() == 0 ? nil : "mounting a disk needs root; full-file needs no right"
    }

    func strike(_ cluster: TortureCluster) async throws {
        let disk = cluster.root
        try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
        try await mount(["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", disk])
        do {
            try await play(cluster, on: disk)
        } catch {
            try await cluster.abandon()
            try await mount(["umount", "-l", disk])
            throw error
        }
        // What is judged has to outlive the disk.
        let kept = "\(disk)-kept"
        try FileManager.default.copyItem(atPath: disk, toPath: kept)
        try await mount(["umount", "-l", disk])
        cluster.root = kept
        try cluster.findRun()
    }

    private func play(_ cluster: TortureCluster, on disk: String) async throws {
        try await cluster.start()
        try await cluster.reach(cluster.share(0.2...0.4))
        let filler = try fill(disk)
        try await cluster.stops(with: ExitStatus.timedOut.rawValue, saying: ["disk is full"])
        try FileManager.default.removeItem(atPath: filler)
        cluster.fired(at: "master", .death)
        try cluster.resume()
        try await cluster.finish()
    }

    /// Fills a disk to the last byte and returns the path of what fills it.
    private func fill(_ disk: String) throws -> String {
        let path = "\(disk)/filler"
        try Data().write(to: URL(filePath: path))
        let handle = try FileHandle(forWritingTo: URL(filePath: path))
        var size = 1 << 20
        while size > 0 {
            do {
                try handle.write(contentsOf: Data(count: size))
            } catch {
                // Less fits than that: try with half of it.
                size /= 2
            }
        }
        try handle.close()
        return path
    }

    private func mount(_ words: [String]) async throws {
        let ended = try await ProgramCall.run("/usr/bin/env", arguments: words)
        guard ended.ending.isClean else {
            throw BrokenPassLine(
                "\(words.joined(separator: " ")): \(TortureCluster.lastWords(ended.errors))"
            )
        }
    }
}

/// No file may grow beyond a bound: what a full disk looks like to who may not mount one.
struct FullFile: Fault {
    let name = "full-file"
    let summary = "no file may grow beyond 1 MiB, and later it may"

    func strike(_ cluster: TortureCluster) async throws {
        // Blocks of 512 bytes; without the signal that ends who writes on, writing fails.
        let shell = ["/bin/sh", "-c", "trap '' XFSZ; ulimit -f 2048; exec \"$@\"", "sh"]
        try await cluster.start(through: shell)
        try await cluster.stops(
            with: ExitStatus.timedOut.rawValue,
            saying: ["could not", "disk is full"]
        )
        cluster.fired(at: "master", .death)
        try cluster.resume()
        try await cluster.finish()
    }
}
