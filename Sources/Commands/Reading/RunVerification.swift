import Accounting
import Digest
import Inspection
import Journal
import Market
import Messaging
import SwiftProtobuf
import Topology

/// Checks offline that the journals of a run hold together, each by itself and all with one another.
struct RunVerification {
    /// One thing that must hold.
    struct Check {
        /// What it is.
        let name: String
        /// How many things were looked at, and of what kind.
        let looked: String
        /// The first place where it does not hold; `nil` when it holds.
        let violation: String?
    }

    private let reading: RunReading
    /// What was checked, in order.
    private(set) var checks: [Check] = []

    /// Checks a run.
    init(_ reading: RunReading) throws {
        self.reading = reading
        for process in reading.processes {
            guard let reader = reading.reader(process) else { continue }
            try verifyFiles(process, reader)
            try verifySequences(process, reader)
            try verifyLedger(process, reader)
        }
        try verifyMessages()
        try verifyTransfers()
        try verifyMoney()
        checks += try SnapshotVerification(reading).checks()
    }

    /// Adds checks that were made elsewhere.
    mutating func add(_ further: [Check]) { checks += further }

    /// Whether all of it holds.
    var holds: Bool { checks.allSatisfy { $0.violation == nil } }

    private mutating func add(_ name: String, _ looked: String, _ violation: String?) {
        checks.append(Check(name: name, looked: looked, violation: violation))
    }

    /// The pages, rows and indexes of the files agree.
    private mutating func verifyFiles(_ process: String, _ reader: JournalReader) throws {
        let count = try reader.meta().count
        let damage = try reader.damage()
        add(
            "files of \(process)",
            NumberText.count(Int64(count), "file"),
            damage.map { "\(process): \($0)" }
        )
    }

    /// Sequences are dense in both directions, and positions rise by one.
    private mutating func verifySequences(_ process: String, _ reader: JournalReader) throws {
        var next: [String: Int64] = [:]
        var position: Int64 = 0
        var violation: String?
        try reader.forEachMessage { row in
            let stream = row.direction == .inbox ? "from \(row.peer)" : "to \(row.peer)"
            let expected = next[stream, default: 1]
            if violation == nil, row.sequence != expected {
                violation =
                    "\(process): message \(row.sequence) \(stream) follows \(expected - 1)"
            }
            if violation == nil, row.position != position + 1 {
                violation = "\(process): position \(row.position) follows \(position)"
            }
            next[stream] = row.sequence + 1
            position = row.position
        }
        let count = NumberText.count(position, "message")
        add("sequences of \(process)", count, violation)
    }

    /// Every entry balances, and all together have the digest that was last reported.
    private mutating func verifyLedger(_ process: String, _ reader: JournalReader) throws {
        var replay = LedgerReplay(currency: reading.topology.capital.currency, of: process)
        try reader.forEachLedgerRow { replay.take($0) }
        replay.finish()
        var violation = replay.violation
        if violation == nil, let reported = try reportedDigest(process, reader),
            reported != replay.ledger.digest.bytes
        {
            violation = "\(process): the ledger's digest is not the one that was last reported"
        }
        add(
            "ledger of \(process)",
            "\(NumberText.integer(replay.ledger.count)) entries",
            violation
        )
    }

    private func reportedDigest(_ process: String, _ reader: JournalReader) throws -> [UInt8]? {
        if process == "master" { return try reader.lastCycle()?.ledgerDigest }
        let last = try reader.lastPosition
        var found: [UInt8]?
        // The report of the last cycle is among the last few messages.
        for row in try reader.messages(after: max(0, last - 8), limit: 8)
        where row.kind == "CycleReport" {
            guard row.direction == .outbox else { continue }
            let body = try Bursar_V1_Body(serializedBytes: row.body)
            found = [UInt8](body.cycleReport.ledgerDigest)
        }
        return found
    }

    /// Whatever a process took is what its sender's journal says it sent.
    private mutating func verifyMessages() throws {
        for process in reading.processes {
            guard let reader = reading.reader(process) else { continue }
            var violation: String?
            var count: Int64 = 0
            var senders: [String: OutboxWalk] = [:]
            try reader.forEachMessage { row in
                guard row.direction == .inbox, violation == nil else { return }
                // People and the kill switch have no journal: theirs is the receiver's.
                guard !["admin", "supervisor"].contains(row.peer) else { return }
                count += 1
                if senders[row.peer] == nil, let sender = reading.reader(row.peer) {
                    senders[row.peer] = OutboxWalk(sender, to: process)
                }
                let sent = try senders[row.peer]?.next()
                guard let sent, sent.sequence == row.sequence else {
                    violation = """
                        \(process) took message \(row.sequence) from \(row.peer), whose journal \
                        does not hold it
                        """
                    return
                }
                guard sent.body == row.body, sent.kind == row.kind, sent.cycle == row.cycle,
                    sent.correlation == row.correlation,
                    sent.causation == row.causation, sent.virtualTime == row.virtualTime
                else {
                    violation = """
                        \(process) took message \(row.sequence) from \(row.peer) with other content \
                        than \(row.peer) says it sent
                        """
                    return
                }
            }
            add(
                "messages taken by \(process)",
                NumberText.count(count, "message"),
                violation
            )
        }
    }

