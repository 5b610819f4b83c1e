package import Market
package import Performance

/// Everything a report shows, as plain values; money is in units of the run's currency.
package struct ReportInput: Sendable, Equatable {
    /// What was run, and with what.
    package var run: Run
    /// The portfolio, cycle by cycle.
    package var portfolio: Portfolio
    /// What the portfolio is compared with; `nil` for nothing.
    package var benchmark: Benchmark?
    /// The workers, in the order they are shown; those that left included.
    package var workers: [Worker] = []
    /// How many signals became orders and fills.
    package var funnel = Funnel()
    /// What each pre-trade check changed, in any order.
    package var denials: [Denial] = []
    /// Changes of allocation that were wanted, oldest first.
    package var proposals: [Proposal] = []
    /// Capital that moved, oldest first.
    package var transfers: [Transfer] = []

    /// Takes a run and its portfolio; set what else there is.
    package init(run: Run, portfolio: Portfolio) {
        self.run = run
        self.portfolio = portfolio
    }

    /// The identity of a run and how its figures came about.
    package struct Run: Sendable, Equatable {
        /// The run's id, as `bursar` takes it.
        package var id: String
        /// The topology's name.
        package var topology: String
        /// When the run was made, in words; it is shown as it stands.
        package var created: String
        /// The version of the engine that ran.
        package var engineVersion: String
        /// The digest of the ledger, in hexadecimal; empty where the run has none yet.
        package var ledgerDigest: String
        /// The first date of the data.
        package var dataFrom: CalendarDate
        /// The last date of the data.
        package var dataTo: CalendarDate
        /// The currency of every amount.
        package var currency = Currency.usd
        /// Whether fills are made up by a venue of ours; the page then says so.
        package var isSimulated = true
        /// What the figures rest on, a sentence each: fills, costs, data.
        package var assumptions: [String] = []
        /// How figures of a cycle become figures of a year.
        package var convention = PerformanceConvention.daily

        /// Names a run; set what differs from a simulated daily run in US dollars.
        package init(
            id: String,
            topology: String,
            created: String,
            engineVersion: String,
            ledgerDigest: String,
            data: (from: CalendarDate, to: CalendarDate)
        ) {
            self.id = id
            self.topology = topology
            self.created = created
            self.engineVersion = engineVersion
            self.ledgerDigest = ledgerDigest
            dataFrom = data.from
            dataTo = data.to
        }
    }

    /// A portfolio whose capital was contributed once, before the first cycle.
    package struct Portfolio: Sendable, Equatable {
        /// The date on which the capital was in place, not after the first cycle's.
        package var start: CalendarDate
        /// The capital contributed, above zero.
        package var contributed: Double
        /// The finished cycles, oldest first.
        package var cycles: [Cycle]

        /// Takes the capital at its start and what became of it.
        package init(start: CalendarDate, contributed: Double, cycles: [Cycle]) {
            self.start = start
            self.contributed = contributed
            self.cycles = cycles
        }
    }

    /// The portfolio at the end of a cycle.
    package struct Cycle: Sendable, Equatable {
        /// The last date of the cycle.
        package var date: CalendarDate
        /// The net asset value: treasury, in transit and workers together.
        package var nav: Double
        /// Capital at rest with the master.
        package var treasury: Double
        /// Capital on its way between master and workers.
        package var inTransit: Double
        /// The posture, such as `balanced`; empty where none was set.
        package var stance: String
        /// The detected state of the market, such as `bull`; empty where none was.
        package var regime: String

        /// Takes the state at the end of a cycle.
        package init(
            date: CalendarDate,
            nav: Double,
            treasury: Double = 0,
            inTransit: Double = 0,
            stance: String = "",
            regime: String = ""
        ) {
            self.date = date
            self.nav = nav
            self.treasury = treasury
            self.inTransit = inTransit
            self.stance = stance
            self.regime = regime
        }
    }

    /// What the contributed capital would be worth elsewhere.
    package struct Benchmark: Sendable, Equatable {
        /// What is held, such as `equal-weight hold`.
        package var name: String
        /// The worth of the contributed capital at the end of each cycle, as many as cycles.
        package var nav: [Double]

        /// Takes a name and one value for each cycle.
        package init(name: String, nav: [Double]) {
            self.name = name
            self.nav = nav
        }
    }
}
