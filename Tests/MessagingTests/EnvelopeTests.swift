import Foundation
import Messaging
import SwiftProtobuf
import Testing

struct EnvelopeTests {
    @Test func `a message survives its journey`() throws {
        var link = Link(local: "master", remote: "tech")
        let sent = try link.say(
            .with { $0.retire = .with { $0.reason = "over" } },
            correlation: "C-9",
            causation: MessageID(sender: "tech", receiver: "master", sequence: 8),
            virtualTime: -5
        )
        let arrived = try Envelope(header: sent.headerBytes(), body: sent.bodyBytes)
        #expect(arrived.saysTheSame(as: sent))
        #expect(arrived.id?.description == "M-master-tech-000001")
        #expect(arrived.body.retire.reason == "over")
    }

    @Test func `the content hash ignores the transport part and sees everything else`() throws {
        var link = Link(local: "master", remote: "tech")
        let body = Bursar_V1_Body.with { $0.retire = .with { $0.reason = "over" } }
        var sent = try link.say(body, correlation: "C-9", causation: nil, virtualTime: 1)
        let hash = try sent.contentHash()
        sent.header.transport.epoch = 7
        sent.header.transport.wallTime = 99
        #expect(try sent.contentHash() == hash)
        sent.header.content.virtualTime = 2
        #expect(try sent.contentHash() != hash)
    }

    @Test(arguments: [[], [0xff], [UInt8](repeating: 7, count: 300)] as [[UInt8]])
    func `bytes that are no message are refused in words`(bytes: [UInt8]) {
        let error = #expect(throws: MessagingError.self) {
            try Envelope(header: bytes, body: bytes)
        }
        #expect(error?.code == .malformed)
    }

    @Test(arguments: ["M-master-tech-000412", "M-a-b-1", "M-a-b-1000000"])
    func `a message's name is read as it is printed`(text: String) throws {
        let id = try #require(MessageID(text))
        #expect(MessageID(id.description) == id)
    }

    @Test(arguments: ["", "M-a-b", "M-a-b-0", "M-a-b-x", "O-a-b-1", "M--b-1", "M-a-b-1-2"])
    func `what is no message's name is refused`(text: String) {
        #expect(MessageID(text) == nil)
    }

    @Test(arguments: [
        ("1.0", "1.0", "1.0"), ("1.0", "1.9", "1.0"), ("0.9", "1.2", "1.0"), ("2.0", "2.1", nil),
        ("0.1", "0.9", nil),
    ])
    func `versions agree on the greatest both speak`(
        least: String,
        greatest: String,
        agreed: String?
    ) throws {
        let version = ProtocolVersion.agreed(
            least: try #require(ProtocolVersion(least)),
            greatest: try #require(ProtocolVersion(greatest))
        )
        #expect(version?.description == agreed)
    }
}
