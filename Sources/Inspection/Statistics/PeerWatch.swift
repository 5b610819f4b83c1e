/// What a process's journal tells of its two streams with one other process.
struct PeerWatch: Sendable {
    /// A finding before it has names.
    struct Report: Sendable {
        var code: TraceFinding.Code
        var sequence: Int64
        var isIncoming: Bool
        var count: Int64
        var from: Int64
        var to: Int64
        var worst: Int64

        init(_ code: TraceFinding.Code, _ message: MessageObservation, count: Int64 = 1) {
            self.code = code
            sequence = message.sequence
            isIncoming = message.isReceived
            self.count = count
            from = message.sentAt
            to = message.isReceived ? message.receivedAt : message.sentAt
            worst = 0
        }

        init(_ code: TraceFinding.Code, spell: Spell) {
            self.code = code
            sequence = spell.sequence
            isIncoming = false
            count = spell.count
            from = spell.from
            to = spell.to
            worst = spell.worst
        }
    }

    /// Messages one after the other that share a fault.
    struct Spell: Sendable {
        var sequence: Int64
        var count: Int64
        var from: Int64
        var to: Int64
        var worst: Int64
    }

    /// What was said and is not acknowledged yet, as far as this journal knows.
    private struct Waiting: Sendable {
        let sequence: Int64
        let sentAt: Int64
    }

    private var lastReceived: Int64?
    private var lastSent: Int64?
    private var epoch: Int64 = 0
    private var waiting: [Waiting] = []
    private var waitingStart = 0
    /// What was said since the peer was last heard.
    private var unanswered: Spell?
    private var late: Spell?
    private var torpid: Spell?
    private var full: Spell?

    private var waitingCount: Int64 { Int64(waiting.count - waitingStart) }

    mutating func sent(_ message: MessageObservation, _ limits: TraceThresholds) -> [Report] {
        let reports = Self.order(message, &lastSent)
        waiting.append(Waiting(sequence: message.sequence, sentAt: message.sentAt))
        if waitingCount >= limits.window {
            var spell = full ?? Self.spell(message)
            spell.count = max(spell.count, waitingCount)
            spell.to = message.sentAt
            full = spell
        }
        var spell = unanswered ?? Self.spell(message)
        if unanswered != nil { spell.count += 1 }
        spell.to = message.sentAt
        unanswered = spell
        return reports
    }

    mutating func received(
        _ message: MessageObservation,
        _ limits: TraceThresholds,
        isMaster: Bool
    ) -> [Report] {
        var reports = Self.order(message, &lastReceived)
        if message.epoch < epoch { reports.append(Report(.staleEpoch, message)) }
        epoch = max(epoch, message.epoch)
        reports += answered(message, limits, isMaster)
        return reports + acknowledged(message, limits)
    }

    /// Tells what was still open when the process last did anything.
    mutating func ended(at moment: Int64, _ limits: TraceThresholds) -> [Report] {
        var reports: [Report] = []
        for open in waiting[waitingStart...] where moment - open.sentAt > limits.unacknowledged {
            note(open, until: moment, &late)
        }
        if var spell = unanswered, moment - spell.from > limits.silence {
            spell.worst = moment - spell.from
            spell.to = moment
            reports.append(Report(.oneWaySilence, spell: spell))
        }
        if let late { reports.append(Report(.unacknowledged, spell: late)) }
        if let torpid { reports.append(Report(.torpid, spell: torpid)) }
        return reports + flushFull()
    }

    /// Compares a number with the one before it in the same stream.
    private static func order(_ message: MessageObservation, _ last: inout Int64?) -> [Report] {
        defer { last = max(last ?? 0, message.sequence) }
        guard let last else { return [] }
        if message.sequence <= last { return [Report(.duplicate, message)] }
        let missing = message.sequence - last - 1
        return missing > 0 ? [Report(.gap, message, count: missing)] : []
    }

    private mutating func answered(
        _ message: MessageObservation,
        _ limits: TraceThresholds,
        _ isMaster: Bool
    ) -> [Report] {
        var reports: [Report] = []
        defer { unanswered = nil }
        guard var spell = unanswered else { return [] }
        let wait = message.receivedAt - spell.from
        if spell.count > 1, wait > limits.silence {
            spell.worst = wait
            spell.to = message.receivedAt
            reports.append(Report(.oneWaySilence, spell: spell))
        }
        guard isMaster else { return reports }
        if wait > limits.torpid {
            note(
                Waiting(sequence: spell.sequence, sentAt: spell.from),
                until: message.receivedAt,
                &torpid
            )
        } else if let ended = torpid {
            reports.append(Report(.torpid, spell: ended))
            torpid = nil
        }
        return reports
    }

    private mutating func acknowledged(
        _ message: MessageObservation,
        _ limits: TraceThresholds
    ) -> [Report] {
        var reports: [Report] = []
        while waitingStart < waiting.count,
            waiting[waitingStart].sequence <= message.acknowledged
        {
            let open = waiting[waitingStart]
            if message.receivedAt - open.sentAt > limits.unacknowledged {
                note(open, until: message.receivedAt, &late)
            } else if let ended = late {
                reports.append(Report(.unacknowledged, spell: ended))
                late = nil
            }
            waitingStart += 1
        }
        if waitingStart > 1_024, waitingStart * 2 > waiting.count {
            waiting.removeFirst(waitingStart)
            waitingStart = 0
        }
        return waitingCount < limits.window ? reports + flushFull() : reports
    }

    private mutating func flushFull() -> [Report] {
        defer { full = nil }
        return full.map { [Report(.windowFull, spell: $0)] } ?? []
    }

    private static func spell(_ message: MessageObservation) -> Spell {
        Spell(
            sequence: message.sequence,
            count: 1,
            from: message.sentAt,
            to: message.sentAt,
            worst: 0
        )
    }

    /// Adds a message that waited until a moment to a spell, or begins one with it.
    private func note(_ open: Waiting, until moment: Int64, _ spell: inout Spell?) {
        let wait = moment - open.sentAt
        var changed =
            spell
            ?? Spell(
                sequence: open.sequence,
                count: 0,
                from: open.sentAt,
                to: moment,
                worst: 0
            )
        changed.count += 1
        changed.to = moment
        if wait > changed.worst {
            changed.worst = wait
            changed.sequence = open.sequence
        }
        spell = changed
    }
}
