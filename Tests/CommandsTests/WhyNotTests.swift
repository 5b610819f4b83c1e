import Foundation
import Inspection
import Journal
import Market
import Messaging
import Testing

@testable import Commands

/// Why an instrument was not traded, asked of runs that were just played.
struct WhyNotTests {
    private func check(_ answer: NoTradeExplanation) {
        for width in [80, 160] {
            let lines = answer.tree.lines(width: width)
            #expect(lines.allSatisfy { $0.count <= width }, "\(lines)")
        }
        #expect(!answer.words.isEmpty)
    }

    @Test func `each answer names where the way to an order ended`() async throws {
        let run = try await PlayedRun()
        let reading = NoTradeReading(run.reading, worker: nil)
        let cases: [(String, String, NoTradeExplanation.Reason, String)] = [
            ("TEC1", "2019-06-03", .dateOutside, "the run plays 2020-01-06 to 2020-12-22"),
            ("TEC1", "2021-06-03", .dateOutside, "the run plays"),
            ("TEC1", "2020-06-06", .holiday, "a Saturday"),
            ("TEC1", "2020-01-06", .noVolatility, "1 bar known"),
        ]
        for (symbol, time, reason, words) in cases {
            let answer = try reading.explanation(of: symbol, at: time)
            #expect(answer.reason == reason, "\(symbol) \(time): \(answer.words)")
            #expect(answer.words.contains(words), "\(answer.words)")
            check(answer)
        }
        let other = try NoTradeReading(run.reading, worker: "mining")
            .explanation(of: "TEC1", at: "2020-06-03")
        #expect(other.reason == .notInUniverse)
        #expect(other.words.contains("it is tech's"))
        try run.clean()
    }

    @Test func `every bar of a month is traded, denied or explained, and the journal agrees`()
        async throws
    {
        let run = try await PlayedRun()
        let reading = NoTradeReading(run.reading, worker: nil)
        let worker = try run.reading.worker("tech")
        var reasons: Set<NoTradeExplanation.Reason> = []
        for day in 1...30 {
            let date = "2020-06-" + (day < 10 ? "0\(day)" : "\(day)")
            let answer = try reading.explanation(of: "TEC2", at: date)
            check(answer)
            reasons.insert(answer.reason)
            guard let bar = answer.bar else { continue }
            let stored = try worker.orders(
                instrument: "TEC2",
                decidedAt: bar.at.nanoseconds...bar.at.nanoseconds,
                limit: 10
            ).rows
            #expect(stored.isEmpty == (answer.reason != .traded), "\(date) \(answer.reason)")
            #expect(answer.messagesExecuted > 0 || answer.record != nil)
        }
        #expect(reasons.isSuperset(of: [.traded, .withinBand, .holiday]), "\(reasons)")
        try run.clean()
    }

    @Test func `a denied decision is told with the check, its value and its limit`()
        async throws
    {
        let run = try await PlayedRun()
        let rows = try run.reading.worker("mining").decisions(limit: 400).rows
        let row = try #require(rows.first { $0.denied > 0 })
        let denied = try #require(
            try StepDifference.record(row).decisions.first { $0.order.isEmpty }
        )
        let answer = try NoTradeReading(run.reading, worker: nil)
            .explanation(of: denied.instrument, at: "\(Timestamp(nanoseconds: row.at))")
        #expect(answer.reason == .denied)
        #expect(answer.record == denied.id)
        #expect(answer.messagesExecuted == 0)
        let last = try #require(answer.checks.last)
        #expect(last.verdict != .passed)
        #expect(answer.words.hasSuffix(last.words), "\(answer.words)")
        check(answer)
        try run.clean()
    }

    @Test func `a stale price and a market's holiday are told apart`() async throws {
        let run = try await PlayedRun("companies", ["--to", "2007-03-30"]) { text in
            text.replacing("../../topology", with: "\(PlayedRun.recorded)/../../topology")
        }
        let reading = NoTradeReading(run.reading, worker: nil)
        let holiday = try reading.explanation(of: "KO", at: "2007-02-19")
        #expect(holiday.reason == .holiday)
        #expect(holiday.words.contains("a Monday: a holiday of its market"), "\(holiday.words)")
        let early = try reading.explanation(of: "BAC", at: "2007-01-03")
        #expect([.noSignal, .noVolatility].contains(early.reason), "\(early.words)")
        let failure = #expect(throws: CommandFailure.self) {
            _ = try reading.explanation(of: "KOO", at: "2007-02-20")
        }
        #expect(failure?.status == .notFound)
        #expect(failure?.description.contains("Did you mean KO?") == true)
        try run.clean()
    }

    @Test func `the worker's bars re-derived are the bars that were played`() async throws {
        // A bar whose decision is stored, examined again, comes to the size that was stored.
        let run = try await PlayedRun()
        let reading = NoTradeReading(run.reading, worker: nil)
        let rows = try run.reading.worker("mining").decisions(limit: 400).rows
        let row = try #require(rows.last)
        let stored = try #require(try StepDifference.record(row).decisions.first)
        let answer = try reading.explanation(
            of: stored.instrument,
            at: "\(Timestamp(nanoseconds: row.at))"
        )
        #expect(answer.conviction == stored.conviction)
        #expect(answer.size?.weight == stored.weight)
        try run.clean()
    }
}
