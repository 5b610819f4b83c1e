import ArgumentParser
import Inspection
import Journal
import Market

struct TraceFollowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "follow",
        abstract: "Prints messages as they are journaled, until the run ends or Ctrl-C.",
        discussion: """
            JSON: one message a line, with the keys of `bursar trace list --json`.
            """
    )

    @Argument(
        help: ArgumentHelp(
            "The run: its path, name, or the beginning of its name; standard the newest.",
            valueName: "run"
        )
    )
    var chosen: String?

    @OptionGroup var filters: TraceFilterOptions

    @OptionGroup var selection: RunSelection

    mutating func run() async throws {
        let reading = try selection.open(chosen)
        let filter = try filters.filter(of: reading)
        guard try reading.isLive() else {
            throw CommandFailure(
                .notRunning,
                "\(reading.run.runID) is not running, so there is nothing to follow",
                advice: ["Read what it said with `\(reading.command("trace list"))`."]
            )
        }
        let terminal = Terminal.current()
        var tail = MessageTail(run: reading.run, filter: filter)
        try tail.skipToEnd()
        var isLive = true
        while isLive {
            isLive = try reading.isLive()
            let messages = try tail.fresh()
            terminal.show(messages.map { line($0, of: reading, on: terminal) })
            if isLive { try await Task.sleep(for: .milliseconds(200)) }
        }
        guard !selection.json else { return }
        terminal.show(["the run has ended; \(reading.command("status"))"])
    }

    private func line(
        _ message: TraceMessage,
        of reading: RunReading,
        on terminal: Terminal
    ) -> String {
        if selection.json { return message.json.line }
        // As wide as the id of a message to the longest-named worker.
        let width = (reading.workers.map(\.count).max() ?? 0) + "M-master--000000".count
        let id = message.id + String(repeating: " ", count: max(0, width - message.id.count))
        let line = "\(id)  \(message.virtualTime.date)  \(message.kind)"
        let room = terminal.width - line.count - 2
        guard room >= 8 else { return line }
        let isCut = message.gist.count > room
        return line + "  " + (isCut ? message.gist.prefix(room - 1) + "…" : message.gist)
    }
}

/// Reads what processes add to their journals, those of processes that join later included.
struct MessageTail {
    private let run: RunDirectory
    private let filter: TraceFilter
    private var readers: [String: JournalReader] = [:]
    private var cursors: [String: JournalCursor] = [:]

    init(run: RunDirectory, filter: TraceFilter) {
        self.run = run
        self.filter = filter
    }

    /// Passes over what was journaled before.
    mutating func skipToEnd() throws {
        for (process, reader) in try opened() {
            cursors[process] = try reader.endOfMessages()
        }
    }

    /// Returns what was added since the last call, causes before effects.
    mutating func fresh() throws -> [TraceMessage] {
        var pages: [(process: String, messages: [TraceMessage])] = []
        for (process, reader) in try opened() {
            let page = try reader.messages(
                MessageFilter(direction: .outbox),
                after: cursors[process],
                limit: JournalReader.pageSize
            )
            cursors[process] = page.next
            pages.append(
                (process, try page.rows.map { try MessageText.message($0, of: process) })
            )
        }
        return CausalMerge.merged(pages).filter(filter.accepts)
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

extension JournalReader {
    /// The place after the last message there is now.
    func endOfMessages() throws -> JournalCursor? {
        var cursor: JournalCursor?
        while true {
            let page = try messages(after: cursor, limit: Self.limitMaximum)
            cursor = page.next
            if page.rows.count < Self.limitMaximum { return cursor }
        }
    }
}
