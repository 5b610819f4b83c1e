import Journal
import Messaging
import Topology

/// The workers of a run and how each stands, from the master's journal and the supervisor's list.
struct WorkerRegister {
    /// How a worker stands.
    enum Standing: String {
        /// It was accepted and has not joined yet.
        case joining
        /// It takes part.
        case active
        /// It takes part, and has said nothing for a second although it lives: it gets no new
        /// capital until it answers.
        case torpid
        /// It is winding down.
        case retiring
        /// It has left.
        case left
        /// Its process crashed and is being started again.
        case restarting
        /// Its process crashed too often, or refuses to start.
        case quarantined
        /// The run is not going on.
        case stopped
    }

    /// One worker.
    struct Entry {
        let name: String
        let standing: Standing
        /// What it may do: `active`, `reducing` or `halted`, and why when not active.
        let trading: (state: String, reason: String)
        /// Its last cycle; `nil` before the first.
        let last: WorkerCycleRow?
        let process: ProcessCluster.Entry?
        /// Milliseconds since the master heard it; `nil` where no master was asked.
        let silence: UInt64?
    }

    /// Silence after which a worker that lives counts as torpid, milliseconds.
    static let torpidAfter: UInt64 = 1_000

    /// The workers, in order of name.
    let entries: [Entry]
    /// What the whole portfolio may do, and why when that is not everything.
    let trading: (state: String, reason: String)

    /// Reads a run; `live` is what its master says of this moment, where it was asked.
    init(_ reading: RunReading, live: Bursar_V1_StatusAnswer? = nil) throws {
        let master = try reading.master()
        let isLive = try reading.isLive()
        let events = try Self.events(master)
        let processes = try ProcessCluster.entries(of: reading.run)
        var states: [String: (state: String, reason: String)] = [:]
        var latch = ""
        var standings: [String: Standing] = [:]
        for event in events {
            switch event.kind {
            case "joined" where standings[event.subject] != .left:
                standings[event.subject] = .active
            case "retiring": standings[event.subject] = .retiring
            case "left": standings[event.subject] = .left
            case "trading_state":
                let parts = event.text.split(separator: ": ", maxSplits: 1).map(String.init)
                let reason = parts[0] == "active" || parts.count < 2 ? "" : parts[1]
                states[event.subject] = (parts[0], reason)
            case "limit" where event.stopsNewRisk: latch = event.text
            case "limit_held" where event.subject.hasPrefix("drawdown"): latch = ""
            case "limit_held" where event.subject.hasPrefix("daily_loss"): latch = ""
            default: continue
            }
        }
        let free = (state: "active", reason: "")
        var portfolio = states["portfolio"] ?? free
        if !latch.isEmpty, portfolio.state == "active" { portfolio = ("reducing", latch) }
        trading = portfolio
        entries = try reading.topology.workers.map { worker in
            let process = processes.first { $0.name == worker.name }
            var standing = standings[worker.name] ?? .joining
            if standing != .left {
                if process?.quarantine != nil {
                    standing = .quarantined
                } else if process?.ending != nil, isLive {
                    standing = .restarting
                } else if !isLive {
                    standing = .stopped
                }
            }
            let place = live?.worker.firstIndex(of: worker.name)
            let silence = place.flatMap { live?.silentMilliseconds[$0] }
            if standing == .active || standing == .retiring, (silence ?? 0) > Self.torpidAfter {
                standing = .torpid
            }
            var own = states[worker.name] ?? free
            if own.state == "active", standing == .retiring { own = ("reducing", "winding down") }
            let isWorse = Self.rank(portfolio.state) > Self.rank(own.state)
            return Entry(
                name: worker.name,
                standing: standing,
                trading: isWorse ? portfolio : own,
                last: try master.lastWorkerCycle(of: worker.name),
                process: process,
                silence: silence
            )
        }
    }

    private static func rank(_ state: String) -> Int {
        ["active", "reducing", "halted"].firstIndex(of: state) ?? 0
    }

    private static func events(_ master: JournalReader) throws -> [EventRow] {
        var events: [EventRow] = []
        var cursor: JournalCursor?
        while true {
            let page = try master.events(after: cursor, limit: JournalReader.pageSize)
            events += page.rows
            guard page.rows.count == JournalReader.pageSize else { return events }
            cursor = page.next
        }
    }
}

extension EventRow {
    /// Whether a limit that stops new risk was broken; concentration limits do not.
    fileprivate var stopsNewRisk: Bool {
        subject == "portfolio" && kind == "limit"
    }
}
