import Supervision
import Testing

struct RosterTests {
    private func roster() -> Roster { Roster(expecting: ["tech", "energy"]) }

    @Test func `members are expected in order of name`() {
        let roster = roster()
        #expect(roster.names == ["energy", "tech"])
        #expect(roster.members.allSatisfy { $0.state == .expected && $0.incarnation == 0 })
        #expect(roster.missing == ["energy", "tech"])
        #expect(!roster.isComplete)
        #expect(!roster.isEmpty)
    }

    @Test func `the cluster is complete when the last member has joined`() {
        var roster = roster()
        #expect(roster.admit("tech", incarnation: 1) == nil)
        #expect(!roster.isComplete)
        #expect(roster.missing == ["energy"])
        #expect(roster.admit("energy", incarnation: 4) == nil)
        #expect(roster.isComplete)
        #expect(roster.missing.isEmpty)
        #expect(roster.members.map(\.incarnation) == [4, 1])
    }

    @Test func `a stranger is refused and leaves no mark`() {
        var roster = roster()
        #expect(roster.admit("mining", incarnation: 1) == .unknown)
        #expect(roster.admit("", incarnation: 1) == .unknown)
        #expect(roster.names == ["energy", "tech"])
        roster.leave("mining")
        #expect(roster.members.allSatisfy { $0.state == .expected })
    }

    @Test func `a member that says hello twice in one life stays in`() {
        var roster = roster()
        #expect(roster.admit("tech", incarnation: 2) == nil)
        #expect(roster.admit("tech", incarnation: 2) == nil)
        #expect(roster.missing == ["energy"])
    }

    @Test func `an earlier life is refused and does not push out the later one`() {
        var roster = roster()
        #expect(roster.admit("tech", incarnation: 5) == nil)
        #expect(roster.admit("tech", incarnation: 4) == .stale(current: 5))
        #expect(roster.members[1].incarnation == 5)
        #expect(roster.members[1].state == .active)
    }

    @Test func `a later life takes the place of the earlier one`() {
        var roster = roster()
        #expect(roster.admit("tech", incarnation: 1) == nil)
        #expect(roster.admit("tech", incarnation: 2) == nil)
        #expect(roster.members[1].incarnation == 2)
        #expect(roster.admit("tech", incarnation: 1) == .stale(current: 2))
    }

    @Test(arguments: [UInt64(1), 2, 3, .max])
    func `a member that has left stays out, whichever life it is in`(incarnation: UInt64) {
        var roster = roster()
        #expect(roster.admit("tech", incarnation: 2) == nil)
        roster.leave("tech")
        let refusal = roster.admit("tech", incarnation: incarnation)
        #expect(refusal == (incarnation == 1 ? .stale(current: 2) : nil))
        #expect(roster.members[1].state == .left)
        #expect(roster.members[1].incarnation == max(2, incarnation))
    }

    @Test func `a worker that is added takes part when it has joined, and is not waited for`() {
        var roster = roster()
        _ = roster.admit("tech", incarnation: 1)
        _ = roster.admit("energy", incarnation: 1)
        roster.expect("mining")
        #expect(roster.isComplete, "the run goes on without it")
        #expect(roster.participants == ["energy", "tech"])
        #expect(roster.names == ["energy", "mining", "tech"])
        #expect(roster.admit("mining", incarnation: 1) == nil)
        #expect(roster.participants == ["energy", "tech"], "saying hello is not joining")
        roster.join("mining")
        #expect(roster.participants == ["energy", "mining", "tech"])
        roster.expect("mining")
        #expect(roster.names.count == 3)
    }

    @Test func `a worker that winds down takes part until it has left`() {
        var roster = roster()
        _ = roster.admit("tech", incarnation: 1)
        _ = roster.admit("energy", incarnation: 1)
        roster.retire("tech")
        #expect(roster.retiring == ["tech"])
        #expect(roster.participants == ["energy", "tech"])
        #expect(roster.admit("tech", incarnation: 2) == nil)
        #expect(roster.member("tech")?.state == .retiring, "another life does not undo it")
        roster.leave("tech")
        #expect(roster.participants == ["energy"])
        #expect(roster.retiring.isEmpty)
        roster.retire("tech")
        #expect(roster.member("tech")?.state == .left)
    }

    @Test func `the cluster is empty when the last member has left`() {
        var roster = roster()
        _ = roster.admit("tech", incarnation: 1)
        _ = roster.admit("energy", incarnation: 1)
        roster.leave("energy")
        #expect(!roster.isEmpty)
        roster.leave("energy")
        #expect(!roster.isEmpty)
        roster.leave("tech")
        #expect(roster.isEmpty)
        #expect(roster.missing.isEmpty)
    }
}
