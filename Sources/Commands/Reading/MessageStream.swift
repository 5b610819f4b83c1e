import Inspection
import Journal
import Market

/// Reads the messages of a run in causal order, page by page, from every sender's journal.
///
/// It begins anywhere and goes either way without reading what it passes over.
struct MessageStream {
    /// Where to begin: at an end of the run, or beside a message.
    enum Start {
        /// At the first message, going forward.
        case beginning
        /// At the last message, going backward.
        case end
        /// Behind a place, going forward.
        case after(CausalPlace)
        /// Before a place, going backward.
        case before(CausalPlace)

        var isBackward: Bool {
            switch self {
            case .beginning, .after: false
            case .end, .before: true
            }
        }

        /// Whether a message is one that the start passes over.
        func passes(_ message: TraceMessage) -> Bool {
            switch self {
            case .beginning, .end: false
            case .after(let place): message.place <= place
            case .before(let place): message.place >= place
            }
        }
    }

    private let reading: RunReading
    private let filter: TraceFilter
    private let start: Start
    private let pageSize: Int
    private let subject: SubjectCycles?
    private var merge: CausalMerge
    /// What is left to be read of each journal; one that is absent was not looked at yet.
    private var windows: [String: ClosedRange<Int64>?] = [:]

    /// Begins somewhere; so many messages are read from a journal at once.
    init(
        _ reading: RunReading,
        _ filter: TraceFilter,
        subject: SubjectCycles? = nil,
        from start: Start = .beginning,
        pageSize: Int
    ) {
        self.reading = reading
        self.filter = filter
        self.subject = subject
        self.start = start
        self.pageSize = min(JournalReader.pageSize, max(1, pageSize))
        let isOf = { (process: String) in
            filter.worker == nil || process == filter.worker || process == "master"
                || filter.worker == "master"
        }
        merge = CausalMerge(
            processes: reading.processes.filter(isOf),
            isBackward: start.isBackward
        )
    }

    /// Returns the next message; `nil` after the last.
    mutating func next() throws -> TraceMessage? {
        while true {
            switch merge.next() {
            case .message(let message):
                if start.passes(message) { continue }
                if let subject, !subject.accepts(message) { continue }
                return message
            case .end: return nil
            case .page(let process): try supply(process)
            }
        }
    }

    /// Returns the next messages, at most so many, always causes before effects.
    mutating func next(_ count: Int) throws -> [TraceMessage] {
        var messages: [TraceMessage] = []
        while messages.count < count, let message = try next() { messages.append(message) }
        return start.isBackward ? messages.reversed() : messages
    }

    private mutating func supply(_ process: String) throws {
        guard let reader = reading.reader(process),
            let window = try windows[process] ?? window(of: process, reader)
        else {
            windows[process] = .some(nil)
            return merge.supply([], of: process, isLast: true)
        }
        var part = window
        var query = Self.query(filter, of: process)
        var rest: ClosedRange<Int64>?
        if let subject {
            // One cycle at a time: those that have to do with the subject may lie far apart.
            let cycle = try subject.next(of: process, in: window, reader, start.isBackward)
            guard let cycle else {
                windows[process] = .some(nil)
                return merge.supply([], of: process, isLast: true)
            }
            part = cycle.part
            rest = cycle.rest
            query.cycles = cycle.cycle...cycle.cycle
        }
        let rows = try reader.messages(
            .outbox,
            query,
            in: part,
            start.isBackward ? .newestFirst : .oldestFirst,
            limit: subject == nil ? pageSize : JournalReader.pageSize
        )
        if subject == nil {
            rest = rows.count < pageSize ? nil : Self.rest(of: window, rows, start.isBackward)
        }
        windows[process] = .some(rest)
        merge.supply(
            try rows.map { try MessageText.message($0, of: process) },
            of: process,
            isLast: rest == nil
        )
    }

    /// The positions of a sender's journal that can hold what is wanted.
    private func window(
        of process: String,
        _ reader: JournalReader
    ) throws -> ClosedRange<Int64>? {
        let query = Self.query(filter, of: process)
        guard let reach = try reader.reach(of: query, .outbox) else { return nil }
        let lamport = { (value: Int64) in
            try reader.firstPosition(.outbox, where: .lamport, isAtLeast: value)
        }
        switch start {
        case .beginning, .end: return reach
        case .after(let place):
            guard let first = try lamport(place.lamport), first <= reach.upperBound else {
                return nil
            }
            return max(first, reach.lowerBound)...reach.upperBound
        case .before(let place):
            guard let behind = try lamport(place.lamport + 1) else { return reach }
            guard behind > reach.lowerBound else { return nil }
            return reach.lowerBound...min(reach.upperBound, behind - 1)
        }
    }

    private static func rest(
        of window: ClosedRange<Int64>,
        _ rows: [MessageRow],
        _ isBackward: Bool
    ) -> ClosedRange<Int64>? {
        guard let last = rows.last?.position else { return nil }
        if isBackward { return last > window.lowerBound ? window.lowerBound...(last - 1) : nil }
        return last < window.upperBound ? (last + 1)...window.upperBound : nil
    }

    /// The part of a filter that one sender's journal answers.
    static func query(_ filter: TraceFilter, of process: String) -> MessageFilter {
        let isOthers = filter.worker != nil && filter.worker != process
        return MessageFilter(
            direction: .outbox,
            kind: filter.kind,
            peer: isOthers ? filter.worker : nil,
            cycles: filter.cycles,
            virtualTimes: filter.times.map {
                $0.lowerBound.nanoseconds...$0.upperBound.nanoseconds
            },
            correlation: filter.correlation
        )
    }
}
