package import Journal
package import Market
package import Messaging
import Node
package import Trading

/// What a worker made of one instrument at one bar, whether it traded it or not.
package struct BarExamination: Sendable {
    /// When the bar became known.
    package let at: Timestamp
    /// The bar; `nil` where other instruments had one and this one had none.
    package let bar: Bar?
    /// The last bar known; `nil` before the first.
    package let latest: Bar?
    /// What every strategy with a view said, in the worker's order.
    package let signals: [SignalRow]
    /// The signals' weighted strength, −1 to 1; 0 without a view.
    package let conviction: Double
    /// The signals' weighted confidence, 0 to 1.
    package let confidence: Double
    /// Whether a protective stop keeps its position closed.
    package let isStopped: Bool
    /// The size wanted, traded or not; `nil` without a view or a volatility.
    package let sizing: Sizing?
    /// What the worker owned.
    package let account: AccountView
    /// Units held.
    package let held: Quantity
    /// Units in working orders, signed.
    package let pending: Quantity
    /// What the master had said.
    package let standing: CycleStanding
    /// The last grant it had taken; empty before the first.
    package let grant: String
}

extension WorkerProcess {
    /// Plays a stored order to begin a cycle as far as one bar, and looks at an instrument there.
    ///
    /// The worker can do nothing else afterwards.
    ///
    /// - Returns: `nil` where no instrument of the worker has a bar at that moment.
    /// - Throws: What handling the message may throw.
    package nonisolated func examine(
        _ row: MessageRow,
        _ instrument: InstrumentID,
        at moment: Timestamp
    ) throws -> BarExamination? {
        try assumeIsolated { try $0.examination(row, instrument, at: moment) }
    }

    private func examination(
        _ row: MessageRow,
        _ instrument: InstrumentID,
        at moment: Timestamp
    ) throws -> BarExamination? {
        let envelope = try mailbox.retake(row)
        guard case .beginCycle(let begin) = envelope.body.kind else { return nil }
        let from = Timestamp(nanoseconds: begin.from)
        if cycle.cycle == 0 { desk.warmUp(through: from) }
        cycle.take(begin, heldBack: heldBack)
        try takeTransfers(begin, at: from)
        let opening = try desk.book.perform { try $0.account().nav }
        desk.losses.perform { $0.rebase(opening) }
        let before = moment.advanced(byNanoseconds: -1)
        while try desk.play(through: before, cycle) != nil {}
        guard let look = try desk.look(through: moment, cycle) else { return nil }
        let index = try look.market.index(of: instrument)
        let view = look.views.first { $0.instrument == index }
        let flattens = cycle.flattens
        let sizings = try desk.construction.perform {
            try $0.sizings(
                behind: look.plan,
                views: look.views,
                account: look.account,
                pending: look.pending,
                market: look.market,
                flattens: flattens
            )
        }
        let standings = desk.selector.perform { $0.standings }
        return BarExamination(
            at: look.step.at,
            bar: look.step.bars[index],
            latest: look.market.latest[index],
            signals: rows.packed(view?.views ?? [], standings).rows,
            conviction: view?.conviction ?? 0,
            confidence: view?.confidence ?? 0,
            isStopped: look.plan.stopped[index],
            sizing: sizings.first { $0.target.instrument == index },
            account: look.account,
            held: look.account.quantities[index],
            pending: look.pending[index],
            standing: look.standing,
            grant: lastGrant
        )
    }
}
