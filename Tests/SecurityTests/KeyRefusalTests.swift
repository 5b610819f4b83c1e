import Foundation
import Keys
import Testing
import Transport

@Suite(.serialized, .timeLimit(.minutes(2)))
struct KeyRefusalTests {
    /// Calls `check` and `run`, which have to refuse alike and write nothing.
    private func refusals(_ keyed: KeyedProgram) async throws -> [String] {
        var texts: [String] = []
        for command in [["check"], ["run", "--out", keyed.program.runs]] {
            let ended = try await keyed.program.call(command + [keyed.topology])
            #expect(ended.status == 4, "\(command): \(ended.output)\(ended.errors)")
            texts.append(ended.errors)
        }
        #expect(!FileManager.default.fileExists(atPath: keyed.program.runs))
        return texts
    }

    @Test func `a key open to others is refused at its place in the topology`() async throws {
        let keyed = try await KeyedProgram()
        let path = "\(keyed.keys.path)/workers/tech.key"
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
        for text in try await refusals(keyed) {
            #expect(text.contains("keyed.yaml:17:"), "\(text)")
            #expect(text.contains("master.transport.security.keys: "), "\(text)")
            #expect(text.contains("chmod 0600 \(path)"), "\(text)")
        }
        let doctor = try await keyed.program.call(["doctor", "--keys", keyed.keys.path])
        #expect(doctor.status == 1)
        #expect(doctor.output.contains("chmod 0600"))
        let list = try await keyed.program.call(["keys", "list", keyed.keys.path, "--json"])
        #expect(list.status == 6)
        #expect(list.output.contains("\"secret_mode\": \"0640\""))
        try keyed.clean()
    }

    @Test func `a missing directory, a missing key and a directory open to others are refused`()
        async throws
    {
        let keyed = try await KeyedProgram()
        let files = FileManager.default
        try files.removeItem(atPath: "\(keyed.keys.path)/workers/tech.key")
        for text in try await refusals(keyed) { #expect(text.contains("workers/tech.key")) }
        try files.setAttributes([.posixPermissions: 0o777], ofItemAtPath: keyed.keys.path)
        for text in try await refusals(keyed) {
            #expect(text.contains("chmod 0700 \(keyed.keys.path)"))
        }
        try files.removeItem(atPath: keyed.keys.path)
        for text in try await refusals(keyed) {
            #expect(text.contains("there is no key directory"))
        }
        try keyed.clean()
    }

    @Test func `tcp says how it is protected, also when the command line asks for it`()
        async throws
    {
        let keyed = try await KeyedProgram(security: "none")
        let text = try String(contentsOfFile: keyed.topology, encoding: .utf8)
        func write(_ transport: String) throws {
            try text.replacing("{kind: tcp, security: none}", with: transport)
                .write(toFile: keyed.topology, atomically: true, encoding: .utf8)
        }
        try write("{kind: tcp}")
        for text in try await refusals(keyed) {
            #expect(text.contains("master.transport.security: is missing"), "\(text)")
        }
        try write("{kind: tcp, host: 10.0.0.1, security: none}")
        for text in try await refusals(keyed) {
            #expect(text.contains("\"10.0.0.1\" is not a loopback address"), "\(text)")
        }
        try write("{kind: ipc}")
        let asked = try await keyed.program.call([
            "run", keyed.topology, "--transport", "tcp", "--out", keyed.program.runs,
        ])
        #expect(asked.status == 4)
        #expect(asked.errors.contains("does not say how its links are protected"))
        try keyed.clean()
    }

    @Test func `keys are never written over, and the list tells fingerprints and roles`()
        async throws
    {
        let keyed = try await KeyedProgram()
        let secrets = try keyed.secrets()
        let again = try await keyed.program.call([
            "keys", "generate", keyed.keys.path, "--topology", keyed.topology,
        ])
        #expect(again.status == 0)
        #expect(again.output.components(separatedBy: "kept: it was there already").count == 8)
        #expect(try keyed.secrets() == secrets)
        let list = try await keyed.program.call(
            ["keys", "list", keyed.keys.path],
            environment: ["COLUMNS": "80"]
        )
        #expect(list.status == 0, "\(list.errors)")
        let fingerprint = try keyed.keys.masterPublicKey().fingerprint
        #expect(list.output.contains(fingerprint))
        #expect(list.output.contains("operate"))
        #expect(secrets.allSatisfy { !list.output.contains($0) })
        #expect(list.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
        let worker = try await keyed.program.call([
            "keys", "generate", keyed.keys.path, "--admin", "eve",
        ])
        #expect(worker.status == 4)
        try keyed.clean()
    }
}
