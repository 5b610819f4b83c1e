import Inspection
import Journal
import Market

extension TraceRecordReading {
    func transfer(_ id: TraceID) throws -> TraceRecord {
        let explanation = try TransferReading(reading).explanation(of: id)
        let way = explanation.isGrant ? "grant to" : "recall from"
        let amount = "\(NumberText.money(explanation.amount)) \(explanation.currency)"
        var record = TraceRecord(
            "\(id)",
            "transfer",
            "\(way) \(explanation.worker), \(amount), \(explanation.result)"
        )
        for step in explanation.steps {
            let part = step.part > 0 ? ", part \(step.part)" : ""
            record.add(
                step.event,
                "by \(step.process) in cycle \(NumberText.integer(step.cycle))\(part), "
                    + "\(NumberText.money(step.amount)), at \(step.wallTime)"
            )
        }
        record.add("ledger", try ledger(of: "\(id)", reading.master()))
        record.relate("proposal", explanation.proposal?.id ?? "")
        for step in explanation.steps { record.relate(step.event, step.message) }
        return record
    }

    func proposal(_ id: TraceID) throws -> TraceRecord {
        let rows = try lookup.proposal(id)
        guard let row = rows.last else { throw try lookup.missing(id) }
        var record = TraceRecord("\(id)", "proposal", "\(row.trigger), \(row.status)")
        record.add("cycle", NumberText.integer(row.cycle))
        for state in rows.dropLast() {
            record.add(state.status, "in cycle \(NumberText.integer(state.cycle))")
        }
        record.add("confidence", NumberText.decimal(row.confidence, places: 2))
        if row.expectedBenefit != 0 {
            record.add("benefit", NumberText.percent(row.expectedBenefit, places: 2) + " a year")
        }
        if row.cost != 0 { record.add("cost", NumberText.percent(row.cost, places: 2)) }
        for (index, step) in row.reason.split(separator: "; ").enumerated() {
            record.add(index == 0 ? "because" : "then", String(step))
        }
        let targets = try ProposalReading(reading).targets(of: row).sorted { $0.key < $1.key }
        record.body = targets.map { name, weight in
            "  \(name): \(NumberText.percent(weight, places: 2)) of net asset value"
        }
        record.bodyJSON = .object(
            Dictionary(uniqueKeysWithValues: targets.map { ($0.key, .number($0.value)) })
        )
        for transfer in try transfers(of: row) {
            let amount = NumberText.money(Money(micros: transfer.amount))
            record.relate("transfer", transfer.id, "\(transfer.worker) \(amount)")
        }
        record.relate("cycle", row.cycle > 0 ? "C-\(row.cycle)" : "")
        return record
    }

    func cycle(_ id: TraceID) throws -> TraceRecord {
        let (row, workers) = try lookup.cycle(id)
        let nav = NumberText.money(Money(micros: row.nav))
        var record = TraceRecord(
            "\(id)",
            "cycle",
            "to \(NumberText.moment(Timestamp(nanoseconds: row.to))), nav \(nav)"
        )
        record.add("from", NumberText.moment(Timestamp(nanoseconds: row.from)))
        record.add("treasury", NumberText.money(Money(micros: row.treasury)))
        record.add("in transit", NumberText.money(Money(micros: row.inTransit)))
        record.add("drawdown", NumberText.percent(row.drawdown == 0 ? 0 : -row.drawdown))
        let confidence = NumberText.decimal(row.regimeConfidence, places: 2)
        record.add("market", "stance \(row.stance), regime \(row.regime) \(confidence)")
        for worker in workers {
            let nav = NumberText.money(Money(micros: worker.nav))
            let change = NumberText.percent(worker.simpleReturn, places: 2, isSigned: true)
            record.add(
                worker.worker,
                "nav \(nav), \(change), \(NumberText.count(worker.orders, "order")), "
                    + "\(NumberText.count(worker.fills, "fill")), \(worker.denied) denied"
            )
        }
        let range = row.cycle...row.cycle
        var stream = MessageStream(reading, TraceFilter(cycles: range), pageSize: 512)
        for message in try stream.next(512) {
            record.relate("message", message.id, message.gist)
        }
        for proposal in try reading.master().proposals(cycles: range, limit: 100).rows {
            record.relate("proposal", proposal.id, proposal.trigger)
        }
        return record
    }

    /// Transfers that a proposal asked for: decided from its cycle to the next proposal's.
    private func transfers(of proposal: ProposalRow) throws -> [TransferRow] {
        let master = try reading.master()
        let later = try master.proposals(
            cycles: (proposal.cycle + 1)...Int64.max,
            limit: 1
        ).rows.first
        let range = proposal.cycle...(later?.cycle ?? Int64.max)
        return try master.all {
            try master.transfers(cycles: range, after: $0, limit: JournalReader.pageSize)
        }.filter { $0.event == .decided && $0.proposalID == proposal.id }
    }
}
