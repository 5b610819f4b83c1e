import Accounting
import Inspection
import Journal
import Market
import Master
import Performance
import Topology

/// What a run came to: the portfolio and every worker, read from the journals.
struct RunResult {
    /// The portfolio or one worker.
    struct Member {
        /// The worker's name; empty for the portfolio.
        let name: String
        /// Money put in, net of what was taken out.
        let contributed: Money
        /// Net asset value at the end.
        let nav: Money
        /// Its figures; `nil` where more than everything was lost in a cycle.
        let statistics: RunStatistics?
        /// Orders sent.
        let orders: Int64
        /// Trades made.
        let fills: Int64
        /// Orders our own checks denied.
        let denied: Int64
    }

    /// The run.
    let run: String
    /// Digest over the ledgers of all processes; `nil` where the run did not reach its end.
    let digest: String?
    /// Cycles played.
    let cycles: Int64
    /// Currency of every amount.
    let currency: String
    /// The whole.
    let portfolio: Member
    /// Its parts, in order of name.
    let workers: [Member]
    /// Net asset value less contributed capital and the profit in all ledgers: zero when they agree.
    let imbalance: Money

    /// Reads the result of a run, usually one that is over.
    static func read(_ run: RunDirectory) throws -> RunResult { try read(RunReading(run)) }

    /// Reads the result of a run that is open.
    static func read(_ reading: RunReading) throws -> RunResult {
        let master = try reading.master()
        var history = CycleHistory()
        try history.refresh(from: master)
        let digest = try master.events(kind: "digest", subject: "cluster", limit: 1).rows.first
        return try RunResult(reading, history, digest: digest?.text)
    }

    init(_ reading: RunReading, _ history: CycleHistory, digest: String?) throws {
        let master = try reading.master()
        let periods = reading.topology.clock.cycle.cyclesPerYear
        run = reading.run.runID
        self.digest = digest
        cycles = history.last?.cycle ?? 0
        currency = reading.topology.capital.currency.code
        let contributed = try Self.contributed(master)
        let nav = history.navs.last ?? contributed
        let values = ([contributed] + history.navs).map(\.value)
        workers = history.workers.map { worker in
            Member(
                name: worker.name,
                contributed: Money(micros: worker.last.capital),
                nav: Money(micros: worker.last.nav),
                statistics: Self.statistics { () throws(PerformanceError) in
                    try RunStatistics(returns: worker.returns, periodsPerYear: periods)
                },
                orders: worker.orders,
                fills: worker.fills,
                denied: worker.denied
            )
        }
        portfolio = Member(
            name: "",
            contributed: contributed,
            nav: nav,
            statistics: Self.statistics { () throws(PerformanceError) in
                try RunStatistics(values: values, periodsPerYear: periods)
            },
            orders: workers.reduce(0) { $0 + $1.orders },
            fills: workers.reduce(0) { $0 + $1.fills },
            denied: workers.reduce(0) { $0 + $1.denied }
        )
        imbalance = try nav - contributed - Self.profit(reading)
    }

    /// Total loss has no statistics; the table then shows a dash, which says just that.
    private static func statistics(
        _ measure: () throws(PerformanceError) -> RunStatistics
    ) -> RunStatistics? {
        do {
            return try measure()
        } catch {
            return nil
        }
    }

    /// What owners put in, by the master's ledger, where their capital stands as a credit.
    private static func contributed(_ master: JournalReader) throws -> Money {
        let account = Account.contributedCapital.heading
        let lines = try master.all {
            try master.ledger(account: account, after: $0, limit: JournalReader.pageSize)
        }
        var sum = Money.zero
        for line in lines { sum = try sum - Money(micros: line.amount) }
        return sum
    }

    /// What the workers' ledgers earned; profit stands as a credit, commission as a debit.
    private static func profit(_ reading: RunReading) throws -> Money {
        let accounts: [Account] = [.realisedProfit, .unrealisedProfit, .commission]
        let names = accounts.map(\.heading)
        var profit = Money.zero
        for worker in reading.workers {
            for sum in try reading.worker(worker).accountSums() where names.contains(sum.account) {
                profit = try profit - Money(micros: sum.amount)
            }
        }
        return profit
    }
}

extension RunResult {
    /// The result as programs read it.
    var json: JSONValue {
        [
            "run": .string(run), "digest": .optional(digest), "cycles": .integer(cycles),
            "portfolio": .object(Self.figures(of: portfolio)),
            "workers": .array(
                workers.map { worker in
                    var object = Self.figures(of: worker)
                    object["name"] = .string(worker.name)
                    object["orders"] = .integer(worker.orders)
                    object["fills"] = .integer(worker.fills)
                    object["denied"] = .integer(worker.denied)
                    return .object(object)
                }
            ),
        ]
    }

    /// What the keys of ``json`` mean, for the help of commands that print it.
    static let jsonHelp = """
        JSON keys: run, digest (SHA-256 over the ledgers of all processes; null before the end), \
        cycles, portfolio, workers (in order of name). Portfolio and each worker hold contributed \
        and nav (money as decimal strings; contributed is net of transfers), return (fraction over \
        the run), volatility and sharpe (annual; null where not defined), drawdown (the deepest \
        fall from a peak as a fraction, 0 to 1); a worker also holds name, orders, fills, denied.
        """

    private static func figures(of member: Member) -> [String: JSONValue] {
        [
            "contributed": .string(member.contributed.decimalString),
            "nav": .string(member.nav.decimalString),
            "return": .optional(member.statistics?.totalReturn),
            "volatility": .optional(member.statistics?.volatility),
            "sharpe": .optional(member.statistics?.sharpe?.value),
            "drawdown": .optional(member.statistics?.drawdown),
        ]
    }
}
