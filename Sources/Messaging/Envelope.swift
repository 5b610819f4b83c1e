package import Digest
import SwiftProtobuf

/// A message in hand: both frames decoded, with the bytes that are compared, hashed and stored.
package struct Envelope: Sendable {
    /// Where the message stands among all messages; the same whenever the run is repeated.
    package let content: Bursar_V1_Content
    /// The content part of the header as it travels.
    package let contentBytes: [UInt8]
    /// What depends on arrival, restarts and clocks.
    package let transport: Bursar_V1_Transport
    /// What is said.
    package let body: Bursar_V1_Body
    /// The second frame.
    package let bodyBytes: [UInt8]

    /// Makes a message to send; its transport part is added when it leaves.
    ///
    /// - Throws: ``MessagingError`` with `malformed` when the body cannot be encoded.
    package init(
        content: Bursar_V1_Content,
        body: Bursar_V1_Body
    ) throws(MessagingError) {
        self.content = content
        self.body = body
        transport = Bursar_V1_Transport()
        do {
            contentBytes = try content.serializedBytes()
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
            if let parts = HeaderFrame.split(header) {
                contentBytes = parts.content
                content = try Bursar_V1_Content(serializedBytes: parts.content)
                transport = try Bursar_V1_Transport(serializedBytes: parts.transport)
            } else {
                let decoded = try Bursar_V1_Header(serializedBytes: header)
                content = decoded.content
                transport = decoded.transport
                contentBytes = try decoded.content.serializedBytes()
            }
            self.body = try Bursar_V1_Body(serializedBytes: body)
        } catch {
            throw MessagingError(
                .malformed,
                "a message of \(header.count) + \(body.count) bytes is no Header and Body: \(error)"
            )
        }
        guard self.body.kind != nil, !content.sender.isEmpty else {
            throw MessagingError(
                .malformed,
                "a message without a sender or of a kind this version does not know was received"
            )
        }
        bodyBytes = body
    }

    /// The message's name; `nil` for session messages.
    package var id: MessageID? {
        guard content.sequence > 0 else { return nil }
        return MessageID(
            sender: content.sender,
            receiver: content.receiver,
            sequence: content.sequence
        )
    }

    /// Hash over the content part of the header and the body.
    package var contentHash: Digest {
        var hash = SHA256()
        hash.update(contentBytes)
        hash.update(bodyBytes)
        return hash.finish()
    }
}

/// The first frame put together from, and taken apart into, its two encoded parts.
///
/// A `Header` is two length-delimited fields, 1 and 2. Handling them as bytes lets the content part
/// be encoded once however often a message is sent, and compared without being encoded again.
package enum HeaderFrame {
    private static let contentTag: UInt8 = 0x0a
    private static let transportTag: UInt8 = 0x12

    /// The frame of a content part and a transport part.
    ///
    /// - Throws: ``MessagingError`` with `malformed` when the transport part cannot be encoded.
    package static func join(
        content: [UInt8],
        transport: Bursar_V1_Transport
    ) throws(MessagingError) -> [UInt8] {
        let encoded: [UInt8]
        do {
            encoded = try transport.serializedBytes()
        } catch {
            throw MessagingError(.malformed, "a header cannot be encoded: \(error)")
        }
        var frame: [UInt8] = []
        frame.reserveCapacity(content.count + encoded.count + 6)
        append(contentTag, content, to: &frame)
        append(transportTag, encoded, to: &frame)
        return frame
    }

    /// The two parts of a frame; `nil` when it is not just field 1 followed by field 2.
    static func split(_ frame: [UInt8]) -> (content: [UInt8], transport: [UInt8])? {
        var next = 0
        guard let content = part(contentTag, of: frame, from: &next),
            let transport = part(transportTag, of: frame, from: &next),
            next == frame.count
        else { return nil }
        return (Array(frame[content]), Array(frame[transport]))
    }

    private static func append(_ tag: UInt8, _ bytes: [UInt8], to frame: inout [UInt8]) {
        frame.append(tag)
        var length = bytes.count
        while length >= 0x80 {
            frame.append(UInt8(truncatingIfNeeded: length) | 0x80)
            length >>= 7
        }
        frame.append(UInt8(length))
        frame.append(contentsOf: bytes)
    }

    private static func part(
        _ tag: UInt8,
        of frame: [UInt8],
        from next: inout Int
    ) -> Range<Int>? {
        guard next < frame.count, frame[next] == tag else { return nil }
        var (length, shift) = (0, 0)
        repeat {
            next += 1
            guard next < frame.count, shift < 28 else { return nil }
            length |= Int(frame[next] & 0x7f) << shift
            shift += 7
        } while frame[next] & 0x80 != 0
        let start = next + 1
        guard length <= frame.count - start else { return nil }
        next = start + length
        return start..<next
    }
}
