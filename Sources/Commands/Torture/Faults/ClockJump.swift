import Foundation

/// The wall clock jumps by an hour, forwards and back, while the run goes on.
struct ClockJump: Fault {
    let name = "clock-jump"
    let summary = "the wall clock jumps by an hour, forwards and back"

    private static let libraries = ["x86_64-linux-gnu", "aarch64-linux-gnu"].map {
        "/usr/lib/\($0)/faketime/libfaketime.so.1"
    }

    private var library: String? {
        Self.libraries.first { FileManager.default.fileExists(atPath: $0) }
    }

    func obstacle() async throws -> String? {
        library == nil ? "needs libfaketime (package faketime)" : nil
    }

    func strike(_ cluster: TortureCluster) async throws {
        try FileManager.default.createDirectory(
            atPath: cluster.root,
            withIntermediateDirectories: true
        )
        let file = "\(cluster.root)-clock"
        try set("+0", in: file)
        try await cluster.start(through: [
            "/usr/bin/env", "LD_PRELOAD=\(library ?? "")", "FAKETIME_TIMESTAMP_FILE=\(file)",
            "FAKETIME_NO_CACHE=1", "FAKETIME_DONT_FAKE_MONOTONIC=1",
        ])
        for (share, offset) in [(0.2, "+1h"), (0.4, "-1h"), (0.6, "+0")] {
            try await cluster.reach(share)
            try set(offset, in: file)
            cluster.fired(at: nil, .harmless)
        }
        try await cluster.finish()
    }

    private func set(_ offset: String, in file: String) throws {
        try Data("\(offset)\n".utf8).write(to: URL(filePath: file), options: .atomic)
    }
}
