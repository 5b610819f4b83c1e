import Foundation
import Journal
import Keys
import Messaging
import Testing
import Transport
import ZeroMQ

@Suite(.serialized, .timeLimit(.minutes(4)))
struct KeyedRunTests {
    private let span = ["--from", "1998-01-01", "--to", "1998-06-30"]

    private struct Entry: Decodable {
        let name: String
        let processID: Int32
        let starts: Int
    }

    private func entries(_ run: RunDirectory) throws -> [Entry] {
        let data = try Data(contentsOf: URL(filePath: "\(run.path)/processes.json"))
        return try JSONDecoder().decode([Entry].self, from: data)
    }

    /// Starts a cluster in the background that plays slowly.
    private func up(_ keyed: KeyedProgram) async throws -> RunDirectory {
        let up = try await keyed.program.call(
            ["up", keyed.topology, "--pace", "20ms", "--out", keyed.program.runs] + span
        )
        #expect(up.status == 0, "\(up.errors)")
        return try RunDirectory.newest(in: keyed.program.runs)
    }

    @Test func `over tcp with keys a run ends in the ledger of one over ipc, its secrets nowhere`()
        async throws
    {
        let keyed = try await KeyedProgram()
        let plain = try await keyed.program.play(span + ["--transport", "ipc"])
        let (outcome, run) = try await keyed.program.play(span, topology: keyed.topology)
        #expect(outcome.digest == plain.result.digest)
        #expect(outcome.workers == plain.result.workers)
        let endpoint = try String(contentsOfFile: "\(run.path)/endpoint", encoding: .utf8)
        #expect(endpoint.hasPrefix("tcp://127.0.0.1:"))
        let log = try await keyed.log("master", of: run, once: "admitted,")
        #expect(log.contains("control: 6 admitted, 0 denied, 0 dropped, 0 crowded out"), "\(log)")
        for worker in KeyedProgram.workers {
            let told = log.components(separatedBy: "admitted \(worker) (worker)").count - 1
            #expect(told == 1)
        }
        let secrets = try keyed.secrets()
        #expect(secrets.count == 8)
        #expect(try KeyedProgram.files(in: run.path, holding: secrets).isEmpty)
        // The search finds what is there.
        #expect(try KeyedProgram.files(in: keyed.keys.path, holding: secrets).count == 8)
        try keyed.clean()
    }

    @Test func `ipc with keys ends in the same ledger, and so does a topology with other keys`()
        async throws
    {
        let (keyed, other) = (try await KeyedProgram(), try await KeyedProgram())
        let over = try await keyed.program.play(
            span + ["--transport", "ipc"],
            topology: keyed.topology
        )
        let moved = try await other.program.play(span, topology: other.topology)
        #expect(over.result.digest == moved.result.digest)
        let check = try await keyed.program.call(["check", keyed.topology, "--json"])
        let second = try await other.program.call(["check", other.topology, "--json"])
        func digest(_ text: String) -> Substring? {
            text.split(separator: "\n").first { $0.contains("\"digest\"") }
        }
        #expect(digest(check.output) != nil)
        #expect(digest(check.output) == digest(second.output))
        try keyed.clean()
        try other.clean()
    }

    @Test func `a live cluster shows no secret to ps, and ends who is revoked`() async throws {
        let keyed = try await KeyedProgram()
        let run = try await up(keyed)
        let secrets = try keyed.secrets()
        let processes = try entries(run)
        #expect(processes.count == 7)
        for process in processes {
            for file in ["cmdline", "environ"] {
                let path = "/proc/\(process.processID)/\(file)"
                let text = try #require(FileManager.default.contents(atPath: path))
                #expect(!text.isEmpty)
                for secret in secrets { #expect(text.range(of: Data(secret.utf8)) == nil) }
            }
        }
        let revoked = try await keyed.program.call(["keys", "revoke", keyed.keys.path, "energy"])
        #expect(revoked.status == 0, "\(revoked.errors)")
        let log = try await keyed.log("master", of: run, once: "is revoked")
        #expect(log.contains("dropped energy at 127.0.0.1: its key was revoked"), "\(log)")
        #expect(log.contains("it was energy (worker) and is revoked"), "\(log)")
        let worker = try await keyed.log("energy", of: run, once: "refuses the key of energy")
        #expect(worker.contains("refuses the key of energy"), "\(worker)")
        try await keyed.end(of: run)
        #expect(try entries(run).first { $0.name == "energy" }?.starts == 1)
        #expect(try KeyedProgram.files(in: run.path, holding: secrets).isEmpty)
        // With another key the run goes on to the end of a run never troubled.
        let again = try await keyed.program.call([
            "keys", "generate", keyed.keys.path, "--worker", "energy",
        ])
        #expect(again.status == 0, "\(again.errors)")
        let resumed = try await keyed.program.call([
            "resume", "--runs", keyed.program.runs, "--json",
        ])
        #expect(resumed.status == 0, "\(resumed.errors)")
        let outcome = try JSONDecoder().decode(
            Program.Outcome.self,
            from: Data(resumed.output.utf8)
        )
        let clean = try await keyed.program.play(span + ["--in-process"])
        #expect(outcome.digest == clean.result.digest)
        try keyed.clean()
    }

    @Test func `a worker's key does not stand for another worker, and strangers change nothing`()
        async throws
    {
        let keyed = try await KeyedProgram()
        let run = try await up(keyed)
        let claim = "the key of energy (worker) does not stand for tech"
        #expect(
            try await intrude(into: run, of: keyed) == [claim, claim, claim, "stranger"].sorted()
        )
        let log = try await keyed.log("master", of: run, once: "is not known here")
        #expect(log.components(separatedBy: claim).count == 2, "told once: \(log)")
        let down = try await keyed.program.call(["down", "--runs", keyed.program.runs])
        #expect(down.status == 0, "\(down.errors)")
        let resumed = try await keyed.program.call([
            "resume", "--runs", keyed.program.runs, "--json",
        ])
        #expect(resumed.status == 0, "\(resumed.errors)")
        let outcome = try JSONDecoder().decode(
            Program.Outcome.self,
            from: Data(resumed.output.utf8)
        )
        let clean = try await keyed.program.play(span + ["--in-process"])
        #expect(outcome.digest == clean.result.digest)
        try keyed.clean()
    }

