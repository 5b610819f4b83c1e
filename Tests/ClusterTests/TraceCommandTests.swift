import Foundation
import Journal
import Subprocess
import Testing

/// The trace commands as a person types them, on a short run of topology/segments.yaml.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct TraceCommandTests {
    private static let orders = 60

    private func object(_ text: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    @Test func `every command answers people and programs, and every order has a cause`()
        async throws
    {
        let program = Program()
        let topology = "\(Program.package)/topology/segments.yaml"
        let (_, run) = try await program.play(
            ["--in-process", "--to", "2010-09-30"],
            topology: topology
        )
        try await answersPeopleAndPrograms(program, run)
        try await explainsOrders(program, run)
        try await followsTransfers(program, run)
        try await refusesWithTheWayOut(program, run)
        try program.clean()
    }

    private func answersPeopleAndPrograms(_ program: Program, _ run: RunDirectory) async throws {
        let message = "M-tech-master-000020"
        let calls = [
            ["list", run.path], ["list", run.path, "--last", "5"],
            ["list", run.path, "--around", message], ["show", run.path, message],
            ["list", run.path, "--instrument", "TEC1", "--kind", "CycleReport"],
            ["list", run.path, "--strategy", "mean_reversion", "--worker", "tech"],
            ["graph", run.path, "--around", message], ["stats", run.path],
        ]
        for call in calls {
            let text = try await program.call(["trace"] + call, environment: ["COLUMNS": "80"])
            #expect(text.status == 0, "\(call): \(text.errors)")
            #expect(!text.output.contains("\u{1B}"), "no colours where nobody watches")
            let wide = text.output.split(separator: "\n").filter { $0.count > 80 }
            // Ids are never cut, and a command to be typed is never broken.
            let kept = wide.filter { !$0.contains(": ") && !$0.contains("M-") }
            #expect(kept.isEmpty, "\(call): \(kept)")
            let json = try await program.call(["trace"] + call + ["--json"])
            #expect(json.status == 0, "\(call): \(json.errors)")
            #expect(try !object(json.output).isEmpty, "\(call)")
        }
        for format in ["mermaid", "svg", "html"] {
            let drawn = try await program.call(
                ["trace", "graph", run.path, "--cycle", "20", "--format", format]
            )
            #expect(drawn.status == 0 && drawn.output.contains("M-master-tech-000020"))
        }
        for format in ["chrome", "otlp", "shiviz", "mermaid", "csv", "jsonl"] {
            let written = try await program.call(
                ["trace", "export", run.path, "--to", format, "--cycle", "20..21"]
            )
            #expect(written.status == 0, "\(format): \(written.errors)")
            #expect(written.output.contains("M-master-tech-000020"))
        }
    }

    private func explainsOrders(_ program: Program, _ run: RunDirectory) async throws {
        let master = try JournalReader(journal: run.journalPath, process: "master")
        let last = try #require(try master.lastCycle()).cycle
        master.close()
        var ids: [String] = []
        for worker in try run.journaledProcesses() where worker != "master" {
            let reader = try JournalReader(journal: run.journalPath, process: worker)
            // What was ordered in the last cycle never saw another bar: it has no end to tell.
            ids += try reader.orders(limit: 100_000).rows.filter { $0.cycle < last }.map(\.id)
            reader.close()
        }
        #expect(ids.count > Self.orders)
        for index in 0..<Self.orders {
            let id = ids[index * (ids.count - 1) / (Self.orders - 1)]
            let ended = try await program.call(["trace", "why", run.path, id, "--json"])
            let answer = try object(ended.output)
            #expect((answer["gaps"] as? [Any])?.isEmpty == true, "\(id)")
            #expect((answer["messages"] as? [Any])?.isEmpty == false, "\(id)")
        }
    }

    private func followsTransfers(_ program: Program, _ run: RunDirectory) async throws {
        let reader = try JournalReader(journal: run.journalPath, process: "master")
        defer { reader.close() }
        let rows = try reader.transfers(limit: 10_000).rows
        let recall = try #require(rows.first { $0.event == .received }).id
        for id in ["T-0000001", recall] {
            let ended = try await program.call(["trace", "life", run.path, id, "--json"])
            let life = try object(ended.output)
            let isGrant = life["direction"] as? String == "grant"
            #expect(isGrant == (id != recall))
            let stations = try #require(life["stations"] as? [[String: Any]])
            let events = stations.compactMap { $0["event"] as? String }
            let wanted = isGrant ? ["applied", "acknowledged"] : ["remitted", "received"]
            for event in ["decided", "journaled", "sent", "received"] + wanted {
                #expect(events.contains(event), "\(id) \(event)")
            }
            let lines = try #require(life["ledger"] as? [[String: Any]])
            #expect(Set(lines.compactMap { $0["process"] as? String }).count == 2)
        }
    }

    private func refusesWithTheWayOut(_ program: Program, _ run: RunDirectory) async throws {
        let calls: [(words: [String], status: Int32, hint: String)] = [
            (["list", run.path, "--kind", "CycleReprot"], 4, "Did you mean CycleReport?"),
            (["list", run.path, "--instrument", "TEC"], 2, "Did you mean TEC1?"),
            (["list", run.path, "--after", "T-1"], 4, "is no id of a message"),
            (["list", run.path, "--last", "3", "--after", "M-master-tech-000001"], 4, "Keep one"),
            (["list", run.path, "--cycle", "9..3"], 4, "first..last"),
            (["life", run.path, "P-1"], 4, "only transfers"),
            (["show", run.path, "M-tech-master-999999"], 2, "The nearest there are"),
            (["stats", run.path, "--silence", "soon"], 4, "200ms or 5s"),
            (["graph", run.path, "--cycle", "99999"], 2, "no message"),
            (["follow", run.path], 3, "is not running"),
        ]
        for call in calls {
            let ended = try await program.call(["trace"] + call.words)
            #expect(ended.status == call.status, "\(call.words): \(ended.errors)")
            #expect(ended.errors.contains(call.hint), "\(call.words): \(ended.errors)")
        }
    }
}
