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
        /// Capital granted less capital returned after each cycle; empty where it isn't known.
        package var capitals: [Double] = []
        /// Sizes of all positions at the end of each cycle; empty where they aren't known.
        package var exposures: [Double] = []
        /// What its fills traded and cost in each cycle; empty where they aren't known.
        package var trades: [Trades] = []
        /// What each pre-trade check changed, in any order.
        package var denials: [Denial] = []
        /// Its strategies, in the order they are shown.
        package var strategies: [Strategy] = []
        /// Its open positions after the last cycle, in the order they are shown.
        package var positions: [Position] = []

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
}
