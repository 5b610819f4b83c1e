import Inspection
import Journal
import Market

/// Reads the messages of a run in causal order, page by page, from every sender's journal.
struct MessageStream {
    private let reading: RunReading
    private let filter: TraceFilter
    private var merge: CausalMerge
    private var cursors: [String: JournalCursor] = [:]
    private let pageSize: Int

    /// Starts at the first message that fits; so many are read from a journal at once.
    init(_ reading: RunReading, _ filter: TraceFilter, pageSize: Int) {
        self.reading = reading
        self.filter = filter
        self.pageSize = min(JournalReader.pageSize, max(1, pageSize))
        let isOf = { (process: String) in
            filter.worker == nil || process == filter.worker || process == "master"
                || filter.worker == "master"
        }
        merge = CausalMerge(processes: reading.processes.filter(isOf))
    }

    /// Returns the next message; `nil` after the last.
    mutating func next() throws -> TraceMessage? {
        while true {
            switch merge.next() {
            case .message(let message): return message
            case .end: return nil
            case .page(let process): try supply(process)
            }
        }
    }

    /// Returns messages that follow a place, in causal order.
    mutating func next(_ count: Int, after place: CausalPlace?) throws -> [TraceMessage] {
        var messages: [TraceMessage] = []
        while messages.count < count, let message = try next() {
            if let place, message.place <= place { continue }
            messages.append(message)
        }
        return messages
    }

    private mutating func supply(_ process: String) throws {
        guard let reader = reading.reader(process) else {
            merge.supply([], of: process, isLast: true)
            return
        }
        let page = try reader.messages(
            Self.query(filter, of: process),
            after: cursors[process],
            limit: pageSize
        )
        cursors[process] = page.next
        merge.supply(
            try page.rows.map { try MessageText.message($0, of: process) },
            of: process,
            isLast: page.rows.count < pageSize
        )
    }

    /// The part of a filter that one sender's journal answers.
    static func query(_ filter: TraceFilter, of process: String) -> MessageFilter {
        let isOthers = filter.worker != nil && filter.worker != process
        return MessageFilter(
            direction: .outbox,
            kind: filter.kind,
            peer: isOthers ? filter.worker : nil,
            cycles: filter.cycles,
            virtualTimes: filter.times.map { $0.lowerBound.nanoseconds...$0.upperBound.nanoseconds }
        )
    }
}
