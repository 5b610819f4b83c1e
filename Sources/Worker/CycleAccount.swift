import Market
import Messaging
import Persistence
import Trading

/// What a worker counts while it plays one cycle.
struct CycleAccount {
    /// The end of the cycle's window.
    var now = Timestamp.epoch
    private var opening = Money.zero
    private var signals: Int64 = 0
    private var orders: Int64 = 0
    private var fills: Int64 = 0
    private var denied: Int64 = 0

    /// Starts a cycle with the capital at work, grants of the cycle included.
    mutating func open(_ nav: Money) {
        opening = nav
        (signals, orders, fills, denied) = (0, 0, 0, 0)
    }

    /// Counts a step.
    mutating func add(_ result: StepResult) {
        signals += result.signals
        for decision in result.decisions {
            if decision.order == nil { denied += 1 } else { orders += 1 }
        }
        for case .filled in result.events { fills += 1 }
    }

    /// Return of the cycle on the capital at work, up to a value before anything was sent back; 0 when
    /// there was no capital.
    func simpleReturn(closing: Money) -> Double {
        opening.isPositive ? closing.value / opening.value - 1 : 0
    }

    /// Writes the counts into a report.
    func fill(_ report: inout Bursar_V1_CycleReport) {
        report.signals = UInt64(signals)
        report.orders = UInt64(orders)
        report.fills = UInt64(fills)
        report.denied = UInt64(denied)
    }
}

extension CycleAccount: Persistable {
    mutating func exchange(with coder: inout StateCoder) throws(PersistenceError) {
        try coder.exchange(&now)
        try coder.exchange(&opening)
        try coder.exchange(&signals)
        try coder.exchange(&orders)
        try coder.exchange(&fills)
        try coder.exchange(&denied)
    }
}

extension CycleStanding {
    /// Before the master has said anything: nothing may be traded.
    static let beforeTheFirst = CycleStanding(
        cycle: 0,
        stance: "",
        regime: "",
        regimeConfidence: 0,
        state: .halted,
        stateReason: "the master has not been heard",
        flattens: false,
        holdsLease: false
    )

    /// Takes what the master says at the start of a cycle, which is also the lease on it.
    ///
    /// - Parameters:
    ///   - begin: What the master says.
    ///   - own: What the worker holds itself to beside it.
    mutating func take(_ begin: Bursar_V1_BeginCycle, heldBack own: Bursar_V1_Directive?) {
        cycle = Int64(begin.cycle)
        stance = begin.context.stance
        regime = begin.context.regime
        regimeConfidence = begin.context.regimeConfidence
        state = TradingState(begin.context.tradingState)
        stateReason = begin.context.tradingStateReason
        flattens = begin.context.flatten
        holdsLease = true
        guard let own else { return }
        flattens = flattens || own.flatten
        guard own.tradingState.rawValue > begin.context.tradingState.rawValue else { return }
        state = TradingState(own.tradingState)
        stateReason = own.reason
    }
}

extension TradingState {
    /// Reads a state from a message; what it does not say is not allowed.
    init(_ message: Bursar_V1_TradingState) {
        switch message {
        case .active: self = .active
        case .reducing: self = .reducing
        case .halted, .unspecified, .UNRECOGNIZED: self = .halted
        }
    }

    /// The state as a message carries it.
    var message: Bursar_V1_TradingState {
        switch self {
        case .active: .active
        case .reducing: .reducing
        case .halted: .halted
        }
    }
}
