extension ReportInput {
    /// The fills of one cycle, added up.
    package struct Trades: Sendable, Equatable {
        /// How many fills there were.
        package var count = 0
        /// Price times quantity, buys and sales alike.
        package var amount = 0.0
        /// What fills cost against the price of reference; negative for a gain.
        package var slippage = 0.0
        /// Commission paid.
        package var commission = 0.0

        /// Nothing yet; add fills.
        package init() {}
    }

    /// One open position.
    package struct Position: Sendable, Equatable {
        /// The instrument's symbol.
        package var instrument: String
        /// Units held, below zero for a short position.
        package var quantity: Double
        /// The last mark.
        package var price: Double
        /// What it is worth.
        package var value: Double

        /// Takes a position.
        package init(instrument: String, quantity: Double, price: Double, value: Double) {
            self.instrument = instrument
            self.quantity = quantity
            self.price = price
            self.value = value
        }
    }

    /// What one strategy of a worker did.
    package struct Strategy: Sendable, Equatable {
        /// The strategy's name.
        package var name: String
        /// Its share of the worker's risk budget after each cycle; `nil` while no member.
        package var shares: [Double?]
        /// Return of its signals in each cycle, on paper and without costs; `nil` while no member.
        package var returns: [Double?]
        /// Signals it gave.
        package var signals = 0
        /// What became of the decisions that it led.
        package var forecasts = Forecasts()

        /// Takes a strategy without a past of as many cycles.
        package init(name: String, cycles: Int) {
            self.name = name
            shares = [Double?](repeating: nil, count: cycles)
            returns = [Double?](repeating: nil, count: cycles)
        }
    }

    /// What was expected of decisions and what came, at the ends of their horizons.
    package struct Forecasts: Sendable, Equatable {
        /// How many horizons ended.
        package var count = 0
        /// How many moved to the side that was expected.
        package var right = 0
        /// The sum of expected returns.
        package var expected = 0.0
        /// The sum of the returns that came.
        package var realised = 0.0

        /// Nothing yet; add outcomes.
        package init() {}

        /// Adds the outcome of one decision; returns are fractions over its horizon.
        package mutating func add(expected: Double, realised: Double) {
            count += 1
            if expected * realised > 0 { right += 1 }
            self.expected += expected
            self.realised += realised
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
