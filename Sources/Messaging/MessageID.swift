package import Persistence
import SwiftProtobuf

/// The name of a stream message that is unique within a run: sender, receiver and sequence.
package struct MessageID: Sendable, Hashable, CustomStringConvertible {
    /// The process that said it.
    package let sender: String
    /// The process it was said to.
    package let receiver: String
    /// Its place in the stream from sender to receiver, from 1.
    package let sequence: UInt64

    /// Takes the parts of the name.
    package init(sender: String, receiver: String, sequence: UInt64) {
        self.sender = sender
        self.receiver = receiver
        self.sequence = sequence
    }

    /// Reads `M-master-tech-000412`; `nil` for any other shape.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0] == "M", let sequence = UInt64(parts[3]), sequence > 0,
            !parts[1].isEmpty, !parts[2].isEmpty
        else { return nil }
        self.init(sender: String(parts[1]), receiver: String(parts[2]), sequence: sequence)
    }

    /// `M-master-tech-000412`.
    package var description: String {
        let digits = String(sequence)
        let zeros = String(repeating: "0", count: max(0, 6 - digits.count))
        return "M-\(sender)-\(receiver)-\(zeros)\(digits)"
    }

    /// The name as the header carries it.
    package var reference: Bursar_V1_MessageReference {
        .with {
            $0.sender = sender
            $0.receiver = receiver
            $0.sequence = sequence
        }
    }

    /// Takes a name from a header; `nil` where the header names none.
    package init?(_ reference: Bursar_V1_MessageReference) {
        guard reference.sequence > 0 else { return nil }
        self.init(
            sender: reference.sender,
            receiver: reference.receiver,
            sequence: reference.sequence
        )
    }
}

extension MessageID: Storable {
    package init(_ known: Self?, in coder: inout StateCoder) throws(PersistenceError) {
        self.init(
            sender: try coder.value(known?.sender),
            receiver: try coder.value(known?.receiver),
            sequence: try coder.value(known?.sequence)
        )
    }
}
