import Inspection
import Testing

@testable import Commands

/// Each finding on a journal that was made to show it, and none on one that is as it should be.
struct TraceFindingsTests {
    private func found(
        window: Int64 = 1_024,
        of process: String = "master",
        _ make: (inout MadeJournal) throws -> Void
    ) async throws -> [TraceFinding] {
        let folder = try TemporaryFolder()
        var journal = MadeJournal(of: process, with: process == "master" ? "tech" : "master")
        try make(&journal)
        return try await journal.watched(in: folder, window: window).findings
    }

    @Test func `a journal as it should be has no finding`() async throws {
        let findings = try await found { journal in
            for cycle in Int64(1)...50 {
                try journal.say(at: Double(cycle))
                try journal.take(cycle, at: Double(cycle) + 0.5, acknowledging: cycle)
            }
        }
        #expect(findings.isEmpty, "\(findings.map(\.words))")
    }

    @Test func `a missing number is a gap`() async throws {
        let findings = try await found { journal in
            for number in [Int64(1), 2, 5] { try journal.take(number, at: Double(number)) }
        }
        #expect(findings.map(\.code) == [.gap])
        #expect(findings.first?.count == 2)
        #expect(findings.first?.message == "M-tech-master-000005")
    }

    @Test func `a number that stands twice is a duplicate`() async throws {
        let findings = try await found { journal in
            for number in [Int64(1), 2, 2, 3] { try journal.take(number, at: Double(number)) }
        }
        #expect(findings.map(\.code) == [.duplicate])
        #expect(findings.first?.message == "M-tech-master-000002")
    }

    @Test func `a message of an earlier life of the master is stale`() async throws {
        let findings = try await found(of: "tech") { journal in
            try journal.take(1, at: 1, epoch: 1)
            try journal.take(2, at: 2, epoch: 2)
            try journal.take(3, at: 3, epoch: 1)
            try journal.take(4, at: 4, epoch: 2)
        }
        #expect(findings.map(\.code) == [.staleEpoch])
        #expect(findings.first?.message == "M-master-tech-000003")
    }

    @Test func `a late acknowledgement is told once for all that waited for it`() async throws {
        let findings = try await found { journal in
            for cycle in Int64(1)...20 {
                try journal.say(at: Double(cycle))
                let acknowledged = cycle < 10 ? 0 : cycle
                try journal.take(cycle, at: Double(cycle) + 0.5, acknowledging: acknowledged)
            }
        }
        #expect(findings.map(\.code) == [.unacknowledged])
        #expect(findings.first?.count == 5)
        #expect(findings.first?.message == "M-master-tech-000001")
        #expect(findings.first?.worst == 9_500_000_000)
    }

    @Test func `what is never acknowledged is told at the end`() async throws {
        let findings = try await found { journal in
            for cycle in Int64(1)...10 {
                try journal.say(at: Double(cycle))
                try journal.take(cycle, at: Double(cycle) + 0.5)
            }
        }
        #expect(findings.map(\.code) == [.unacknowledged])
        #expect(findings.first?.count == 5)
    }

    @Test(arguments: [false, true])
    func `one that speaks and hears nothing is told of`(_ isHeardAgain: Bool) async throws {
        let findings = try await found(of: "tech") { journal in
            try journal.say(at: 1)
            try journal.take(1, at: 2, acknowledging: 1)
            for step in 0..<4 { try journal.say(at: 3 + 2 * Double(step)) }
            if isHeardAgain { try journal.take(2, at: 9.5, acknowledging: 5) }
        }
        let silence = try #require(findings.first { $0.code == .oneWaySilence })
        #expect(silence.count == 4)
        #expect(silence.message == "M-tech-master-000002")
        #expect(silence.worst == (isHeardAgain ? 6_500_000_000 : 6_000_000_000))
        #expect(findings.filter { $0.code == .oneWaySilence }.count == 1)
    }

    @Test func `a full window is told once with how much waited`() async throws {
        let findings = try await found(window: 4) { journal in
            for _ in 1...6 { try journal.say(at: 1) }
            try journal.take(1, at: 1.2, acknowledging: 6)
            for _ in 1...3 { try journal.say(at: 1.3) }
            try journal.take(2, at: 1.4, acknowledging: 9)
        }
        #expect(findings.map(\.code) == [.windowFull])
        #expect(findings.first?.count == 6)
    }

    @Test func `late answers one after the other are one torpid spell`() async throws {
        let findings = try await found { journal in
            var now = 0.0
            for cycle in Int64(1)...10 {
                try journal.say(at: now)
                now += [4, 5, 8].contains(cycle) ? 3 : 0.1
                try journal.take(cycle, at: now, acknowledging: cycle)
            }
        }
        #expect(findings.map(\.code) == [.torpid, .torpid])
        #expect(findings.map(\.count) == [2, 1])
        // Moments are given as seconds in floating point: tolerance one microsecond.
        #expect(findings.allSatisfy { abs($0.worst - 3_000_000_000) < 1_000 })
        #expect(findings.first?.message == "M-master-tech-000004")
    }

    @Test func `every finding has words and keys`() {
        for code in TraceFinding.Code.allCases {
            let finding = TraceFinding(
                code: code,
                process: "master",
                peer: "tech",
                message: "M-tech-master-000004",
                count: 3,
                from: MadeJournal.start,
                to: MadeJournal.start,
                worst: MadeJournal.second
            )
            let names = ["master", "tech", finding.message]
            #expect(names.contains { finding.words.contains($0) }, "\(code)")
            #expect(finding.json.line.contains(code.rawValue))
        }
    }
}
