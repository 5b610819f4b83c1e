import Inspection
import Journal

/// Reads what processes add to their journals, those of processes that join later included.
///
/// Messages come causes before effects: one is kept back until every process that is not silent has
/// said something later, or for a number of calls.
struct MessageTail {
    /// Calls of ``fresh(isLast:)`` with nothing left to read after which nobody is waited for.
    static let patience = 5

    private let run: RunDirectory
    private let filter: TraceFilter
    private var subject: SubjectCycles?
    private var readers: [String: JournalReader] = [:]
    /// Position of the last message read, by process.
    private var positions: [String: Int64] = [:]
    /// Logical time of the last message read, by process.
    private var clocks: [String: Int64] = [:]
    /// How often a process has had nothing new.
    private var silences: [String: Int] = [:]
    private var waiting: [TraceMessage] = []
    /// Questions of the master to a worker that wait for what the worker did.
    private var unanswered: [String: [TraceMessage]] = [:]
    /// Whether the last call came to the end of all journals.
    private(set) var isCaughtUp = true

    init(run: RunDirectory, filter: TraceFilter, subject: SubjectCycles?) {
        self.run = run
        self.filter = filter
        self.subject = subject
    }

    /// Passes over what was journaled before.
    mutating func skipToEnd() throws {
        for (process, reader) in try opened() {
            positions[process] = try reader.lastPosition(.outbox)
        }
    }

    /// Returns what was added since the last call; the last time, without waiting for anybody.
    mutating func fresh(isLast: Bool = false) throws -> [TraceMessage] {
        var pages: [[TraceMessage]] = []
        var silent: [String] = []
        isCaughtUp = true
        for (process, reader) in try opened() {
            let rows = try reader.messages(
                .outbox,
                in: ((positions[process] ?? 0) + 1)...Int64.max,
                limit: JournalReader.pageSize
            )
            guard let last = rows.last else {
                silent.append(process)
                continue
            }
            silences[process] = 0
            positions[process] = last.position
            clocks[process] = last.lamport
            if rows.count == JournalReader.pageSize { isCaughtUp = false }
            pages.append(try rows.map { try MessageText.message($0, of: process) })
        }
        if isCaughtUp { for process in silent { silences[process, default: 0] += 1 } }
        if !pages.isEmpty {
            waiting = (waiting + pages.joined()).sorted { $0.place < $1.place }
        }
        let isEnd = isLast && isCaughtUp
        let released = try aboutSubject(release(all: isEnd))
        return isEnd ? released + leftOver() : released
    }

    /// Takes out what nothing can come before any more.
    private mutating func release(all: Bool) -> [TraceMessage] {
        let speakers = clocks.filter { silences[$0.key] ?? 0 < Self.patience }
        let horizon = all ? Int64.max : speakers.values.min() ?? Int64.max
        let count = waiting.prefix { $0.lamport <= horizon }.count
        defer { waiting.removeFirst(count) }
        return waiting.prefix(count).filter(filter.accepts)
    }

    /// Keeps what is about the subject, once the worker concerned has answered.
    private mutating func aboutSubject(_ messages: [TraceMessage]) throws -> [TraceMessage] {
        guard subject != nil else { return messages }
        for (process, reader) in try opened() where process != "master" {
            try subject?.read(reader, of: process)
        }
        var found: [TraceMessage] = []
        for message in messages {
            if message.sender == "master" {
                unanswered[message.receiver, default: []].append(message)
                continue
            }
            let asked = unanswered.removeValue(forKey: message.sender) ?? []
            found += (asked + [message]).filter { subject?.accepts($0) ?? true }
        }
        return found
    }

    private mutating func leftOver() -> [TraceMessage] {
        defer { unanswered.removeAll() }
        return unanswered.sorted { $0.key < $1.key }.flatMap(\.value)
            .filter { subject?.accepts($0) ?? true }
    }

    private mutating func opened() throws -> [(String, JournalReader)] {
        var found: [(String, JournalReader)] = []
        for process in try run.journaledProcesses() {
            let reader =
                try readers[process] ?? JournalReader(journal: run.journalPath, process: process)
            readers[process] = reader
            found.append((process, reader))
        }
        return found
    }
}
