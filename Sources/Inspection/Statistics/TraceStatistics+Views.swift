extension TraceStatistics {
    /// Edges to and from the master with all workers taken together, called `workers`.
    package var overWorkers: [EdgeStatistics] {
        var merged: [EdgeStatistics] = []
        for edge in edges {
            let sender = edge.sender == "master" ? "master" : "workers"
            let receiver = edge.receiver == "master" ? "master" : "workers"
            let index = merged.firstIndex {
                $0.sender == sender && $0.receiver == receiver && $0.kind == edge.kind
            }
            if let index {
                merged[index].add(edge)
            } else {
                var first = EdgeStatistics(sender: sender, receiver: receiver, kind: edge.kind)
                first.add(edge)
                merged.append(first)
            }
        }
        return merged
    }

    /// The statistics as programs read them; times in nanoseconds, sizes in bytes.
    package func json(run: String) -> JSONValue {
        [
            "run": .string(run), "messages_said": .integer(said),
            "messages_taken": .integer(taken), "edges": .array(edges.map(\.json)),
            "findings": .array(findings.map(\.json)),
            "findings_left_out": .integer(Int64(findingsLeftOut)),
        ]
    }
}

extension EdgeStatistics {
    /// Counts all that another edge has counted; rates add up.
    mutating func add(_ other: EdgeStatistics) {
        bytes.add(other.bytes)
        transit.add(other.transit)
        senderQueue.add(other.senderQueue)
        wire.add(other.wire)
        receiverQueue.add(other.receiverQueue)
        handler.add(other.handler)
        backward += other.backward
        if let added = other.rate { rate = (rate ?? 0) + added }
    }

    /// The edge as programs read it.
    package var json: JSONValue {
        [
            "sender": .string(sender), "receiver": .string(receiver), "kind": .string(kind),
            "count": .integer(count), "rate_per_s": .optional(rate),
            "taken_before_said": .integer(backward), "bytes": bytes.json,
            "queue_at_sender": senderQueue.json, "wire": wire.json,
            "queue_at_receiver": receiverQueue.json, "transit": transit.json,
            "handler": handler.json,
        ]
    }
}

extension Histogram {
    /// Count, mean, percentiles and maximum as programs read them; `null` where there is none.
    package var json: JSONValue {
        var fields: [String: JSONValue] = [
            "count": .integer(count), "mean": .optional(mean),
            "max": count > 0 ? .integer(maximum) : .null,
        ]
        for (name, fraction) in TraceStatistics.fractions {
            let key = String(name.map { $0 == "." ? "_" : $0 })
            fields[key] = percentile(fraction).map { .integer($0) } ?? .null
        }
        return .object(fields)
    }
}
