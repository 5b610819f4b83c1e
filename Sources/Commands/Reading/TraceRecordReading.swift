import Inspection
import Journal
import Market
import Messaging

/// Reads from the journals the record that an id names.
struct TraceRecordReading {
    let reading: RunReading
    let lookup: TraceLookup

    init(_ reading: RunReading) {
        self.reading = reading
        lookup = TraceLookup(reading)
    }

    /// The record of an id.
    func record(of id: TraceID) throws -> TraceRecord {
        switch id {
        case .message: try message(id)
        case .order: try order(id)
        case .fill: try fill(id)
        case .decision: try decision(id)
        case .transfer: try transfer(id)
        case .proposal: try proposal(id)
        case .cycle: try cycle(id)
        }
    }

    private func order(_ id: TraceID) throws -> TraceRecord {
        let (row, reader) = try lookup.order(id)
        let units = NumberText.quantity(Quantity(micros: row.quantity))
        var record = TraceRecord(
            row.id,
            "order",
            "\(row.side.rawValue.uppercased()) \(units) \(row.instrument)"
        )
        record.add("kind", row.kind)
        record.add("decided", NumberText.moment(Timestamp(nanoseconds: row.decidedAt)))
        record.add("cycle", NumberText.integer(row.cycle))
        record.add("limit", row.limitPrice.map { NumberText.price(Price(micros: $0)) } ?? "")
        for event in try reader.orderEvents(of: row.id, limit: JournalReader.pageSize).rows {
            record.add(event.kind.rawValue, event.reason)
        }
        record.relate("decision", row.decisionID)
        record.relate("cause", row.causation, "BeginCycle")
        for fill in try reader.fills(of: row.id, limit: JournalReader.pageSize).rows {
            record.relate("fill", fill.id, words(fill))
        }
        record.relate("cycle", "C-\(row.cycle)")
        return record
    }

    private func fill(_ id: TraceID) throws -> TraceRecord {
        let (row, reader) = try lookup.fill(id)
        var record = TraceRecord(row.id, "fill", "\(row.side.rawValue) \(words(row))")
        record.add("instrument", row.instrument)
        record.add("traded", NumberText.moment(Timestamp(nanoseconds: row.at)))
        record.add("commission", NumberText.money(Money(micros: row.commission)))
        record.add("slippage", NumberText.money(Money(micros: row.slippageCost)))
        record.add("ledger", try ledger(of: row.id, reader))
        record.relate("order", row.orderID)
        if let cause = try reader.message(at: row.position) {
            let name = try MessageText.message(cause, of: id.worker ?? "")
            record.relate("cause", name.id, name.kind)
        }
        return record
    }

    private func decision(_ id: TraceID) throws -> TraceRecord {
        let found = try lookup.decision(id)
        let units = NumberText.quantity(
            try Quantity(micros: found.decision.wantedMicros).magnitude()
        )
        let verb = found.decision.wantedMicros < 0 ? "sell" : "buy"
        let end = found.decision.order.isEmpty ? "denied" : "ordered"
        var record = TraceRecord(
            "\(id)",
            "decision",
            "\(verb) \(units) \(found.decision.instrument), \(end)"
        )
        record.add("made", NumberText.moment(Timestamp(nanoseconds: found.step.at)))
        record.add("cycle", NumberText.integer(Int64(found.step.cycle)))
        record.add("stance", found.step.stance)
        let confidence = NumberText.decimal(found.step.regimeConfidence, places: 2)
        record.add("regime", "\(found.step.regime) \(confidence)")
        record.add("nav", NumberText.money(Money(micros: found.step.navMicros)))
        record.body = FieldText.lines(found.decision)
        record.bodyJSON = try FieldText.json(found.decision)
        record.relate("order", found.decision.order)
        record.relate("capital", found.step.grant)
        if let cause = try found.reader.message(at: found.row.position) {
            let name = try MessageText.message(cause, of: found.worker)
            record.relate("cause", name.id, name.kind)
        }
        for outcome in try found.reader.outcomes(of: "\(id)", limit: JournalReader.pageSize).rows {
            let realised = NumberText.percent(outcome.realisedReturn, places: 2, isSigned: true)
            let expected = NumberText.percent(outcome.expectedReturn, places: 2, isSigned: true)
            record.add("outcome", "\(realised) came, \(expected) was expected")
        }
        return record
    }

    private func words(_ fill: FillRow) -> String {
        "\(NumberText.quantity(Quantity(micros: fill.quantity))) @ "
            + "\(NumberText.price(Price(micros: fill.price))) "
            + "on \(Timestamp(nanoseconds: fill.at).date)"
    }

    /// The lines of the ledger entry that something caused.
    func ledger(of reference: String, _ reader: JournalReader) throws -> String {
        try reader.ledger(reference: reference, limit: JournalReader.pageSize).rows.map { line in
            let subject = line.instrument.isEmpty ? "" : " \(line.instrument)"
            return "\(line.account)\(subject) \(NumberText.money(Money(micros: line.amount)))"
        }.joined(separator: "; ")
    }
}
