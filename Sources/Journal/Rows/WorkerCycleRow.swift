/// The state of one worker at the end of a cycle, with what it did in it.
package struct WorkerCycleRow: Sendable, Equatable {
    /// Cycle it belongs to.
    package var cycle: Int64
    /// Name of the worker.
    package var worker: String
    /// Net asset value in micro-units of currency.
    package var nav: Int64
    /// Cash in micro-units of currency.
    package var cash: Int64
    /// Capital granted so far, less what was recalled, in micro-units of currency.
    package var capital: Int64
    /// Sum of the sizes of all positions in micro-units of currency.
    package var grossExposure: Int64
    /// Long positions less short ones in micro-units of currency.
    package var netExposure: Int64
    /// Orders sent in the cycle.
    package var orders: Int64
    /// Fills in the cycle.
    package var fills: Int64
    /// Orders our own checks denied in the cycle.
    package var denied: Int64
    /// Orders our own checks made smaller in the cycle.
    package var resized: Int64
    /// Signals the strategies gave in the cycle.
    package var signals: Int64
    /// Return of the cycle on the capital at work, as a fraction; transfers are taken out.
    package var simpleReturn: Double
    /// Realised profit and loss since the start in micro-units of currency.
    package var realised: Int64
    /// Unrealised profit and loss in micro-units of currency.
    package var unrealised: Int64
    /// Commission paid since the start in micro-units of currency.
    package var commission: Int64

    /// Creates a row; nothing is checked until it is committed.
    package init(
        cycle: Int64,
        worker: String,
        nav: Int64,
        cash: Int64,
        capital: Int64,
        grossExposure: Int64,
        netExposure: Int64,
        orders: Int64,
        fills: Int64,
        denied: Int64,
        resized: Int64,
        signals: Int64,
        simpleReturn: Double,
        realised: Int64,
        unrealised: Int64,
        commission: Int64
    ) {
        self.cycle = cycle
        self.worker = worker
        self.nav = nav
        self.cash = cash
        self.capital = capital
        self.grossExposure = grossExposure
        self.netExposure = netExposure
        self.orders = orders
        self.fills = fills
        self.denied = denied
        self.resized = resized
        self.signals = signals
        self.simpleReturn = simpleReturn
        self.realised = realised
        self.unrealised = unrealised
        self.commission = commission
    }
}

extension WorkerCycleRow: StoredRow {
    static let layout = TableLayout(
        "worker_cycles",
        [
            "cycle", "worker", "nav", "cash", "capital", "gross_exposure", "net_exposure",
            "orders", "fills", "denied", "resized", "signals", "simple_return", "realised",
            "unrealised",
            "commission",
        ]
    )

    var name: String { "cycle \(cycle) of worker \(worker)" }

    func bind(to binder: inout RowBinder) {
        binder.integer(cycle)
        binder.text(worker)
        binder.integer(nav)
        binder.integer(cash)
        binder.integer(capital)
        binder.integer(grossExposure)
        binder.integer(netExposure)
        binder.integer(orders)
        binder.integer(fills)
        binder.integer(denied)
        binder.integer(resized)
        binder.integer(signals)
        binder.real(simpleReturn)
        binder.integer(realised)
        binder.integer(unrealised)
        binder.integer(commission)
    }

    init(from values: inout RowValues) throws(JournalError) {
        cycle = values.integer()
        worker = values.text()
        nav = values.integer()
        cash = values.integer()
        capital = values.integer()
        grossExposure = values.integer()
        netExposure = values.integer()
        orders = values.integer()
        fills = values.integer()
        denied = values.integer()
        resized = values.integer()
        signals = values.integer()
        simpleReturn = values.real()
        realised = values.integer()
        unrealised = values.integer()
        commission = values.integer()
    }
}
