import Market

/// Writes messages as rows of a CSV file, as RFC 4180 has it.
package enum FlightTable {
    /// The names of the columns, in order.
    package static let columns = [
        "id", "sender", "receiver", "kind", "cycle", "correlation", "causation", "virtual_time",
        "lamport", "sent_at_ns", "received_at_ns", "transit_ns", "bytes", "gist",
    ]

    /// The first line, with its line end.
    package static var head: String { line(columns) }

    /// The line of a message, with its line end; what is not known is empty.
    package static func line(_ flight: TraceFlight) -> String {
        let message = flight.message
        let sent = message.sentAt.nanoseconds
        let received = flight.receivedAt?.nanoseconds
        return line([
            message.id, message.sender, message.receiver, message.kind, "\(message.cycle)",
            message.correlation, message.causation, message.virtualTime.description,
            "\(message.lamport)", "\(sent)", received.map { "\($0)" } ?? "",
            received.map { "\($0 - sent)" } ?? "", "\(message.bytes)", message.gist,
        ])
    }

    private static func line(_ fields: [String]) -> String {
        fields.map(quoted).joined(separator: ",") + "\r\n"
    }

    private static func quoted(_ text: String) -> String {
        guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
