import Digest
import Inspection
import Journal
import Market
import Topology

/// What a run of a topology would be: every default resolved, every file read.
struct ResolvedPlan {
    /// The topology's file as it was named.
    let file: String
    let setup: ClusterSetup
    let launch: LaunchRecord

    /// What the keys of ``json`` mean.
    static let jsonHelp = """
        JSON keys: name, file, digest and data_digest (SHA-256), seed, capital (decimal string), \
        currency, first and last (dates), cycle (its length), cycles, pace_milliseconds, data \
        (kind, source, instruments, bars), benchmark, endpoint, allocation, limits, processes \
        (name, role, focus, stance, universe, short, strategies with their weights, limits, \
        costs), writes (paths) and notes.
        """

    var topology: Topology { setup.topology }

    /// First and last date played.
    var span: (first: CalendarDate, last: CalendarDate)? {
        guard let first = setup.windows.first, let last = setup.windows.last else { return nil }
        return (first.from.advanced(byNanoseconds: 1).date, last.to.date)
    }

    /// Where the master would listen.
    var endpoint: String {
        let transport = topology.master.transport
        switch transport.kind {
        case .ipc: return "ipc, a socket in a private directory of the run"
        case .tcp:
            let port = transport.port == 0 ? "any free port" : "port \(transport.port)"
            return "tcp, \(transport.host), \(port)"
        }
    }

    /// What kind of source the bars come from, and which.
    var source: (kind: String, name: String) {
        switch topology.data.source {
        case .closes(let path): ("closes", path)
        case .bars(let directory): ("bars", directory)
        case .synthetic: ("synthetic", "seed \(topology.seed)")
        }
    }

    /// The directory that a run would get.
    var runPath: String { "\(RunDirectory.defaultRoot)/\(topology.name)-<date>-<time>-<n>" }

    /// What a run would write into its directory, and outside of it.
    var writes: [(label: String, text: String)] {
        [
            ("manifest.json", "what the run is made of; beside it topology.yaml and launch.json"),
            ("journal/", "one SQLite journal a process, in a directory of its name"),
            ("logs/", "what the processes say"),
            ("report/", "the page of `bursar report`"),
            (
                "sockets",
                "a link to a private directory in $XDG_RUNTIME_DIR or /tmp, for ipc"
            ),
        ]
    }

    /// What the portfolio is measured against.
    var benchmark: String {
        switch topology.benchmark {
        case .equalWeight: "equal-weight hold of \(topology.instruments.count) instruments"
        case .instrument(let id): "\(id) held"
        }
    }
}

extension ResolvedPlan {
    /// The plan as programs read it.
    var json: JSONValue {
        let master: JSONValue = ["name": "master", "role": "master"]
        let milliseconds = Int64(topology.clock.pace / .milliseconds(1))
        return [
            "name": .string(topology.name), "file": .string(file),
            "digest": .string(topology.digest.description),
            "data_digest": .string(setup.dataDigest.description),
            "seed": .string("\(topology.seed)"),
            "capital": .string(topology.capital.amount.decimalString),
            "currency": .string(topology.capital.currency.code),
            "first": .optional(span?.first.description), "last": .optional(span?.last.description),
            "cycle": .string(topology.clock.cycle.rawValue),
            "cycles": .integer(Int64(setup.windows.count)),
            "pace_milliseconds": .integer(milliseconds), "data": data,
            "benchmark": .string(benchmark), "endpoint": .string(endpoint),
            "allocation": allocation, "limits": portfolioLimits,
            "processes": .array([master] + topology.workers.map(Self.process)),
            "writes": .array(writes.map { .string("\(runPath)/\($0.label)") }),
            "notes": .array(setup.notes.map { .string($0.description) }),
        ]
    }

    private var data: JSONValue {
        [
            "kind": .string(source.kind), "source": .string(source.name),
            "instruments": .integer(Int64(setup.series.count)),
            "bars": .integer(setup.series.reduce(0) { $0 + Int64($1.bars.count) }),
        ]
    }

    private var allocation: JSONValue {
        let allocation = topology.master.allocation
        return [
            "method": .string(allocation.method.rawValue),
            "window": .integer(Int64(allocation.window)),
            "review_every": .integer(Int64(allocation.reviewEvery)),
            "drift": .number(allocation.drift),
            "transfer_minimum": .string(allocation.transferMinimum.decimalString),
        ]
    }

    private var portfolioLimits: JSONValue {
        let limits = topology.master.limits
        return [
            "segment_weight_maximum": .number(limits.segmentWeightMaximum),
            "correlation_maximum": .number(limits.correlationMaximum),
            "drawdown_maximum": .number(limits.drawdownMaximum),
            "daily_loss_maximum": .optional(limits.dailyLossMaximum),
        ]
    }

    private static func process(_ worker: WorkerSpecification) -> JSONValue {
        [
            "name": .string(worker.name), "role": "worker",
            "focus": .string(worker.mandate.focus.name),
            "stance": .string(worker.mandate.stance.rawValue),
            "universe": .array(worker.mandate.universe.map { .string($0.symbol) }),
            "short": .bool(worker.mandate.isShortAllowed),
            "strategies": .array(
                worker.strategies.map { ["name": .string($0.name), "weight": .number($0.weight)] }
            ),
            "limits": [
                "position_weight_maximum": .number(worker.limits.positionWeightMaximum),
                "order_notional_maximum": .string(
                    worker.limits.orderNotionalMaximum.decimalString
                ),
                "price_collar": .number(worker.limits.priceCollar),
                "stale_after": .integer(Int64(worker.limits.staleAfter)),
                "leverage_maximum": .number(worker.limits.leverageMaximum),
                "cash_buffer": .number(worker.limits.cashBuffer),
                "drawdown_maximum": .optional(worker.limits.drawdownMaximum),
                "daily_loss_maximum": .optional(worker.limits.dailyLossMaximum),
            ],
            "costs": [
                "half_spread": .string(worker.costs.halfSpread.decimalString),
                "impact": .string(worker.costs.impact.decimalString),
                "commission": .string(worker.costs.commission.decimalString),
                "participation_maximum": .number(worker.costs.participationMaximum),
            ],
        ]
    }
}
