import Digest
import Inspection
import Journal
import Market
import Messaging

extension TraceRecordReading {
    /// A message: both parts of its header, its body, what caused it and what it caused.
    func message(_ id: TraceID) throws -> TraceRecord {
        let found = try lookup.message(id)
        let message = try found.message()
        var record = TraceRecord("\(id)", "message", "\(message.kind)  \(message.gist)")
        record.add("from", found.sender)
        record.add("to", found.receiver)
        record.add("correlation", message.correlation)
        record.add("market time", NumberText.moment(message.virtualTime))
        let sent = found.sent
        record.add(
            "transport",
            "lamport \(sent.lamport), epoch \(sent.epoch), incarnation \(sent.incarnation), "
                + "acknowledges \(try MessageText.header(sent).transport.acknowledged)"
        )
        record.add("sent", "\(message.sentAt)")
        record.add("received", received(found))
        record.add("hash", try MessageText.contentHash(sent).description)
        let body = try MessageText.body(sent)
        record.body = FieldText.lines(body)
        record.bodyJSON = try FieldText.json(body)
        record.relate("cause", message.causation, try gist(of: message.causation))
        try relateEffects(of: found, &record)
        record.relate("cycle", message.correlation.hasPrefix("C-") ? message.correlation : "")
        return record
    }

    private func received(_ found: TraceLookup.FoundMessage) -> String {
        guard let row = found.received, let at = row.receivedWallTime else {
            return "not yet by \(found.receiver)"
        }
        let span = NumberText.duration(nanoseconds: max(0, at - row.sentWallTime))
        return "\(Timestamp(nanoseconds: at)), \(span) later"
    }

    private func gist(of text: String) throws -> String {
        guard let id = TraceID(text) else { return "" }
        let found = try lookup.message(id)
        let message = try found.message()
        return "\(message.kind)  \(message.gist)"
    }

    /// What the receiver said, ordered, filled and moved while it handled the message.
    private func relateEffects(
        of found: TraceLookup.FoundMessage,
        _ record: inout TraceRecord
    ) throws {
        guard let reader = reading.reader(found.receiver) else { return }
        for found in try lookup.effects(of: found) {
            let effect = try found.message()
            record.relate("effect", effect.id, "\(effect.kind)  \(effect.gist)")
        }
        guard let position = found.received?.position, found.sent.cycle > 0 else { return }
        let range = found.sent.cycle...found.sent.cycle
        for order in try reader.orders(cycles: range, limit: JournalReader.pageSize).rows
        where order.position == position {
            record.relate("order", order.id, "\(order.side.rawValue) \(order.instrument)")
        }
        for fill in try fills(of: found, reader) where fill.position == position {
            record.relate("fill", fill.id, fill.instrument)
        }
        for transfer in try reader.transfers(cycles: range, limit: JournalReader.pageSize).rows
        where transfer.position == position {
            record.relate("transfer", transfer.id, transfer.event.rawValue)
        }
        for proposal in try reader.proposals(cycles: range, limit: JournalReader.pageSize).rows
        where proposal.position == position {
            record.relate("proposal", proposal.id, proposal.trigger)
        }
    }

    private func fills(
        of found: TraceLookup.FoundMessage,
        _ reader: JournalReader
    ) throws -> [FillRow] {
        guard case .beginCycle(let begin) = try MessageText.body(found.sent).kind,
            begin.from < begin.to
        else { return [] }
        return try reader.fills(at: (begin.from + 1)...begin.to, limit: JournalReader.pageSize).rows
    }
}
