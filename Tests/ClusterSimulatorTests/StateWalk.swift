/// Everything that a process holds, as text: each stored property of each value in it, by path.
///
/// It needs no list of fields, so what a snapshot forgets shows as a difference.
struct StateWalk {
    /// Properties that are no state of a process: where it is connected, what it was configured
    /// with, and what depends on the moment at which messages arrive or on the number of the life.
    static let leftOut: Set<String> = [
        // Surroundings and configuration.
        "transport", "commandTransport", "logger", "clock", "executor", "ended", "callbacks",
        "configuration", "identity",
        "silentTicks", "processID", "journal", "keeper", "peers", "isStopping", "wasHeard",
        "series", "checks",
        "type", "flaws",
        // Rows on their way to the journal.
        "batch", "group", "handedOver", "rowsCounted",
        // Arrivals and lives.
        "standing", "epoch", "incarnation", "lamport", "isRecovering", "acknowledged", "durable",
        "lastHeard",
        "waiting", "gapAfter", "state(member)",
        // Where bytes lie in memory.
        "pointer",
    ]

    private(set) var lines: [String] = []

    init(_ subject: Any) { walk(subject, "", depth: 0) }

    /// The first difference between two processes; `nil` when there is none.
    static func difference(_ left: Any, _ right: Any) -> String? {
        let (left, right) = (StateWalk(left).lines, StateWalk(right).lines)
        for (left, right) in zip(left, right) where left != right {
            return "\(left), but recovered \(right)"
        }
        guard left.count != right.count else { return nil }
        return "\(left.count) values, but recovered \(right.count)"
    }

    private mutating func walk(_ value: Any, _ path: String, depth: Int) {
        precondition(depth < 40, "\(path) is too deep")
        let mirror = Mirror(reflecting: value)
        if "\(mirror.subjectType)" == "RunningWindow" {
            // Values that have left the window may still lie in front of it.
            let parts = Dictionary(
                mirror.children.map { ($0.label ?? "", $0.value) },
                uniquingKeysWith: { first, _ in first }
            )
            let capacity = parts["capacity"] as? Int ?? 0
            let values = parts["storage"] as? [Double] ?? []
            lines.append("\(path) = last of \(capacity): \(values.suffix(capacity))")
            return
        }
        if mirror.children.isEmpty {
            lines.append("\(path) = \(value)")
            return
        }
        switch mirror.displayStyle {
        case .dictionary, .set:
            // Their order is no part of them.
            lines += mirror.children.map { child in
                var inner = StateWalk(EmptyState())
                inner.walk(child.value, "", depth: depth + 1)
                return "\(path){\(inner.lines.joined(separator: "; "))}"
            }.sorted()
        default:
            for (index, child) in mirror.children.enumerated() {
                let label = child.label ?? "\(index)"
                let isMemberState = label == "state" && "\(mirror.subjectType)" == "Member"
                guard !Self.leftOut.contains(isMemberState ? "state(member)" : label) else {
                    continue
                }
                walk(child.value, "\(path).\(label)", depth: depth + 1)
            }
        }
    }
}

private struct EmptyState {}
