import Messaging
import SwiftProtobuf
import Testing

private func cycle(_ number: UInt64) -> Bursar_V1_Body {
    .with { $0.beginCycle = .with { $0.cycle = number } }
}

private func said(_ link: inout Link, _ number: UInt64) throws -> Envelope {
    try link.say(cycle(number), correlation: "C-\(number)", causation: nil, virtualTime: 0)
}

struct LinkTests {
    @Test func `messages are taken once, in order`() throws {
        var master = Link(local: "master", remote: "tech")
        var worker = Link(local: "tech", remote: "master")
        let first = try said(&master, 1)
        let second = try said(&master, 2)
        #expect(try worker.receive(second) == .gap)
        #expect(try worker.receive(first) == .take)
        #expect(try worker.receive(first) == .repetition)
        #expect(try worker.receive(second) == .take)
        #expect(worker.applied == 2)
    }

    @Test func `only what was committed counts as durable`() throws {
        var master = Link(local: "master", remote: "tech")
        var worker = Link(local: "tech", remote: "master")
        _ = try worker.receive(said(&master, 1))
        #expect(worker.durable == 0)
        worker.committed(through: 1)
        #expect(worker.durable == 1)
    }

    @Test func `a message is kept until it is acknowledged`() throws {
        var master = Link(local: "master", remote: "tech")
        for number in 1...5 { _ = try said(&master, UInt64(number)) }
        try master.acknowledged(through: 3)
        #expect(master.unacknowledged.map(\.sequence) == [4, 5])
    }

    @Test func `acknowledging what no life can have said is refused`() throws {
        var master = Link(local: "master", remote: "tech")
        _ = try said(&master, 1)
        // An earlier life may have said more than it committed, within one window.
        try master.acknowledged(through: 2)
        #expect(master.acknowledged == 1)
        let error = #expect(throws: MessagingError.self) {
            try master.acknowledged(through: 2_000)
        }
        #expect(error?.code == .overAcknowledged)
    }

    @Test func `a full window stops the producer`() throws {
        var master = Link(local: "master", remote: "tech", windowMaximum: 2)
        _ = try said(&master, 1)
        _ = try said(&master, 2)
        #expect(!master.hasCredit)
        let error = #expect(throws: MessagingError.self) { try said(&master, 3) }
        #expect(error?.code == .windowFull)
        try master.acknowledged(through: 1)
        #expect(try said(&master, 3).content.sequence == 3)
    }

    @Test func `a repetition with other content stops the run`() throws {
        var master = Link(local: "master", remote: "tech")
        var otherLife = Link(local: "master", remote: "tech")
        var worker = Link(local: "tech", remote: "master")
        _ = try worker.receive(said(&master, 1))
        let error = #expect(throws: MessagingError.self) {
            try worker.receive(said(&otherLife, 2))
        }
        #expect(error?.code == .divergence)
    }

    @Test func `an answer to what this life has not said is left for later`() throws {
        var master = Link(local: "master", remote: "tech")
        var worker = Link(local: "tech", remote: "master")
        let answer = try worker.say(
            .with { $0.cycleReport = .with { $0.cycle = 1 } },
            correlation: "C-1",
            causation: MessageID(sender: "master", receiver: "tech", sequence: 1),
            virtualTime: 0
        )
        #expect(try master.receive(answer) == .early)
        #expect(master.applied == 0)
        _ = try said(&master, 1)
        #expect(try master.receive(answer) == .take)
    }

    @Test func `a message for somebody else is refused`() throws {
        var master = Link(local: "master", remote: "tech")
        var worker = Link(local: "energy", remote: "master")
        let error = #expect(throws: MessagingError.self) {
            try worker.receive(said(&master, 1))
        }
        #expect(error?.code == .wrongReceiver)
    }
}
