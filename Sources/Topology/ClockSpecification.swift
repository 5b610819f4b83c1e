package import Market

/// Which part of market time is played, and in which steps.
package struct ClockSpecification: Sendable, Equatable {
    /// The first UTC date played, in the years 1840 … 2100; `nil` for the first in the data.
    package let from: CalendarDate?
    /// The last UTC date played, not before `from`; `nil` for the last in the data.
    package let to: CalendarDate?
    /// How much market time a cycle covers; standard one day.
    package let cycle: CycleLength
    /// Wall time from one cycle to the next, 0 … 60 s; standard 0, as fast as possible.
    package let pace: Duration

    /// Takes a range of dates; all of the data, a day a cycle, unless said otherwise.
    package init(
        from: CalendarDate? = nil,
        to: CalendarDate? = nil,
        cycle: CycleLength = .day,
        pace: Duration = .zero
    ) {
        self.from = from
        self.to = to
        self.cycle = cycle
        self.pace = pace
    }
}

/// The money a cluster starts with.
package struct CapitalSpecification: Sendable, Equatable {
    /// How much, 1 … 10¹²; standard 10,000,000.
    package let amount: Money
    /// The one currency of the run; standard USD.
    package let currency: Currency

    /// Takes an amount; ten million US dollars unless said otherwise.
    package init(
        amount: Money = Money(micros: 10_000_000 * microsPerUnit),
        currency: Currency = .usd
    ) {
        self.amount = amount
        self.currency = currency
    }
}

/// What the portfolio is measured against.
package enum BenchmarkSpecification: Sendable, Equatable {
    /// Every instrument of the cluster, bought in equal shares at the start and held.
    case equalWeight
    /// One instrument of the data, bought and held.
    case instrument(InstrumentID)
}
