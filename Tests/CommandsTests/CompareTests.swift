import Inspection
import Testing

@testable import Commands

/// Two runs that were just played, set beside each other.
struct CompareTests {
    @Test func `a run says the same as itself and as a run of the same topology`() async throws {
        let (one, two) = (try await PlayedRun(), try await PlayedRun())
        let comparison = try RunComparison(one.reading, two.reading)
        #expect(comparison.isSame)
        #expect(comparison.first == nil)
        #expect(comparison.settings.isEmpty)
        #expect(comparison.kinds["CycleReport"]?.same == 102)
        #expect(comparison.workers.allSatisfy { $0.value.a == $0.value.b })
        try one.clean()
        try two.clean()
    }

    @Test func `another seed names the first message that differs and counts the rest`()
        async throws
    {
        let one = try await PlayedRun()
        let two = try await PlayedRun { $0.replacing("seed: 7", with: "seed: 8") }
        let comparison = try RunComparison(one.reading, two.reading)
        let first = try #require(comparison.first)
        #expect(first.pair.id == "M-mining-master-000001")
        #expect(first.pair.kind == "CycleReport")
        #expect(first.pair.then != first.pair.now)
        #expect(comparison.settings.map(\.name).contains("seed"))
        let reports = try #require(comparison.kinds["CycleReport"])
        #expect(reports.a == 102 && reports.b == 102)
        #expect(reports.same + reports.differ == 102)
        for width in [80, 160] {
            let terminal = Terminal(width: width, style: .plain, isInteractive: false)
            let lines = comparison.lines(on: terminal)
            #expect(lines.allSatisfy { $0.count <= width }, "\(lines)")
        }
        try one.clean()
        try two.clean()
    }

    @Test func `a shorter run differs by what it lacks, not by what it says`() async throws {
        let one = try await PlayedRun()
        let two = try await PlayedRun("generated", ["--to", "2020-06-26"])
        let comparison = try RunComparison(one.reading, two.reading)
        let reports = try #require(comparison.kinds["CycleReport"])
        #expect(reports.differ == 0)
        #expect(reports.onlyB == 0)
        #expect(reports.onlyA == reports.a - reports.b)
        #expect(comparison.first?.pair.then.contains("begin_cycle") == true)
        #expect(comparison.first?.pair.now.contains("retire") == true)
        try one.clean()
        try two.clean()
    }
}
