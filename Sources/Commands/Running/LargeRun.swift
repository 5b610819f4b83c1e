import Digest
import Journal
import Market
import Messaging
import Node
import SwiftProtobuf
import Synchronization
import Topology
import Transport

/// Journals of a master and its workers that exchange many messages without trading anything.
struct LargeRun {
    /// Cycles between two orders of a worker.
    private static let orderEvery: Int64 = 101
    /// Cycles between two grants.
    private static let grantEvery: Int64 = 503
    private static let hour: Int64 = 3_600_000_000_000

    private let names: [String]
    private let instruments: [String: String]
    private let strategies: [String: String]
    private let rows: LargeRunRows
    private let start: Int64
    private var master: Mailbox
    private var workers: [Mailbox]
    private var answered: [String: MessageID] = [:]
    private var orders: [String: Int64] = [:]
    private var open: [String: OrderRow] = [:]
    private var grants: Int64 = 0
    private var lastGrant: [String: String] = [:]
    /// How many messages were said.
    private(set) var said: Int64 = 0

    /// Begins the journals.
    init(run: RunDirectory, topology: Topology) throws {
        let workers = topology.workers.sorted { $0.name < $1.name }
        names = workers.map(\.name)
        instruments = Dictionary(
            uniqueKeysWithValues: workers.map {
                ($0.name, $0.mandate.universe.first?.symbol ?? "X")
            }
        )
        strategies = Dictionary(
            uniqueKeysWithValues: workers.map { ($0.name, $0.strategies.first?.name ?? "none") }
        )
        rows = LargeRunRows(currency: topology.capital.currency.code)
        start = Timestamp(date: topology.clock.from ?? CalendarDate(dayNumber: 14_613)).nanoseconds
        let clock = MadeClock(start: 1_767_225_600_000_000_000)
        master = try Self.mailbox("master", "master", run, clock)
        self.workers = try names.map { try Self.mailbox($0, "worker", run, clock) }
        for index in names.indices {
            master.open(names[index])
            self.workers[index].open("master")
        }
    }

    private static func mailbox(
        _ name: String,
        _ role: String,
        _ run: RunDirectory,
        _ clock: MadeClock
    ) throws -> Mailbox {
        let configuration = JournalConfiguration(
            identity: JournalIdentity(
                process: name,
                role: role,
                runID: run.runID,
                engineVersion: engineVersion
            ),
            durability: .process,
            openedWallTime: clock.now()
        )
        let writer = try JournalWriter(journal: run.journalPath, configuration: configuration)
        var mailbox = Mailbox(
            local: name,
            journal: BackgroundJournal(writer, name: name),
            mode: .replay,
            clock: NodeClock(wallTime: { clock.now() }, elapsed: { .nanoseconds(clock.now()) })
        )
        mailbox.epoch = 1
        mailbox.incarnation = 1
        return mailbox
    }

    /// Plays a cycle: the master asks all workers, all answer.
    mutating func play(_ cycle: Int64) throws {
        let window = (from: start + (cycle - 1) * Self.hour, to: start + cycle * Self.hour)
        var asked: [WireMessage] = []
        for (index, name) in names.enumerated() {
            var begin = rows.begin(cycle, window.from, window.to)
            if cycle % Self.grantEvery == 1,
                Int(cycle / Self.grantEvery) % names.count == index
            {
                grants += 1
                begin.grants = [rows.grant(grants, cycle: cycle)]
                rows.book(begin.grants[0], sentTo: name, cycle, window.from, &master)
            }
            asked.append(
                try master.say(
                    .with { $0.beginCycle = begin },
                    to: name,
                    correlation: "C-\(cycle)",
                    virtualTime: window.from,
                    because: answered[name]
                )
            )
        }
        for index in names.indices {
            let answer = try answer(asked[index], cycle, window.to, worker: index)
            let envelope = try Envelope(header: answer.header, body: answer.body)
            guard try master.receive(envelope, header: answer.header) == .take else {
                preconditionFailure("the master takes what comes next")
            }
            answered[names[index]] = master.cause
            if case .cycleReport(let report) = envelope.body.kind {
                for id in report.transfersApplied {
                    rows.acknowledge(id, by: names[index], cycle, &master)
                }
            }
            master.handled()
        }
        said += Int64(2 * names.count)
        master.batch.cycles.append(rows.cycle(cycle, window.from, window.to))
        try master.cycleEnded()
    }

    /// Handles a worker's part of a cycle and returns its report.
    private mutating func answer(
        _ message: WireMessage,
        _ cycle: Int64,
        _ now: Int64,
        worker index: Int
    ) throws -> WireMessage {
        let name = names[index]
        let envelope = try Envelope(header: message.header, body: message.body)
        guard try workers[index].receive(envelope, header: message.header) == .take,
            case .beginCycle(let begin) = envelope.body.kind
        else { preconditionFailure("\(name) takes what comes next") }
        for grant in begin.grants {
            rows.book(grant, appliedBy: name, cycle, now, &workers[index])
            lastGrant[name] = grant.id
        }
        if let order = open.removeValue(forKey: name) {
            rows.fill(order, at: now, cycle: cycle, &workers[index])
        }
        var report = rows.report(begin, instrument: instruments[name] ?? "")
        if (cycle + Int64(index) * 7) % Self.orderEvery == 0 {
            orders[name, default: 0] += 1
            let decided = LargeRunRows.Decided(
                worker: name,
                number: orders[name] ?? 1,
                instrument: instruments[name] ?? "",
                strategy: strategies[name] ?? "",
                grant: lastGrant[name] ?? "",
                cycle: cycle,
                at: now
            )
            open[name] = try rows.order(decided, &workers[index])
            report.orders = 1
        }
        let answer = try workers[index].say(
            .with { $0.cycleReport = report },
            to: "master",
            correlation: "C-\(cycle)",
            virtualTime: now,
            because: workers[index].cause
        )
        workers[index].handled()
        try workers[index].cycleEnded()
        return answer
    }

    /// Commits and finishes all journals.
    mutating func close() throws {
        try master.close()
        for index in workers.indices { try workers[index].close() }
    }
}

/// A wall clock that is made up: each reading is some microseconds after the one before.
final class MadeClock: Sendable {
    private let state: Mutex<(now: Int64, seed: UInt64)>

    /// Starts at a moment, nanoseconds since 1970-01-01 UTC.
    init(start: Int64) {
        state = Mutex((start, 1))
    }

    /// Reads it, which makes it go on.
    func now() -> Int64 {
        state.withLock { state in
            state.seed = state.seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            state.now += 2_000 + Int64(state.seed >> 50)
            return state.now
        }
    }
}
