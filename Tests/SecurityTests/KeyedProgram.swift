import Foundation
import Journal
import Keys
import Testing
import ZeroMQ

/// The program, a key directory and a topology of the S&P 500 companies that uses it, over TCP.
struct KeyedProgram {
    let program = Program()
    let directory: String
    let keys: KeyDirectory
    let topology: String

    /// The workers of the topology.
    static let workers = ["consumer", "energy", "financial", "health_care", "industrial", "tech"]

    /// Writes the topology and generates the keys, both in a directory removed with ``clean()``.
    init(security: String = "{keys: keys}") async throws {
        directory = NSTemporaryDirectory() + "bursar-keyed-\(UUID().uuidString)"
        keys = KeyDirectory("\(directory)/keys")
        topology = "\(directory)/keyed.yaml"
        try FileManager.default.createDirectory(
            atPath: directory,
            withIntermediateDirectories: true
        )
        let text = try String(contentsOfFile: Program.sp500, encoding: .utf8)
        let plain = "{kind: ipc, security: none}"
        #expect(text.contains(plain))
        try text.replacing(plain, with: "{kind: tcp, security: \(security)}")
            .replacing("closes: data/", with: "closes: \(Program.package)/topology/data/")
            .write(toFile: topology, atomically: true, encoding: .utf8)
        let made = try await program.call([
            "keys", "generate", keys.path, "--topology", topology, "--admin", "ann",
            "--role", "operate",
        ])
        #expect(made.status == 0, "\(made.errors)")
        for secret in try secrets() {
            #expect(!made.output.contains(secret) && !made.errors.contains(secret))
        }
    }

    /// All secret halves in the key directory.
    func secrets() throws -> [String] {
        var secrets = [try keys.masterKeys().secretKey.text]
        for entry in try keys.entries() where entry.owner?.role == "worker" && !entry.isRevoked {
            secrets.append(try keys.workerKeys(entry.owner?.name ?? "").secretKey.text)
        }
        secrets.append(try keys.adminKeys("ann").keys.secretKey.text)
        return secrets
    }

    /// The files below a directory that hold one of these texts.
    static func files(in directory: String, holding texts: [String]) throws -> [String] {
        let needles = texts.map { Data($0.utf8) }
        var found: [String] = []
        for name in try FileManager.default.subpathsOfDirectory(atPath: directory).sorted() {
            let path = "\(directory)/\(name)"
            var isDirectory: ObjCBool = false
            guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory),
                !isDirectory.boolValue
            else { continue }
            let data = try Data(contentsOf: URL(filePath: path))
            if needles.contains(where: { data.range(of: $0) != nil }) { found.append(name) }
        }
        return found
    }

    /// Returns a log once it holds these words; what there is when they don't come in time.
    func log(_ process: String, of run: RunDirectory, once words: String) async throws -> String {
        let path = "\(run.logsPath)/\(process).log"
        let deadline = ContinuousClock.now.advanced(by: .seconds(20))
        var text = ""
        while ContinuousClock.now < deadline {
            await Task.yield()
            guard FileManager.default.fileExists(atPath: path) else { continue }
            text = try String(contentsOfFile: path, encoding: .utf8)
            if text.contains(words) { break }
        }
        return text
    }

    /// Waits until a run is over.
    func end(of run: RunDirectory) async throws {
        let deadline = ContinuousClock.now.advanced(by: .seconds(30))
        while try run.isLive(), ContinuousClock.now < deadline { await Task.yield() }
        #expect(try !run.isLive())
    }

    /// Removes the runs, the keys and the topology.
    func clean() throws {
        try program.clean()
        try FileManager.default.removeItem(atPath: directory)
    }
}
