import Journal
import Testing

struct GroupCommitTests {
    private static let replay = GroupCommit(mode: .replay, durablePosition: 7)
    private static let everyRound = GroupCommit(mode: .everyRound, durablePosition: 7)

    /// Events, and the action the last of them leads to.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let policy: GroupCommit
        let events: [GroupCommit.Event]
        let action: GroupCommit.Action
    }

    private static func time(_ milliseconds: Int) -> Duration { .milliseconds(milliseconds) }

    static let cases: [Case] = [
        Case(
            testDescription: "nothing waits, nothing is due",
            policy: replay,
            events: [.roundEnded(at: time(900))],
            action: .wait(until: nil)
        ),
        Case(
            testDescription: "cycles without rows never lead to a commit",
            policy: replay,
            events: (0..<200).map { .cycleEnded(at: time($0)) },
            action: .wait(until: nil)
        ),
        Case(
            testDescription: "the first row sets the deadline",
            policy: replay,
            events: [.rowsAdded(count: 3, at: time(10)), .rowsAdded(count: 3, at: time(40))],
            action: .wait(until: time(60))
        ),
        Case(
            testDescription: "50 ms after the first row it is due",
            policy: replay,
            events: [.rowsAdded(count: 3, at: time(10)), .roundEnded(at: time(60))],
            action: .commit
        ),
        Case(
            testDescription: "99 cycles are not enough",
            policy: replay,
            events: cycles(99),
            action: .wait(until: time(50))
        ),
        Case(
            testDescription: "100 cycles are enough",
            policy: replay,
            events: cycles(100),
            action: .commit
        ),
        Case(
            testDescription: "too many rows are due at once",
            policy: replay,
            events: [.rowsAdded(count: 50_000, at: time(0))],
            action: .commit
        ),
        Case(
            testDescription: "a barrier commits what waits",
            policy: replay,
            events: [.rowsAdded(count: 1, at: time(0)), .barrierReached],
            action: .commit
        ),
        Case(
            testDescription: "a barrier with nothing waiting is free",
            policy: replay,
            events: [.barrierReached],
            action: .wait(until: nil)
        ),
        Case(
            testDescription: "every round commits at the end of the round",
            policy: everyRound,
            events: [.rowsAdded(count: 1, at: time(3)), .roundEnded(at: time(3))],
            action: .commit
        ),
        Case(
            testDescription: "every round waits for the round to end",
            policy: everyRound,
            events: [.rowsAdded(count: 1, at: time(3)), .cycleEnded(at: time(3))],
            action: .wait(until: time(3))
        ),
        Case(
            testDescription: "an idle round commits nothing",
            policy: everyRound,
            events: [.roundEnded(at: time(3))],
            action: .wait(until: nil)
        ),
    ]

    private static func cycles(_ count: Int) -> [GroupCommit.Event] {
        (0..<count).flatMap { _ -> [GroupCommit.Event] in
            [.rowsAdded(count: 12, at: .zero), .cycleEnded(at: .zero)]
        }
    }

    @Test(arguments: cases)
    func `rows are committed when the policy says so`(_ given: Case) {
        var policy = given.policy
        var last = GroupCommit.Action.wait(until: nil)
        for event in given.events { last = policy.handle(event) }
        #expect(last == given.action)
    }

    @Test func `a commit moves the durable position and starts counting anew`() {
        var policy = Self.replay
        #expect(policy.handle(.rowsAdded(count: 5, at: .zero)) == .wait(until: .milliseconds(50)))
        #expect(policy.durablePosition == 7)
        #expect(policy.rowsWaiting == 5)
        policy.committed(through: 12)
        #expect(policy.durablePosition == 12)
        #expect(policy.rowsWaiting == 0)
        #expect(policy.handle(.roundEnded(at: .seconds(1))) == .wait(until: nil))
        #expect(
            policy.handle(.rowsAdded(count: 1, at: .seconds(2)))
                == .wait(until: .milliseconds(2_050))
        )
    }
}
