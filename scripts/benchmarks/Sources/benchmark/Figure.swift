/// What is measured, in the order of the table.
enum Figure: CaseIterable {
    case pingIPC, pingIPC99, pingTCP, pingTCP99, barrier6, barrier10, append, append99
    case processes, processesWall, processesBare, processesBareWall, processesRatio
    case inProcess, inProcessWall, inProcessBare, inProcessBareWall
    case segments, segmentsRatio, segmentsBare, segmentsBareRatio
    case codecIPC, codecIPCRatio, codecTCP, codecTCPRatio
    case pairBare, pairBareRatio, pairAnswer
    case ready, up, down, memory, memoryMost

    /// The bound that a median has to keep.
    enum Target {
        case atLeast(Double)
        case atMost(Double)
        case below(Double)

        func isMet(by value: Double) -> Bool {
            switch self {
            case .atLeast(let bound): value >= bound
            case .atMost(let bound): value <= bound
            case .below(let bound): value < bound
            }
        }
    }

    /// The heading that a figure begins, if it begins one.
    var heading: String? {
        switch self {
        case .pingIPC: "C, libzmq alone"
        case .processes: "sp500: 6 workers, 33 years of days"
        case .segments: "segments: barrier over 10 worker processes"
        case .codecIPC: "round trip of a report and its answer, encoded and checked, no journal"
        case .pairBare: "one worker, one instrument: order to begin, report back, over ipc"
        case .ready: "segments: a cluster of 11 processes"
        default: nil
        }
    }

    var name: String {
        switch self {
        case .pingIPC: "round trip ROUTER–DEALER, 128 B, ipc, p50"
        case .pingIPC99: "… p99"
        case .pingTCP: "round trip ROUTER–DEALER, 128 B, tcp, p50"
        case .pingTCP99: "… p99"
        case .barrier6: "barrier over 6 processes, ipc, frames as in sp500"
        case .barrier10: "barrier over 10 processes, ipc, frames as in segments"
        case .append: "append 4 KiB and fdatasync, p50"
        case .append99: "… p99"
        case .processes: "processes, journal"
        case .processesBare: "processes, no journal"
        case .inProcess: "in one process, journal"
        case .inProcessBare: "in one process, no journal"
        case .processesWall, .processesBareWall, .inProcessWall, .inProcessBareWall:
            "… the whole program"
        case .processesRatio: "C barrier ÷ processes, journal"
        case .segments: "journal"
        case .segmentsBare: "no journal"
        case .segmentsRatio: "C barrier ÷ ours, journal"
        case .segmentsBareRatio: "C barrier ÷ ours, no journal"
        case .codecIPC: "ipc, p50"
        case .codecTCP: "tcp, p50"
        case .codecIPCRatio, .codecTCPRatio: "… ÷ C round trip, p50"
        case .pairBare: "a whole cycle, engines included, no journal"
        case .pairBareRatio: "… ÷ C round trip, ipc, p50"
        case .pairAnswer: "order sent to report received, journal, p50"
        case .ready: "ready, as up prints it"
        case .up: "ready, the whole command up"
        case .down: "ended, the whole command down"
        case .memory: "private dirty memory of an idle worker, median of 10"
        case .memoryMost: "… the largest of 10"
        }
    }

    var unit: String {
        switch self {
        case .pingIPC, .pingIPC99, .pingTCP, .pingTCP99, .append, .append99, .pairBare, .pairAnswer,
            .codecIPC, .codecTCP:
            "µs"
        case .barrier6, .barrier10, .processes, .processesBare, .inProcess, .inProcessBare,
            .segments, .segmentsBare:
            "cycles/s"
        case .processesWall, .processesBareWall, .inProcessWall, .inProcessBareWall: "s"
        case .processesRatio, .segmentsRatio, .segmentsBareRatio, .pairBareRatio, .codecIPCRatio,
            .codecTCPRatio:
            "×"
        case .ready, .up, .down: "ms"
        case .memory, .memoryMost: "MiB"
        }
    }

    var target: Target? {
        switch self {
        case .processes: .atLeast(1_200)
        case .inProcess: .atLeast(4_000)
        case .segmentsRatio: .atMost(3)
        case .codecIPCRatio, .codecTCPRatio: .atMost(1.5)
        case .ready, .up: .below(1_000)
        case .memory, .memoryMost: .below(6)
        default: nil
        }
    }
}
