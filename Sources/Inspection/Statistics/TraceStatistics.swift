/// How messages of one kind travelled from one process to another.
package struct EdgeStatistics: Sendable {
    /// The process that said the messages.
    package let sender: String
    /// The process that took them.
    package let receiver: String
    /// The kind of message.
    package let kind: String
    /// Length of both frames, bytes.
    package internal(set) var bytes = Histogram()
    /// From saying to taking, nanoseconds; the sum of the next three.
    package internal(set) var transit = Histogram()
    /// Queue at the sender, at most: from saying to the last thing said in the same handling.
    package internal(set) var senderQueue = Histogram()
    /// On the wire, at least: what neither process accounts for.
    package internal(set) var wire = Histogram()
    /// Queue at the receiver, at most: until the last thing it did before taking the message.
    package internal(set) var receiverQueue = Histogram()
    /// From taking to the last thing said in the same handling; only where something was said.
    package internal(set) var handler = Histogram()
    /// How many were taken before they were said, by the clocks of the two processes.
    package internal(set) var backward: Int64 = 0
    /// Messages a second while any were said; `nil` for fewer than two moments.
    package internal(set) var rate: Double?

    /// How many messages arrived.
    package var count: Int64 { transit.count }

    /// The parts with their names, in the order in which a message passes them.
    package var parts: [(name: String, histogram: Histogram)] {
        [
            ("at sender", senderQueue), ("wire", wire), ("at receiver", receiverQueue),
            ("transit", transit), ("handler", handler),
        ]
    }
}

/// What all journals of a run tell of its messages, measured.
package struct TraceStatistics: Sendable {
    /// The fractions that percentiles are taken at, with their names.
    package static let fractions: [(name: String, fraction: Double)] = [
        ("p50", 0.5), ("p90", 0.9), ("p99", 0.99), ("p99.9", 0.999),
    ]

    /// Edges and kinds, in order of sender, receiver and kind.
    package let edges: [EdgeStatistics]
    /// What should not be, or should be looked at; by process, in order of time.
    package let findings: [TraceFinding]
    /// Findings beyond those that are listed.
    package let findingsLeftOut: Int
    /// Messages that were said.
    package let said: Int64
    /// Messages that were taken.
    package let taken: Int64

    /// Puts together what was seen in the journals of all processes.
    ///
    /// - Parameters:
    ///   - watches: One for each process, ended.
    ///   - accepts: Which edges and kinds count: sender, receiver, kind.
    package init(
        _ watches: [ProcessWatch],
        accepts: (String, String, String) -> Bool = { _, _, _ in true }
    ) {
        var edges: [EdgeStatistics] = []
        var (said, taken) = (Int64(0), Int64(0))
        let senders = [String: ProcessWatch](uniqueKeysWithValues: watches.map { ($0.process, $0) })
        for watch in watches {
            said += watch.outgoing.values.reduce(0) { $0 + Int64($1.sent.count) }
            for (peer, samples) in watch.incoming.sorted(by: { $0.key < $1.key }) {
                taken += Int64(samples.received.count)
                let sender = watch.names[peer]
                edges += Self.edges(
                    (sender, watch.process),
                    samples,
                    senders[sender]?.samples(to: watch.process)?.sent ?? [],
                    watch.names
                )
            }
        }
        self.edges =
            edges.filter { accepts($0.sender, $0.receiver, $0.kind) }.sorted {
                ($0.sender, $0.receiver, $0.kind) < ($1.sender, $1.receiver, $1.kind)
            }
        findings = watches.flatMap(\.findings)
            .sorted { ($0.from, $0.process, $0.peer) < ($1.from, $1.process, $1.peer) }
        findingsLeftOut = watches.reduce(0) { $0 + $1.findingsLeftOut }
        (self.said, self.taken) = (said, taken)
    }

    private static func edges(
        _ ends: (sender: String, receiver: String),
        _ samples: EdgeSamples,
        _ sent: [EdgeSamples.Sent],
        _ names: [String]
    ) -> [EdgeStatistics] {
        var found: [EdgeStatistics?] = []
        var next = 0
        for sample in samples.received {
            while next < sent.count, sent[next].sequence < sample.sequence { next += 1 }
            let isKnown = next < sent.count && sent[next].sequence == sample.sequence
            let kind = Int(sample.kind)
            while found.count <= kind { found.append(nil) }
            if found[kind] == nil {
                found[kind] = EdgeStatistics(
                    sender: ends.sender,
                    receiver: ends.receiver,
                    kind: names[kind]
                )
            }
            found[kind]?.add(sample, burst: isKnown ? sent[next].burst : 0)
        }
        let seconds = Double(samples.last - samples.first) / 1e9
        return found.compactMap { edge in
            guard var edge else { return nil }
            if seconds > 0 { edge.rate = Double(edge.count) / seconds }
            return edge
        }
    }
}

extension ProcessWatch {
    /// What this process knows of its messages to another.
    fileprivate func samples(to peer: String) -> EdgeSamples? {
        names.firstIndex(of: peer).flatMap { outgoing[$0] }
    }
}

extension EdgeStatistics {
    init(sender: String, receiver: String, kind: String) {
        self.sender = sender
        self.receiver = receiver
        self.kind = kind
    }

    /// Divides the way of a message: first what the sender accounts for, then the receiver.
    fileprivate mutating func add(_ sample: EdgeSamples.Received, burst: Float) {
        bytes.add(Int64(sample.bytes))
        if sample.transit < 0 { backward += 1 }
        let whole = max(0, sample.transit)
        let atSender = min(whole, burst)
        let atReceiver = max(0, min(whole, sample.busy) - atSender)
        transit.add(Int64(whole))
        senderQueue.add(Int64(atSender))
        receiverQueue.add(Int64(atReceiver))
        wire.add(Int64(whole - atSender - atReceiver))
        if sample.handler >= 0 { handler.add(Int64(sample.handler)) }
    }
}
