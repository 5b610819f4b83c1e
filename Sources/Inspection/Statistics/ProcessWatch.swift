/// Goes through one process's journal once, message by message, measuring and looking for faults.
package struct ProcessWatch: Sendable {
    /// Findings of one code that are told one by one for one peer; the others are only counted.
    package static let findingsMaximum = 100

    /// Whose journal is gone through.
    package let process: String
    /// What was found.
    package private(set) var findings: [TraceFinding] = []
    /// Findings that were left out because there were too many of their kind.
    package private(set) var findingsLeftOut = 0
    /// Names by number, of peers and kinds.
    package var names: [String] = []
    var outgoing: [Int: EdgeSamples] = [:]
    var incoming: [Int: EdgeSamples] = [:]

    private let thresholds: TraceThresholds
    private var peers: [PeerWatch] = []
    /// When this process last did something that its journal knows of.
    private var lastAct: Int64?
    /// The message being handled: its edge and its place there.
    private var handled: (peer: Int, index: Int, receivedAt: Int64)?
    private var burst: [(peer: Int, sequence: Int64, sentAt: Int64)] = []

    /// Watches a process.
    package init(process: String, thresholds: TraceThresholds) {
        self.process = process
        self.thresholds = thresholds
    }

    /// Takes the next message of the journal.
    package mutating func take(_ message: MessageObservation) {
        while peers.count <= message.peer { peers.append(PeerWatch()) }
        if message.isReceived { received(message) } else { sent(message) }
    }

    /// Says that the journal has ended.
    package mutating func end() {
        endHandling()
        guard let lastAct else { return }
        for peer in peers.indices {
            for report in peers[peer].ended(at: lastAct, thresholds) { tell(report, peer) }
        }
    }

    private mutating func received(_ message: MessageObservation) {
        endHandling()
        for report in peers[message.peer].received(
            message,
            thresholds,
            isMaster: process == "master"
        ) {
            tell(report, message.peer)
        }
        let busy = max(0, min(lastAct ?? message.sentAt, message.receivedAt) - message.sentAt)
        var edge = incoming[message.peer] ?? EdgeSamples()
        incoming[message.peer] = nil
        edge.received.append(
            EdgeSamples.Received(
                sequence: message.sequence,
                kind: Int32(message.kind),
                bytes: Int32(clamping: message.bytes),
                transit: Float(message.receivedAt - message.sentAt),
                busy: Float(busy),
                handler: -1
            )
        )
        edge.first = min(edge.first, message.sentAt)
        edge.last = max(edge.last, message.sentAt)
        handled = (message.peer, edge.received.count - 1, message.receivedAt)
        incoming[message.peer] = edge
        lastAct = max(lastAct ?? 0, message.receivedAt)
    }

    private mutating func sent(_ message: MessageObservation) {
        for report in peers[message.peer].sent(message, thresholds) { tell(report, message.peer) }
        burst.append((message.peer, message.sequence, message.sentAt))
        lastAct = max(lastAct ?? 0, message.sentAt)
    }

    /// Notes what was said since the last message was taken.
    private mutating func endHandling() {
        guard let last = burst.last?.sentAt else {
            handled = nil
            return
        }
        if let handled {
            incoming[handled.peer]?.received[handled.index].handler =
                Float(max(0, last - handled.receivedAt))
        }
        for said in burst {
            outgoing[said.peer, default: EdgeSamples()].sent.append(
                EdgeSamples.Sent(
                    sequence: said.sequence,
                    burst: Float(max(0, last - said.sentAt))
                )
            )
        }
        burst.removeAll(keepingCapacity: true)
        handled = nil
    }

    private mutating func tell(_ report: PeerWatch.Report, _ peer: Int) {
        let name = names[peer]
        let known = findings.count { $0.code == report.code && $0.peer == name }
        guard known < Self.findingsMaximum else {
            findingsLeftOut += 1
            return
        }
        let (sender, receiver) = report.isIncoming ? (name, process) : (process, name)
        let id = TraceID.message(sender: sender, receiver: receiver, number: report.sequence)
        findings.append(
            TraceFinding(
                code: report.code,
                process: process,
                peer: name,
                message: "\(id)",
                count: report.count,
                from: report.from,
                to: report.to,
                worst: report.worst
            )
        )
    }
}
