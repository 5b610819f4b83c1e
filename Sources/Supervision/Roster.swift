package import Persistence

/// How a member of the cluster stands.
package enum MemberState: String, Sendable, Hashable, CaseIterable {
    /// It belongs to the cluster and has not said hello.
    case expected
    /// It has said hello and takes part.
    case active
    /// It is winding down: it takes part, and its capital is on the way back.
    case retiring
    /// It has said goodbye.
    case left
}

/// One worker, as the master knows it.
package struct Member: Sendable, Hashable {
    /// Its name.
    package let name: String
    /// How it stands.
    package internal(set) var state: MemberState
    /// Its life number; 0 before it was heard.
    package internal(set) var incarnation: UInt64
    /// Whether cycles are opened for it: from the start, or since it joined a run that was going on.
    package internal(set) var takesPart: Bool
}

/// Why a worker is not let in.
package enum AdmissionRefusal: Sendable, Hashable {
    /// No worker of that name belongs to the topology.
    case unknown
    /// A later life of the same worker was heard before.
    case stale(current: UInt64)
}

/// Knows who belongs to the cluster and which life of each is the current one.
package struct Roster: Sendable {
    /// The members, in order of name.
    package private(set) var members: [Member]

    /// Expects the given workers.
    package init(expecting names: [String]) {
        members = names.sorted().map {
            Member(name: $0, state: .expected, incarnation: 0, takesPart: true)
        }
    }

    /// Names of the members, in order.
    package var names: [String] { members.map(\.name) }

    /// Names of those for whom cycles are opened, in order.
    package var participants: [String] {
        members.filter { $0.takesPart && $0.state != .left }.map(\.name)
    }

    /// Names of those that are winding down, in order.
    package var retiring: [String] { members.filter { $0.state == .retiring }.map(\.name) }

    /// Whether every member that is to begin with the run has joined.
    package var isComplete: Bool {
        members.allSatisfy { $0.state != .expected || !$0.takesPart }
    }

    /// The member of a name; `nil` where there was never one.
    package func member(_ name: String) -> Member? { members.first { $0.name == name } }

    /// Expects a worker that joins a run which is going on.
    package mutating func expect(_ name: String) {
        guard member(name) == nil else { return }
        members.append(Member(name: name, state: .expected, incarnation: 0, takesPart: false))
        members.sort { $0.name < $1.name }
    }

    /// Opens cycles for a worker from now on.
    package mutating func join(_ name: String) {
        guard let index = members.firstIndex(where: { $0.name == name }) else { return }
        members[index].takesPart = true
        if members[index].state == .expected { members[index].state = .active }
    }

    /// Notes that a worker is to wind down.
    package mutating func retire(_ name: String) {
        guard let index = members.firstIndex(where: { $0.name == name }) else { return }
        if members[index].state != .left { members[index].state = .retiring }
    }

    /// Members that have not joined, in order.
    package var missing: [String] { members.filter { $0.state == .expected }.map(\.name) }

    /// Lets a worker in, or says why not; `nil` when it is in.
    package mutating func admit(_ name: String, incarnation: UInt64) -> AdmissionRefusal? {
        guard let index = members.firstIndex(where: { $0.name == name }) else { return .unknown }
        guard incarnation >= members[index].incarnation else {
            return .stale(current: members[index].incarnation)
        }
        members[index].incarnation = incarnation
        // One that has left may ask again whether its goodbye was heard; it stays away.
        if members[index].state == .expected { members[index].state = .active }
        return nil
    }

    /// The latest life of a worker that was heard; 0 before the first.
    package func incarnation(of name: String) -> UInt64 {
        members.first { $0.name == name }?.incarnation ?? 0
    }

    /// Notes a life of a worker that was heard before, in an earlier life of this process.
    package mutating func heard(_ name: String, incarnation: UInt64) {
        guard let index = members.firstIndex(where: { $0.name == name }) else { return }
        members[index].incarnation = max(members[index].incarnation, incarnation)
    }

    /// Notes that a worker has said goodbye.
    package mutating func leave(_ name: String) {
        guard let index = members.firstIndex(where: { $0.name == name }) else { return }
        members[index].state = .left
    }

    /// Whether every member that took part has left.
    package var isEmpty: Bool { members.allSatisfy { $0.state == .left || !$0.takesPart } }
}

extension Roster: Persistable {
    /// Who belongs, winds down or has left; who is there, their Hello tells a process that starts
    /// again.
    package mutating func exchange(with coder: inout StateCoder) throws(PersistenceError) {
        let count = try coder.count(members.count)
        var stored: [Member] = []
        for index in 0..<count {
            let known = coder.isReading ? nil : members[index]
            let name = try coder.value(known?.name)
            let state = try coder.value(known.map { $0.state == .active ? .expected : $0.state })
            stored.append(
                Member(
                    name: name,
                    state: state,
                    incarnation: incarnation(of: name),
                    takesPart: try coder.value(known?.takesPart)
                )
            )
        }
        if coder.isReading { members = stored }
    }

    /// The latest life of each member that was heard, which depends on when they were started.
    package mutating func exchangeLives(
        with coder: inout StateCoder
    ) throws(PersistenceError) {
        try coder.requireCount(members.count, of: "members")
        for index in members.indices { try coder.exchange(&members[index].incarnation) }
    }
}

extension MemberState: Storable {}
