import Testing
import ZeroMQ

@testable import Transport

struct DoorkeeperTests {
    private let energy = Identity(name: "energy", role: .worker)

    private func key(_ digit: Character) throws -> CurvePublicKey {
        try CurvePublicKey(String(repeating: digit, count: 40))
    }

    private func cuts(_ actions: [Doorkeeper.Action]) -> [Int32] {
        actions.compactMap { if case .cut(let descriptor) = $0 { descriptor } else { nil } }
    }

    private func notes(_ actions: [Doorkeeper.Action]) -> [AdmissionNote] {
        actions.compactMap { if case .tell(let note) = $0 { note } else { nil } }
    }

    @Test func `one connection too many ends the oldest that has not spoken`() throws {
        let member = try key("1")
        var door = Doorkeeper(
            ring: KeyRing(admitted: [member: energy]),
            connectionsMaximum: 2
        )
        let userID = door.asked(about: member, from: "here").userID
        for descriptor: Int32 in [10, 11] {
            #expect(door.noted(.accepted(descriptor: descriptor)) { _ in "here" }.isEmpty)
        }
        #expect(door.heard(userID, over: 10).identity == energy)
        #expect(cuts(door.noted(.accepted(descriptor: 12)) { _ in "there" }) == [11])
        #expect(door.heard(userID, over: 12).isWelcome)
        // All have spoken: the newcomer goes.
        #expect(cuts(door.noted(.accepted(descriptor: 13)) { _ in "there" }) == [13])
        #expect(door.counts.crowdedOut == 2)
        #expect(door.counts.connections == 2)
    }

    @Test func `a door with keys hears nobody whose name is missing or no longer admitted`() throws
    {
        let member = try key("1")
        var door = Doorkeeper(
            ring: KeyRing(admitted: [member: energy]),
            connectionsMaximum: 9
        )
        let userID = door.asked(about: member, from: "here").userID
        for descriptor: Int32 in [1, 2] {
            _ = door.noted(.accepted(descriptor: descriptor)) { _ in "here" }
        }
        #expect(door.heard(userID, over: 1).isWelcome)
        #expect(cuts(door.heard(nil, over: 2).actions) == [2])
        #expect(!door.heard("worker energy forged", over: 2).isWelcome)
        #expect(cuts(door.replace(KeyRing())) == [1])
        #expect(!door.heard(userID, over: 1).isWelcome)
        #expect(door.asked(about: member, from: "here").userID == nil)
    }

    @Test func `a new key of the same name does not keep the old connection`() throws {
        let (old, new) = try (key("1"), key("2"))
        var door = Doorkeeper(ring: KeyRing(admitted: [old: energy]), connectionsMaximum: 9)
        let userID = door.asked(about: old, from: "here").userID
        _ = door.noted(.accepted(descriptor: 1)) { _ in "here" }
        #expect(door.heard(userID, over: 1).isWelcome)
        let ring = KeyRing(admitted: [new: energy], revoked: [old: energy])
        #expect(cuts(door.replace(ring)) == [1])
        #expect(door.replace(ring).isEmpty)
    }

    @Test func `each peer is told of once, and only so many of them`() throws {
        var door = Doorkeeper(ring: KeyRing(), connectionsMaximum: 9)
        let stranger = try key("3")
        #expect(notes(door.asked(about: stranger, from: "there").actions).count == 1)
        #expect(notes(door.asked(about: stranger, from: "there").actions).isEmpty)
        var told = 1
        for number in 0..<2_000 {
            _ = door.noted(.accepted(descriptor: 5)) { _ in "10.0.0.\(number)" }
            _ = door.noted(.failed(.malformed)) { _ in nil }
            told += notes(door.noted(.ended(descriptor: 5)) { _ in nil }).count
        }
        #expect(told == Doorkeeper.peersToldMaximum)
        #expect(door.counts.denied == 2_002)
        #expect(door.counts.connections == 0)
    }

    @Test func `notes name a key by its fingerprint`() throws {
        var door = Doorkeeper(ring: KeyRing(), connectionsMaximum: 9)
        let stranger = try key("3")
        let words = notes(door.asked(about: stranger, from: "there").actions).map(\.words)
        #expect(words.first?.contains(stranger.fingerprint) == true)
        #expect(words.first?.contains(stranger.text) == false)
        #expect(stranger.fingerprint.count == 16)
    }
}
