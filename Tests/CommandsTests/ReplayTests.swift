import Foundation
import Inspection
import Market
import Testing
import Worker

@testable import Commands

/// Runs that were just played, executed again.
struct ReplayTests {
    private let terminal = Terminal(width: 80, style: .plain, isInteractive: false)

    private func text(_ member: ReplayAnswer.Member, changes: [String] = []) -> [String] {
        let answer = ReplayAnswer(
            run: "a",
            engineThen: "1",
            engineNow: "1",
            changes: changes,
            isSame: member.isSame,
            processes: [member]
        )
        return ReplayText(answer: answer, terminal: terminal).lines()
    }

    @Test func `every process of a run decides the same again, byte for byte`() async throws {
        let run = try await PlayedRun()
        #expect(run.reading.processes == ["master", "mining", "tech"])
        for process in run.reading.processes {
            let member = try run.replay(process)
            #expect(member.isSame, "\(text(member).joined(separator: "\n"))")
            #expect(member.cycle == 51)
            #expect(member.rows > 300)
        }
        try run.clean()
    }

    @Test func `a changed parameter names the first changed decision and counts the rest`()
        async throws
    {
        let run = try await PlayedRun()
        let member = try run.replay("mining", ["mining.time_series_momentum.lookback=42"])
        let effect = try #require(member.effect)
        let first = try #require(effect.firstChanged)
        #expect(member.divergence != nil)
        #expect(first.then != first.now)
        #expect(effect.then.orders != effect.now.orders)
        #expect(effect.then.profitMicros != effect.now.profitMicros)
        let changes = effect.decisions
        let before = Int(effect.then.orders + effect.then.denied)
        #expect(changes.same + changes.changed + changes.onlyThen == before)
        let after = Int(effect.now.orders + effect.now.denied)
        #expect(changes.same + changes.changed + changes.onlyNow == after)
        let lines = text(member, changes: ["lookback"])
        #expect(lines.contains { $0.hasPrefix("first changed: ") })
        #expect(lines.allSatisfy { $0.count <= 80 }, "\(lines)")
        // What the run itself holds is what the decisions then add up to.
        let played = try #require(
            RunResult.read(run.reading.run).workers.first { $0.name == "mining" }
        )
        #expect(effect.then.orders == played.orders)
        #expect(effect.then.fills == played.fills)
        #expect(effect.then.denied == played.denied)
        #expect(effect.then.navMicros == played.nav.micros)
        try run.clean()
    }

    @Test func `a parameter set to what it was changes nothing`() async throws {
        let run = try await PlayedRun()
        let member = try run.replay("mining", ["mining.time_series_momentum.lookback=21"])
        #expect(member.isSame)
        #expect(member.effect?.firstChanged == nil)
        #expect(member.effect?.then == member.effect?.now)
        try run.clean()
    }

    @Test func `cycles before the first that is compared count for nothing`() async throws {
        let run = try await PlayedRun()
        let whole = try run.replay("tech")
        let early = try run.replay("tech", cycles: 0...20)
        let late = try run.replay("tech", cycles: 21...Int64.max)
        #expect(early.isSame && late.isSame)
        #expect(early.cycle == 20)
        #expect(early.rows + late.rows == whole.rows)
        let (one, two) = (try #require(early.effect), try #require(late.effect))
        #expect(one.now.orders + two.now.orders == whole.effect?.now.orders)
        #expect(one.now.profitMicros + two.now.profitMicros == whole.effect?.now.profitMicros)
        try run.clean()
    }

    @Test func `a worker's state after its last cycle is what its last report said`()
        async throws
    {
        let run = try await PlayedRun()
        let source = try RunSource(run.reading)
        let state = try StateReading(source: source, worker: "tech").state(at: "C-51")
        let played = try #require(
            RunResult.read(run.reading.run).workers.first { $0.name == "tech" }
        )
        #expect(state.nav == played.nav)
        #expect(state.standing.cycle == 51)
        #expect(!state.positions.isEmpty)
        #expect(StateText(state).lines(on: terminal).allSatisfy { $0.count <= 80 })
        let order = try StateReading(source: source, worker: nil).state(at: "O-tech-1-000002")
        #expect(order.standing.cycle < 51)
        try run.clean()
    }

    @Test(arguments: [
        ("energy.mean_reversion.window=3", "the topology has no worker \"energy\""),
        ("tech.mean_revision.window=3", "Did you mean mean_reversion?"),
        ("tech.mean_reversion.windov=30", "Did you mean window?"),
        ("mining.time_series_momentum.lookback=5", "cannot be 5"),
        ("mining.time_series_momentum.lookback=21.5", "It is a whole number from 10"),
    ])
    func `a parameter that cannot be set is refused with the way out`(
        _ text: String,
        _ words: String
    ) throws {
        let record = try RecordedRun(file: "\(PlayedRun.recorded)/generated.record")
        let change = try #require(ParameterChange(argument: text))
        let failure = #expect(throws: CommandFailure.self) {
            _ = try change.applied(to: record.topology)
        }
        #expect(failure?.status == .badInput)
        #expect(failure?.description.contains(words) == true, "\(failure?.description ?? "")")
    }

    @Test(arguments: ["", "a=1", "a.b=1", "a.b.c", "a.b.c=", "a.b.c=x", "a..c=1", "a.b.c=inf"])
    func `anything but worker, strategy, key and number is no parameter`(_ text: String) {
        #expect(ParameterChange(argument: text) == nil)
    }

    @Test func `an answer read back from its JSON is the same`() async throws {
        let run = try await PlayedRun()
        let member = try run.replay("mining", ["mining.time_series_momentum.skip=5"])
        let answer = ReplayAnswer(
            run: "r",
            engineThen: "1",
            engineNow: "2",
            changes: ["x"],
            isSame: false,
            processes: [member]
        )
        #expect(try ReplayAnswer.read(answer.json().pretty) == answer)
        try run.clean()
    }
}
