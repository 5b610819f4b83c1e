import Foundation
import Subprocess
import Testing

@Suite(.serialized, .timeLimit(.minutes(3)))
struct TortureTests {
    private struct Outcome: Decodable {
        struct Fault: Decodable {
            let name: String
            let fired: Int
            let money_conserved: Bool?
            let conduct: String?
            let failure: String?
        }

        let failures: Int
        let faults: [Fault]
    }

    @Test func `a fault that fits is taken as the menu says`() async throws {
        let program = Program()
        let ended = try await program.call([
            "torture", "--quick", "--json", "--out", program.runs, "--only", "old-messages",
            "--only", "worker-commit",
        ])
        #expect(ended.status == 0, "\(ended.errors)")
        let outcome = try JSONDecoder().decode(Outcome.self, from: Data(ended.output.utf8))
        #expect(outcome.failures == 0)
        #expect(outcome.faults.map(\.name) == ["old-messages", "worker-commit"])
        #expect(outcome.faults.map(\.conduct) == ["wentOn", "wentOn"])
        for fault in outcome.faults {
            #expect(fault.fired > 0, "\(fault.name)")
            #expect(fault.money_conserved == true, "\(fault.name): \(fault.failure ?? "")")
        }
        #expect(!FileManager.default.fileExists(atPath: program.runs))
    }

    @Test func `a run whose master is lost for good ends and says so`() async throws {
        let program = Program()
        let ended = try await program.call(
            [
                "run", Program.sp500, "--from", "1998-01-01", "--to", "1998-12-31", "--out",
                program.runs, "--crashes-maximum", "0", "--pace", "4ms",
            ],
            environment: ["BURSAR_FAILPOINT": "master:commit:4"]
        )
        #expect(ended.status == 5, "\(ended.errors)")
        #expect(ended.errors.contains("master was lost: signal 9"), "\(ended.errors)")
        try program.clean()
    }

    @Test func `a fault that is not on the menu is refused by name`() async throws {
        let ended = try await Program().call(["torture", "--only", "earthquake"])
        #expect(ended.status != 0)
        #expect(ended.errors.contains("no fault \"earthquake\""), "\(ended.errors)")
    }
}
