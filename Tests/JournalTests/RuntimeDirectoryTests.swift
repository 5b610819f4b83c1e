import Foundation
import Journal
import Testing

struct RuntimeDirectoryTests {
    private let folder: TemporaryFolder
    private let run: RunDirectory

    init() throws {
        folder = try TemporaryFolder()
        run = try RunDirectory.create(
            in: "\(folder.path)/runs",
            manifest: RunManifest(
                topologyName: "demo",
                topologyDigest: "",
                dataDigest: "",
                seed: 1,
                engineVersion: "1",
                durability: .power,
                mode: "replay",
                transport: "ipc",
                arguments: [],
                processes: []
            ),
            topology: "",
            wallTime: Sample.wallTime
        )
    }

    @Test func `every process of a run finds the same private directory`() throws {
        let environment = ["XDG_RUNTIME_DIR": folder.path]
        #expect(try RuntimeDirectory.find(for: run) == nil)
        let first = try RuntimeDirectory.make(for: run, environment: environment)
        let attributes = try FileManager.default.attributesOfItem(atPath: first.path)
        #expect(attributes[.posixPermissions] as? Int == 0o700)
        #expect(first.path.hasPrefix("\(folder.path)/bursar/"))
        #expect(try RuntimeDirectory.make(for: run, environment: [:]) == first)
        #expect(try RuntimeDirectory.find(for: run) == first)
        try first.remove()
        #expect(try RuntimeDirectory.find(for: run) == nil)
        #expect(try RuntimeDirectory.make(for: run, environment: environment) == first)
    }

    @Test func `without a runtime directory of the user a short one in tmp serves`() throws {
        let directory = try RuntimeDirectory.make(for: run, environment: [:])
        #expect(directory.path.hasPrefix("/tmp/bursar-"))
        #expect(directory.path.utf8.count < 50)
        #expect(try directory.socketPath("control") == "\(directory.path)/control")
        try directory.remove()
    }

    @Test func `a socket path beyond 107 bytes is refused with its length`() throws {
        let base = "\(folder.path)/\(String(repeating: "d", count: 60))"
        try FileManager.default.createDirectory(
            atPath: base,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        let directory = try RuntimeDirectory.make(for: run, environment: ["XDG_RUNTIME_DIR": base])
        let error = #expect(throws: JournalError.self) { try directory.socketPath("control") }
        #expect(error?.code == .pathTooLong)
        #expect(error?.message.contains("107") == true)
    }

    @Test func `a directory that others can enter is refused`() throws {
        try FileManager.default.createDirectory(
            atPath: "\(folder.path)/bursar",
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o777]
        )
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o777],
            ofItemAtPath: "\(folder.path)/bursar"
        )
        let error = #expect(throws: JournalError.self) {
            try RuntimeDirectory.make(for: run, environment: ["XDG_RUNTIME_DIR": folder.path])
        }
        #expect(error?.code == .unsafeDirectory)
    }
}
