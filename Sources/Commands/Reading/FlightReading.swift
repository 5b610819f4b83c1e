import Inspection
import Journal
import Market

/// Looks up in receivers' journals how messages arrived, many at a time.
struct FlightReading {
    /// Where and when messages were taken, by id, as read last from an inbox.
    private typealias Arrivals = [String: (position: Int64, receivedAt: Int64?)]

    /// Rows of an inbox that are read at once.
    private static let pageSize = 256

    private let reading: RunReading
    private var inboxes: [String: Arrivals] = [:]

    init(_ reading: RunReading) {
        self.reading = reading
    }

    /// Returns messages with their arrival, in the same order.
    mutating func flights(_ messages: [TraceMessage]) throws -> [TraceFlight] {
        try messages.map { try flight($0) }
    }

    /// Returns a message with its arrival.
    mutating func flight(_ message: TraceMessage) throws -> TraceFlight {
        let found = try arrival(of: message)
        return TraceFlight(
            message: message,
            receivedPosition: found?.position,
            receivedAt: found?.receivedAt.map { Timestamp(nanoseconds: $0) }
        )
    }

    private mutating func arrival(
        of message: TraceMessage
    ) throws -> (position: Int64, receivedAt: Int64?)? {
        if let known = inboxes[message.receiver]?[message.id] { return known }
        guard let reader = reading.reader(message.receiver),
            case .message(_, _, let number) = TraceID(message.id),
            let row = try reader.message(.inbox, peer: message.sender, sequence: number)
        else { return nil }
        // Those that were taken next are likely to be asked for next.
        var arrivals: Arrivals = [:]
        let rows = try reader.messages(
            .inbox,
            in: row.position...Int64.max,
            limit: Self.pageSize
        )
        for row in rows {
            let id = TraceID.message(
                sender: row.peer,
                receiver: message.receiver,
                number: row.sequence
            )
            arrivals["\(id)"] = (row.position, row.receivedWallTime)
        }
        inboxes[message.receiver] = arrivals
        return (row.position, row.receivedWallTime)
    }
}
