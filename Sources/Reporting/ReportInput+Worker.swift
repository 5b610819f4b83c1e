extension ReportInput {
    /// A worker's money and counts over the run.
    package struct Worker: Sendable, Equatable {
        /// The worker's name.
        package var name: String
        /// The segment of its mandate.
        package var segment: String
        /// The stance of its mandate: `defensive`, `alpha` or `neutral`.
        package var stance: String
        /// Its net asset value at the end of each cycle, 0 while it isn't a member.
        package var nav: [Double]
        /// Its return in each cycle, transfers left out, as a fraction; `nil` while no member.
        package var returns: [Double?]
        /// Capital granted less capital returned, at the end.
        package var capital: Double
        /// Signals its strategies gave.
        package var signals = 0
        /// Orders it placed.
        package var orders = 0
        /// Fills it received.
        package var fills = 0
        /// Orders its checks refused.
        package var denied = 0
        /// Orders its checks made smaller.
        package var resized = 0
        /// Commission paid.
        package var commission = 0.0
        /// Profit of closed positions.
        package var realised = 0.0
        /// Profit of open positions at the last marks.
        package var unrealised = 0.0

        /// Takes a worker's series; set its counts and profit.
        package init(
            name: String,
            segment: String,
            stance: String,
            nav: [Double],
            returns: [Double?],
            capital: Double
        ) {
            self.name = name
            self.segment = segment
            self.stance = stance
            self.nav = nav
            self.returns = returns
            self.capital = capital
        }
    }

    /// How far signals came, all workers together.
    package struct Funnel: Sendable, Equatable {
        /// Views the strategies gave.
        package var signals = 0
        /// Those that got a size.
        package var sized = 0
        /// Those that were put to the pre-trade checks.
        package var checked = 0
        /// Those that became orders.
        package var ordered = 0
        /// Orders that were filled, wholly or in part.
        package var filled = 0

        /// Nothing yet; set the counts.
        package init() {}
    }

    /// What one pre-trade check did over the run.
    package struct Denial: Sendable, Equatable {
        /// The check's code, such as `position_weight`.
        package var code: String
        /// Orders it refused.
        package var denied: Int
        /// Orders it made smaller.
        package var resized: Int

        /// Takes a check's counts.
        package init(code: String, denied: Int, resized: Int) {
            self.code = code
            self.denied = denied
            self.resized = resized
        }
    }
}