    /// Says hello as tech, three times with the key of energy and once with one that nobody knows.
    ///
    /// Returns the refusals, sorted.
    private func intrude(into run: RunDirectory, of keyed: KeyedProgram) async throws -> [String] {
        let endpoint = try Endpoint(
            String(contentsOfFile: "\(run.path)/endpoint", encoding: .utf8)
        )
        let refusals = AsyncStream<String>.makeStream()
        let thread = try IOThread(name: "stranger")
        try thread.start()
        let serverKey = try keyed.keys.masterPublicKey()
        let workerKeys = try keyed.keys.workerKeys("energy")
        let strangers = try CurveKeyPair.generate()
        let hello = try Self.hello(worker: "tech", cluster: run.runID)
        try await thread.perform {
            let impostor = try ZeroMQClientTransport(
                connectingTo: endpoint,
                security: .init(keys: workerKeys, serverKey: serverKey),
                on: thread
            )
            impostor.setHandler { message in
                if let envelope = try? Envelope(header: message.header, body: message.body),
                    case .refusal(let refusal) = envelope.body.kind
                {
                    refusals.continuation.yield(refusal.reason)
                }
            }
            for _ in 0..<3 { _ = impostor.send(hello) }
            let stranger = try ZeroMQClientTransport(
                connectingTo: endpoint,
                security: .init(keys: strangers, serverKey: serverKey),
                on: thread
            )
            stranger.setEstrangementHandler { _ in refusals.continuation.yield("stranger") }
            _ = stranger.send(hello)
        }
        var words: [String] = []
        for await refusal in refusals.stream {
            words.append(refusal)
            if words.count == 4 { break }
        }
        thread.stop()
        await thread.join()
        return words.sorted()
    }

    @Test func `commands need a key that may operate`() async throws {
        let keyed = try await KeyedProgram()
        let made = try await keyed.program.call([
            "keys", "generate", keyed.keys.path, "--admin", "bob", "--role", "read",
        ])
        #expect(made.status == 0, "\(made.errors)")
        _ = try await up(keyed)
        let halt = ["kill-switch", "engage", "--runs", keyed.program.runs]
        let nobody = try await keyed.program.call(halt)
        let reader = try await keyed.program.call(halt, environment: ["BURSAR_ADMIN": "bob"])
        #expect(reader.errors.contains("may ask, not command"), "\(reader.output)\(reader.errors)")
        #expect(nobody.errors.contains("BURSAR_ADMIN=NAME"), "\(nobody.output)\(nobody.errors)")
        let accepted = try await keyed.program.call(halt, environment: ["BURSAR_ADMIN": "ann"])
        #expect(accepted.status == 0, "\(accepted.output)\(accepted.errors)")
        let down = try await keyed.program.call(["down", "--runs", keyed.program.runs])
        #expect(down.status == 0, "\(down.errors)")
        try keyed.clean()
    }

    private static func hello(worker: String, cluster: String) throws -> WireMessage {
        var hello = Bursar_V1_Hello()
        hello.worker = worker
        hello.cluster = cluster
        var body = Bursar_V1_Body()
        body.hello = hello
        var content = Bursar_V1_Content()
        content.sender = worker
        content.receiver = "master"
        let envelope = try Envelope(content: content, body: body)
        let header = try HeaderFrame.join(
            content: envelope.contentBytes,
            transport: Bursar_V1_Transport()
        )
        return WireMessage(header: header, body: envelope.bodyBytes)
    }
}
