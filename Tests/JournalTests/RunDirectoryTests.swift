import Foundation
import Journal
import Testing

struct RunDirectoryTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func manifest(_ topology: String) -> RunManifest {
        RunManifest(
            topologyName: topology,
            topologyDigest: "aa",
            dataDigest: "bb",
            seed: .max,
            engineVersion: "1.0.0",
            durability: .process,
            mode: "replay",
            transport: "ipc",
            arguments: ["run", "topology/demo.yaml"],
            processes: [RunManifest.Process(name: "master", role: "master")]
        )
    }

    private func create(_ topology: String, seconds: Int64 = 0) throws -> RunDirectory {
        try RunDirectory.create(
            in: folder.path,
            manifest: manifest(topology),
            topology: "name: \(topology)\n",
            wallTime: Sample.wallTime + seconds * 1_000_000_000
        )
    }

    @Test func `a run is created whole`() throws {
        let run = try create("demo")
        #expect(run.runID == "demo-20260102-030405-1")
        let manifest = try run.manifest()
        #expect(manifest.runID == run.runID)
        #expect(manifest.created == "2026-01-02T03:04:05Z")
        #expect(manifest.seed == .max)
        let topology = try String(contentsOfFile: run.topologyPath, encoding: .utf8)
        #expect(topology == "name: demo\n")
        for path in [run.journalPath, run.logsPath, run.reportPath] {
            #expect(FileManager.default.fileExists(atPath: path))
        }
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(left == [run.runID])
    }

    @Test func `runs created in the same second are different runs`() async throws {
        let path = folder.path
        let manifest = manifest("demo")
        let names = try await withThrowingTaskGroup(of: String.self) { group in
            for index in 0..<8 {
                group.addTask {
                    try RunDirectory.create(
                        in: path,
                        manifest: manifest,
                        topology: "",
                        wallTime: Sample.wallTime + Int64(index)
                    ).runID
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(names) == Set((1...8).map { "demo-20260102-030405-\($0)" }))
    }

    @Test func `a manifest is replaced whole and keeps its keys sorted`() throws {
        let run = try create("demo")
        var manifest = try run.manifest()
        manifest.processes.append(RunManifest.Process(name: "energy", role: "worker"))
        try run.write(manifest)
        #expect(try run.manifest() == manifest)
        let text = try String(contentsOfFile: run.manifestPath, encoding: .utf8)
        let keys = text.split(separator: "\n").filter { $0.hasPrefix("  \"") }
        #expect(keys.count == 12)
        #expect(keys == keys.sorted())
    }

    @Test func `a damaged manifest is refused by name`() throws {
        let run = try create("demo")
        try Data("{".utf8).write(to: URL(filePath: run.manifestPath))
        let error = #expect(throws: JournalError.self) { try run.manifest() }
        #expect(error?.code == .corrupt)
        #expect(error?.message.contains(run.manifestPath) == true)
    }

    @Test func `runs are found by path, name, beginning, and age`() throws {
        let old = try create("zeta")
        let new = try create("alpha", seconds: 60)
        let newest = try create("alpha", seconds: 3_600)
        #expect(try RunDirectory.all(in: folder.path) == [old, new, newest])
        #expect(try RunDirectory.newest(in: folder.path) == newest)
        #expect(try RunDirectory.find(nil, in: folder.path) == newest)
        #expect(try RunDirectory.find(old.runID, in: folder.path) == old)
        #expect(try RunDirectory.find("zeta-2026", in: folder.path) == old)
        #expect(try RunDirectory.find(new.path, in: "elsewhere") == new)
    }

    @Test(arguments: [
        ("alpha", ["2 runs", "alpha-20260102-040405-1", "alpha-20260102-030505-1"]),
        ("zetta-20260102", ["nearest", "zeta-20260102-030405-1"]),
        ("./nowhere", ["./nowhere", "manifest.json"]),
    ])
    func `a run that is not there is answered with the nearest`(
        _ wanted: String,
        _ words: [String]
    ) throws {
        _ = try create("zeta")
        _ = try create("alpha", seconds: 60)
        _ = try create("alpha", seconds: 3_600)
        let error = #expect(throws: JournalError.self) {
            try RunDirectory.find(wanted, in: folder.path)
        }
        #expect(error?.code == .runNotFound)
        for word in words {
            #expect(error?.message.contains(word) == true, "\(error?.message ?? "")")
        }
    }

    @Test func `no runs at all are told as such`() throws {
        let error = #expect(throws: JournalError.self) {
            try RunDirectory.newest(in: "\(folder.path)/none")
        }
        #expect(error?.code == .runNotFound)
    }

    @Test func `a topology name that cannot be a folder is refused`() throws {
        let error = #expect(throws: JournalError.self) { try create("../escape") }
        #expect(error?.code == .invalidName)
    }

    @Test func `a run is live while its lock is held`() throws {
        let run = try create("demo")
        #expect(try !run.isLive())
        var lock: FileLock? = try run.lock()
        #expect(try run.isLive())
        #expect(try run.supervisorProcessID() == ProcessInfo.processInfo.processIdentifier)
        let error = #expect(throws: JournalError.self) { try run.lock() }
        #expect(error?.code == .locked)
        #expect(error?.message.contains(run.runID) == true)
        lock?.release()
        #expect(try !run.isLive())
        lock = try run.lock()
        lock = nil
        #expect(lock == nil)
        #expect(try !run.isLive())
    }

    @Test func `the processes with a journal are listed by name`() throws {
        let run = try create("demo")
        for name in ["tech", "energy"] {
            let writer = try JournalWriter(
                journal: run.journalPath,
                configuration: Sample.configuration(process: name)
            )
            try writer.close()
        }
        #expect(try run.journaledProcesses() == ["energy", "tech"])
    }
}
