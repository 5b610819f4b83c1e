import Inspection
import Journal
import Market
import Topology

/// Two runs set beside each other, message by message.
struct RunComparison {
    /// How many messages of a kind there are, and how many say the same.
    struct Counts {
        var a = 0
        var b = 0
        var same = 0
        var differ = 0
        var onlyA = 0
        var onlyB = 0

        var isSame: Bool { differ + onlyA + onlyB == 0 }
    }

    /// The first message that differs, in the order of causes.
    struct First {
        let pair: ReplayAnswer.Pair
        let cycle: Int64
        let at: Timestamp
    }

    /// What a worker came to in one of the runs.
    struct Totals: Equatable {
        var orders: Int64 = 0
        var fills: Int64 = 0
        var denied: Int64 = 0
        var transfers: Int64 = 0
        var profit = Money.zero
    }

    /// Names of both runs.
    let names: (a: String, b: String)
    /// What they were started with that differs: a name, and what each says.
    let settings: [(name: String, a: String, b: String)]
    /// How many messages agree, by kind.
    private(set) var kinds: [String: Counts] = [:]
    /// What each worker came to, by name; `nil` where a run has no such worker.
    private(set) var workers: [String: (a: Totals?, b: Totals?)] = [:]
    private(set) var first: First?
    private var firstPlace: Place?

    /// Compares what two runs' journals hold.
    init(_ a: RunReading, _ b: RunReading) throws {
        names = (a.run.runID, b.run.runID)
        settings = try Self.settings(a, b)
        for process in Set(a.processes + b.processes).sorted() {
            let receivers = Set(Self.receivers(process, a) + Self.receivers(process, b))
            for receiver in receivers.sorted() {
                try compare(process, to: receiver, a.reader(process), b.reader(process))
            }
        }
        let (one, other) = (try Self.totals(a), try Self.totals(b))
        for worker in Set(one.keys).union(other.keys) {
            workers[worker] = (one[worker], other[worker])
        }
    }

    /// Whether every message of both says the same.
    var isSame: Bool { first == nil }

    /// Orders messages by what can have caused what, whatever the clocks said.
    private struct Place: Comparable {
        let cycle: Int64
        let virtualTime: Int64
        let sender: String
        let receiver: String

        init(_ row: MessageRow, from sender: String) {
            // What ends a run belongs to no cycle and comes last.
            cycle = row.cycle == 0 ? .max : row.cycle
            virtualTime = row.virtualTime
            (self.sender, receiver) = (sender, row.peer)
        }

        static func < (left: Place, right: Place) -> Bool {
            (left.cycle, left.virtualTime, left.sender, left.receiver)
                < (right.cycle, right.virtualTime, right.sender, right.receiver)
        }
    }

    private static func receivers(_ process: String, _ run: RunReading) -> [String] {
        guard run.reader(process) != nil else { return [] }
        return process == "master" ? run.workers : ["master"]
    }

    /// Goes through one stream of both runs.
    private mutating func compare(
        _ sender: String,
        to receiver: String,
        _ a: JournalReader?,
        _ b: JournalReader?
    ) throws {
        var (one, other) = (
            a.map { StreamWalk($0, to: receiver) }, b.map { StreamWalk($0, to: receiver) }
        )
        while true {
            let (left, right) = (try one?.next(), try other?.next())
            guard let row = left ?? right else { return }
            if let left { kinds[left.kind, default: Counts()].a += 1 }
            if let right { kinds[right.kind, default: Counts()].b += 1 }
            switch (left, right) {
            case (let left?, let right?) where Self.sayTheSame(left, right):
                kinds[left.kind, default: Counts()].same += 1
                continue
            case (let left?, let right?) where left.kind != right.kind:
                kinds[left.kind, default: Counts()].onlyA += 1
                kinds[right.kind, default: Counts()].onlyB += 1
            case (.some, .some): kinds[row.kind, default: Counts()].differ += 1
            case (_, nil): kinds[row.kind, default: Counts()].onlyA += 1
            default: kinds[row.kind, default: Counts()].onlyB += 1
            }
            let place = Place(row, from: sender)
            guard firstPlace.map({ place < $0 }) ?? true else { continue }
            firstPlace = place
            first = First(
                pair: try MessagePair.of(left, right, row, sentBy: sender),
                cycle: row.cycle,
                at: Timestamp(nanoseconds: row.virtualTime)
            )
        }
    }

    /// Whether the content parts of both are the same; where they stand in a journal is arrival.
    private static func sayTheSame(_ a: MessageRow, _ b: MessageRow) -> Bool {
        a.body == b.body && a.kind == b.kind && a.sequence == b.sequence && a.cycle == b.cycle
            && a.correlation == b.correlation && a.causation == b.causation
            && a.virtualTime == b.virtualTime
    }

    private static func settings(
        _ a: RunReading,
        _ b: RunReading
    ) throws -> [(name: String, a: String, b: String)] {
        let (one, other) = (try a.run.manifest(), try b.run.manifest())
        let (clockA, clockB) = (a.topology.clock, b.topology.clock)
        let all = [
            ("topology", one.topologyName, other.topologyName),
            ("seed", "\(one.seed)", "\(other.seed)"),
            (
                "from", clockA.from?.description ?? "the first",
                clockB.from?.description ?? "the first"
            ),
            ("to", clockA.to?.description ?? "the last", clockB.to?.description ?? "the last"),
            ("engine", one.engineVersion, other.engineVersion),
            ("topology digest", short(one.topologyDigest), short(other.topologyDigest)),
            ("data digest", short(one.dataDigest), short(other.dataDigest)),
        ]
        return all.filter { $0.1 != $0.2 }.map { (name: $0.0, a: $0.1, b: $0.2) }
    }

    private static func short(_ digest: String) -> String { "\(digest.prefix(12))…" }

    private static func totals(_ run: RunReading) throws -> [String: Totals] {
        let master = try run.master()
        var history = CycleHistory()
        try history.refresh(from: master)
        var totals: [String: Totals] = [:]
        for worker in history.workers {
            let last = worker.last
            totals[worker.name] = Totals(
                orders: worker.orders,
                fills: worker.fills,
                denied: worker.denied,
                profit: Money(micros: last.realised &+ last.unrealised &- last.commission)
            )
        }
        let rows = try master.all {
            try master.transfers(after: $0, limit: JournalReader.pageSize)
        }
        for row in rows where row.event == .sent {
            totals[row.worker, default: Totals()].transfers += 1
        }
        return totals
    }
}

/// Goes through what a process sent to another, in order.
private struct StreamWalk {
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