    /// Whatever a worker applied or remitted was decided by the master, with the same amount.
    private mutating func verifyTransfers() throws {
        let master = try reading.master()
        var sent: [String: TransferRow] = [:]
        try master.forEachTransfer { if $0.event == .sent { sent[$0.id] = $0 } }
        for name in reading.workers {
            guard let reader = reading.reader(name) else { continue }
            var violation: String?
            var (count, keys) = (Int64(0), Set<String>())
            try reader.forEachTransfer { row in
                count += 1
                guard violation == nil else { return }
                if !keys.insert("\(row.id) \(row.event.rawValue) \(row.part)").inserted {
                    violation = "\(name): \(row.id) was \(row.event.rawValue) twice"
                }
                guard let order = sent[row.id], order.worker == name else {
                    violation = "\(name): \(row.id) was \(row.event.rawValue), but never sent to it"
                    return
                }
                if row.event == .applied, order.amount != row.amount {
                    violation = "\(name): \(row.id) was applied with another amount than sent"
                }
            }
            add("transfers of \(name)", NumberText.count(count, "step"), violation)
        }
    }

    /// Net asset value is what was contributed and earned, to the last unit.
    private mutating func verifyMoney() throws {
        let result = try RunResult.read(reading)
        let cycles = NumberText.count(result.cycles, "cycle")
        add(
            "money of all",
            cycles,
            result.imbalance.isZero
                ? nil : "net asset value is off by \(result.imbalance.decimalString)"
        )
    }
}

/// Books a journal's ledger again, line by line, as far as it goes without a violation.
private struct LedgerReplay {
    private(set) var ledger: Ledger
    private(set) var violation: String?
    private let process: String
    private var rows: [LedgerRow] = []

    init(currency: Currency, of process: String) {
        ledger = Ledger(currency: currency)
        self.process = process
    }

    mutating func take(_ row: LedgerRow) {
        if let first = rows.first, first.entry != row.entry { finish() }
        rows.append(row)
    }

    /// Books the entry whose lines were collected.
    mutating func finish() {
        defer { rows.removeAll(keepingCapacity: true) }
        guard violation == nil, let first = rows.first else { return }
        let lines = rows.compactMap { row in
            Account(heading: row.account, instrument: row.instrument).map {
                LedgerLine($0, Money(micros: row.amount))
            }
        }
        guard lines.count == rows.count, let kind = EntryKind(rawValue: first.kind),
            first.entry == ledger.count + 1
        else {
            violation = "\(process): entry \(first.entry) is damaged or out of order"
            return
        }
        let entry = LedgerEntry(
            kind: kind,
            at: Timestamp(nanoseconds: first.at),
            cycle: first.cycle,
            reference: first.reference,
            lines: lines
        )
        do {
            try ledger.post(entry)
            _ = ledger.takeFreshEntries()
        } catch {
            violation = "\(process): entry \(first.entry): \(error.message)"
        }
    }
}

/// Goes through what a process sent to another, in order.
private struct OutboxWalk {
    private let reader: JournalReader
    private let filter: MessageFilter
    private var page: [MessageRow] = []
    private var index = 0
    private var cursor: JournalCursor?

    init(_ reader: JournalReader, to receiver: String) {
        self.reader = reader
        filter = MessageFilter(direction: .outbox, peer: receiver)
    }

    mutating func next() throws -> MessageRow? {
        if index == page.count {
            let found = try reader.messages(filter, after: cursor, limit: JournalReader.pageSize)
            (page, cursor, index) = (found.rows, found.next, 0)
        }
        guard index < page.count else { return nil }
        defer { index += 1 }
        return page[index]
    }
}

extension JournalReader {
    fileprivate func forEachMessage(_ body: (MessageRow) throws -> Void) throws {
        try forEachPage({ try self.messages(after: $0, limit: Self.pageSize) }, body)
    }

    fileprivate func forEachLedgerRow(_ body: (LedgerRow) throws -> Void) throws {
        try forEachPage({ try self.ledger(after: $0, limit: Self.pageSize) }, body)
    }

    fileprivate func forEachTransfer(_ body: (TransferRow) throws -> Void) throws {
        try forEachPage({ try self.transfers(after: $0, limit: Self.pageSize) }, body)
    }

    private func forEachPage<Stored>(
        _ page: (JournalCursor?) throws -> JournalPage<Stored>,
        _ body: (Stored) throws -> Void
    ) throws {
        var cursor: JournalCursor?
        while true {
            let found = try page(cursor)
            for row in found.rows { try body(row) }
            guard found.rows.count == Self.pageSize else { return }
            cursor = found.next
        }
    }
}
