package import Digest
import SwiftProtobuf

/// A message in hand: both frames decoded, with the bytes of its body as they travelled.
package struct Envelope: Sendable {
    /// Where the message stands among all messages.
    package var header: Bursar_V1_Header
    /// What is said.
    package let body: Bursar_V1_Body
    /// The second frame.
    package let bodyBytes: [UInt8]

    /// Makes a message to send; its transport part is filled in when it leaves.
    ///
    /// - Throws: ``MessagingError`` with `malformed` when the body cannot be encoded.
    package init(
        content: Bursar_V1_Content,
        body: Bursar_V1_Body
    ) throws(MessagingError) {
        header = Bursar_V1_Header()
        header.content = content
        self.body = body
        do {
            bodyBytes = try body.serializedBytes()
        } catch {
            throw MessagingError(.malformed, "a \(body.name) cannot be encoded: \(error)")
        }
    }

    /// Reads the two frames of a message.
    ///
    /// - Throws: ``MessagingError`` with `malformed` when a frame is no protobuf of ours, names no
    ///   sender or says nothing.
    package init(header: [UInt8], body: [UInt8]) throws(MessagingError) {
        do {
            self.header = try Bursar_V1_Header(serializedBytes: header)
            self.body = try Bursar_V1_Body(serializedBytes: body)
        } catch {
            throw MessagingError(
                .malformed,
                "a message of \(header.count) + \(body.count) bytes is no Header and Body: \(error)"
            )
        }
        guard self.body.kind != nil, !self.header.content.sender.isEmpty else {
            throw MessagingError(
                .malformed,
                "a message without a sender or of a kind this version does not know was received"
            )
        }
        bodyBytes = body
    }

    /// The first frame's bytes.
    ///
    /// - Throws: ``MessagingError`` with `malformed` when it cannot be encoded.
    package func headerBytes() throws(MessagingError) -> [UInt8] {
        do {
            return try header.serializedBytes()
        } catch {
            throw MessagingError(.malformed, "a header cannot be encoded: \(error)")
        }
    }

    /// The message's name; `nil` for session messages.
    package var id: MessageID? {
        guard header.content.sequence > 0 else { return nil }
        return MessageID(
            sender: header.content.sender,
            receiver: header.content.receiver,
            sequence: header.content.sequence
        )
    }

    /// Whether two messages say the same, whatever their transport parts.
    package func saysTheSame(as other: Envelope) -> Bool {
        header.content == other.header.content && bodyBytes == other.bodyBytes
    }

    /// Hash over the content part of the header and the body.
    ///
    /// - Throws: ``MessagingError`` with `malformed` when the header cannot be encoded.
    package func contentHash() throws(MessagingError) -> Digest {
        var hash = SHA256()
        do {
            hash.update(try header.content.serializedBytes() as [UInt8])
        } catch {
            throw MessagingError(.malformed, "a header cannot be encoded: \(error)")
        }
        hash.update(bodyBytes)
        return hash.finish()
    }
}

extension Bursar_V1_Body {
    /// The kind of message as people and journals name it, such as `BeginCycle`.
    package var name: String {
        switch kind {
        case .hello: "Hello"
        case .welcome: "Welcome"
        case .refusal: "Refusal"
        case .heartbeat: "Heartbeat"
        case .acknowledgement: "Acknowledgement"
        case .beginCycle: "BeginCycle"
        case .cycleReport: "CycleReport"
        case .directive: "Directive"
        case .limitBreach: "LimitBreach"
        case .retire: "Retire"
        case .goodbye: "Goodbye"
        case nil: "nothing"
        }
    }

    /// The cycle a message opens or reports; 0 for all others.
    package var cycle: UInt64 {
        switch kind {
        case .beginCycle(let begin): begin.cycle
        case .cycleReport(let report): report.cycle
        default: 0
        }
    }

    /// Names of all stream messages, for filters.
    package static let streamNames = [
        "BeginCycle", "CycleReport", "Directive", "Goodbye", "LimitBreach", "Retire",
    ]
}
