import Inspection
import Journal
import Market
import Performance
import Topology

/// Where a run stands: live or over, how far, and with what figures.
struct RunStatus {
    /// Whether a run goes on, and how it ended.
    enum Phase: String {
        /// A process runs it.
        case running
        /// The last cycle was played.
        case finished
        /// It was told to stop, and stopped between two cycles; it can be resumed.
        case stopped
        /// Its processes are gone and it did not end in order.
        case brokenOff = "broken off"

        var tone: TextTone {
            switch self {
            case .running, .finished: .good
            case .stopped: .warning
            case .brokenOff: .bad
            }
        }
    }

    /// Whether it goes on.
    let phase: Phase
    /// The last cycle; `nil` before the first.
    let last: CycleRow?
    /// How many cycles the run has; `nil` where only its data would tell.
    let cycles: Int64?
    /// The figures so far.
    let result: RunResult
    /// Where each worker stood after its last cycle, in order of name.
    let rows: [WorkerCycleRow]
    /// Workers that have left.
    let left: Set<String>
    /// How each worker stands, and what the portfolio may do.
    let register: WorkerRegister
    /// Greatest drawdown the topology allows.
    let drawdownMaximum: Double

    /// Reads where a run stands, bringing what was read before up to date.
    ///
    /// How many cycles the run has is given where it is known.
    init(_ reading: RunReading, _ history: inout CycleHistory, cycles: Int64?) throws {
        let isLive = try reading.isLive()
        let master = try reading.master()
        try history.refresh(from: master)
        let digest = try master.events(kind: "digest", subject: "cluster", limit: 1).rows.first
        let farewells = try master.events(kind: "left", limit: JournalReader.pageSize).rows
        result = try RunResult(reading, history, digest: digest?.text)
        last = history.last
        rows = history.workers.map(\.last)
        left = Set(farewells.map(\.subject))
        register = try WorkerRegister(reading)
        drawdownMaximum = reading.topology.master.limits.drawdownMaximum
        if digest != nil {
            phase = .finished
        } else if isLive {
            phase = .running
        } else {
            let pauses = try master.events(kind: "paused", limit: JournalReader.pageSize).rows
            let isAtPause = try pauses.last.map { $0.position } == master.lastPosition
            phase = isAtPause ? .stopped : .brokenOff
        }
        self.cycles = phase == .finished ? history.last?.cycle : cycles
    }
}

extension RunStatus {
    /// What the keys of ``json`` mean.
    static let jsonHelp = """
        JSON keys: run, phase (running, finished, stopped, broken off), cycle, cycles (null where \
        unknown), trading and reason (what the portfolio may do, and why), date (of the last cycle's end), currency, stance, regime, regime_confidence, \
        drawdown_now and drawdown_limit (fractions), treasury and in_transit (decimal strings), \
        digest, portfolio and workers. Portfolio and each worker hold contributed, nav, return, \
        volatility, sharpe, drawdown as in `bursar run --json`, and sharpe_error; a worker also \
        holds name, active, standing, trading, weight, exposure (fractions of net asset value), orders, fills, denied.
        """

    /// The status as programs read it.
    var json: JSONValue {
        guard case .object(var object) = result.json else { return .null }
        object["phase"] = .string(phase.rawValue)
        object["cycle"] = .integer(last?.cycle ?? 0)
        object["cycles"] = cycles.map { .integer($0) } ?? .null
        object["date"] = .optional(last.map { "\(Timestamp(nanoseconds: $0.to).date)" })
        object["currency"] = .string(result.currency)
        object["trading"] = .string(register.trading.state)
        object["reason"] = .string(register.trading.reason)
        object["stance"] = .optional(last?.stance)
        object["regime"] = .optional(last?.regime)
        object["regime_confidence"] = .optional(last?.regimeConfidence)
        object["drawdown_now"] = .optional(last?.drawdown)
        object["drawdown_limit"] = .number(drawdownMaximum)
        object["treasury"] = .optional(last.map { Money(micros: $0.treasury).decimalString })
        object["in_transit"] = .optional(last.map { Money(micros: $0.inTransit).decimalString })
        object["portfolio"] = Self.adding(
            ["sharpe_error": .optional(result.portfolio.statistics?.sharpe?.standardError)],
            to: object["portfolio"]
        )
        if case .array(let workers) = object["workers"] {
            object["workers"] = .array(
                workers.indices.map { Self.adding(extras(of: $0), to: workers[$0]) }
            )
        }
        return .object(object)
    }

    /// The share of the portfolio's net asset value that a worker holds.
    func weight(of row: WorkerCycleRow) -> Double {
        let total = result.portfolio.nav.value
        return total > 0 ? Money(micros: row.nav).value / total : 0
    }

    /// Sum of position sizes as a fraction of the worker's net asset value.
    func exposure(of row: WorkerCycleRow) -> Double {
        row.nav > 0 ? Double(row.grossExposure) / Double(row.nav) : 0
    }

    /// How a worker stands.
    func entry(_ worker: String) -> WorkerRegister.Entry? {
        register.entries.first { $0.name == worker }
    }

    private func extras(of index: Int) -> [String: JSONValue] {
        let sharpe = result.workers[index].statistics?.sharpe
        return [
            "sharpe_error": .optional(sharpe?.standardError),
            "active": .bool(phase == .running && !left.contains(rows[index].worker)),
            "standing": .string(entry(rows[index].worker)?.standing.rawValue ?? ""),
            "trading": .string(entry(rows[index].worker)?.trading.state ?? ""),
            "weight": .number(weight(of: rows[index])),
            "exposure": .number(exposure(of: rows[index])),
        ]
    }

    private static func adding(_ extras: [String: JSONValue], to value: JSONValue?) -> JSONValue {
        guard case .object(let object)? = value else { return .null }
        return .object(object.merging(extras) { $1 })
    }
}
