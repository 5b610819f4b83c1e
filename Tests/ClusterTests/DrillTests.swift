import Foundation
import Testing

@Suite(.timeLimit(.minutes(2)))
struct DrillTests {
    private struct Answer: Decodable {
        struct Drill: Decodable {
            let subject: String
            let code: String
            let holds: Bool
        }

        struct Crash: Decodable {
            struct Check: Decodable {
                let code: String
                let denied: Int
            }

            let checks: [Check]
            let drawdown: Double
            let holds: Bool
        }

        let drills: [Drill]
        let crash: Crash
    }

    @Test func `every limit of a topology fires, and a crash stops new risk`() async throws {
        let program = Program()
        let topology = "\(Program.package)/topology/sp500.yaml"
        let ended = try await program.call(["drill", topology, "--json"])
        #expect(ended.status == 0, "\(ended.errors)")
        let answer = try JSONDecoder().decode(Answer.self, from: Data(ended.output.utf8))
        #expect(answer.drills.filter { !$0.holds }.map(\.code) == [])
        #expect(Set(answer.drills.map(\.subject)).count == 7)
        #expect(answer.crash.holds)
        #expect(answer.crash.drawdown > 0.15)
        let held = answer.crash.checks.first { $0.code == "trading_state" }?.denied ?? 0
        #expect(held > 0)
    }
}
