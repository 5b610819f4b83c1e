package import Market

extension ReportInput {
    /// A wanted change of allocation.
    package struct Proposal: Sendable, Equatable {
        /// The proposal's id, as `bursar trace show` takes it.
        package var id: String
        /// The cycle after which it was made.
        package var cycle: Int
        /// The last date of that cycle.
        package var date: CalendarDate
        /// What made the allocator act, such as `weight drift`.
        package var trigger: String
        /// What became of it, such as `applied`.
        package var status: String
        /// Why, in words.
        package var reason: String

        /// Takes a proposal.
        package init(
            id: String,
            cycle: Int,
            date: CalendarDate,
            trigger: String,
            status: String,
            reason: String
        ) {
            self.id = id
            self.cycle = cycle
            self.date = date
            self.trigger = trigger
            self.status = status
            self.reason = reason
        }
    }

    /// Capital that moved between the treasury and a worker.
    package struct Transfer: Sendable, Equatable {
        /// Which way capital moved.
        package enum Direction: String, Sendable, Hashable {
            /// From the treasury to the worker.
            case grant
            /// From the worker to the treasury.
            case recall
        }

        /// The transfer's id, as `bursar trace show` takes it.
        package var id: String
        /// The cycle in which it was decided.
        package var cycle: Int
        /// The last date of that cycle.
        package var date: CalendarDate
        /// Who gave or took the capital.
        package var worker: String
        /// Which way.
        package var direction: Direction
        /// How much, never negative.
        package var amount: Double
        /// The id of the proposal it follows from; empty for none.
        package var proposal: String
        /// Why, in words.
        package var reason: String

        /// Takes a transfer.
        package init(
            id: String,
            cycle: Int,
            date: CalendarDate,
            worker: String,
            direction: Direction,
            amount: Double,
            proposal: String,
            reason: String
        ) {
            self.id = id
            self.cycle = cycle
            self.date = date
            self.worker = worker
            self.direction = direction
            self.amount = amount
            self.proposal = proposal
            self.reason = reason
        }
    }
}
