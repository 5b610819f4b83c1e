import Foundation
import Messaging
import SwiftProtobuf
import Testing

struct EnvelopeTests {
    private func said() throws -> Envelope {
        var link = Link(local: "master", remote: "tech")
        return try link.say(
            .with { $0.retire = .with { $0.reason = "over" } },
            correlation: "C-9",
            causation: MessageID(sender: "tech", receiver: "master", sequence: 8),
            virtualTime: -5
        )
    }

    @Test func `a message survives its journey`() throws {
        let sent = try said()
        var transport = Bursar_V1_Transport()
        transport.epoch = 7
        transport.lamport = .max
        let header = try HeaderFrame.join(content: sent.contentBytes, transport: transport)
        let arrived = try Envelope(header: header, body: sent.bodyBytes)
        #expect(arrived.content == sent.content)
        #expect(arrived.transport == transport)
        #expect(arrived.id?.description == "M-master-tech-000001")
        #expect(arrived.body.retire.reason == "over")
        #expect(arrived.contentHash == sent.contentHash)
    }

    @Test func `a header written by any protobuf library is read alike`() throws {
        let sent = try said()
        let library = Bursar_V1_Header.with {
            $0.content = sent.content
            $0.transport = .with { $0.incarnation = 3 }
        }
        let ours = try HeaderFrame.join(content: sent.contentBytes, transport: library.transport)
        let theirs: [UInt8] = try library.serializedBytes()
        #expect(ours == theirs)
        // Field 2 before field 1, as another encoder may put them.
        let split = sent.contentBytes.count + 2
        let turned = Array(theirs[split...]) + theirs[..<split]
        let arrived = try Envelope(header: turned, body: sent.bodyBytes)
        #expect(arrived.content == sent.content)
        #expect(arrived.transport.incarnation == 3)
    }

    @Test func `the content hash sees every change of content and body`() throws {
        let sent = try said()
        var content = sent.content
        content.virtualTime = 2
        let later = try Envelope(content: content, body: sent.body)
        #expect(later.contentHash != sent.contentHash)
        var body = sent.body
        body.retire.reason = "not over"
        let other = try Envelope(content: sent.content, body: body)
        #expect(other.contentHash != sent.contentHash)
    }

    @Test func `a header cut short anywhere is refused or read by the library, never trapped`()
        throws
    {
        let sent = try said()
        let header = try HeaderFrame.join(
            content: sent.contentBytes,
            transport: Bursar_V1_Transport.with { $0.epoch = 300 }
        )
        for length in 0..<header.count {
            do {
                let cut = try Envelope(
                    header: Array(header[..<length]),
                    body: sent.bodyBytes
                )
                #expect(!cut.content.sender.isEmpty)
            } catch {
                #expect(error.code == .malformed)
            }
        }
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
