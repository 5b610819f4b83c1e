import Inspection
import Journal
import Messaging

/// Measures the messages of a run: every journal is read once from end to end, two at a time.
struct StatisticsReading {
    private let reading: RunReading
    private let filter: TraceFilter
    private let thresholds: TraceThresholds

    init(_ reading: RunReading, _ filter: TraceFilter, _ thresholds: TraceThresholds) {
        self.reading = reading
        self.filter = filter
        self.thresholds = thresholds
    }

    /// Reads and measures.
    func statistics() async throws -> TraceStatistics {
        let names = reading.processes.filter { name in
            guard let worker = filter.worker else { return true }
            return name == worker || name == "master" || worker == "master"
        }
        let jobs = try names.compactMap { name -> (String, JournalReader, ClosedRange<Int64>)? in
            guard let reader = reading.reader(name), let window = try window(of: reader) else {
                return nil
            }
            return (name, reader, window)
        }
        let thresholds = thresholds
        let watches = try await withThrowingTaskGroup(of: ProcessWatch.self) { group in
            // The master's journal is as long as all others together, so it goes first.
            let masters = jobs.filter { $0.0 == "master" }
            for (name, reader, window) in masters + jobs.filter({ $0.0 != "master" }) {
                group.addTask { try await Self.watch(name, reader, window, thresholds) }
            }
            var watches: [ProcessWatch] = []
            for try await watch in group { watches.append(watch) }
            return watches.sorted { $0.process < $1.process }
        }
        let (kind, worker) = (filter.kind, filter.worker)
        return TraceStatistics(watches) { sender, receiver, found in
            (kind ?? found) == found && (worker == nil || sender == worker || receiver == worker)
        }
    }

    /// The positions of a journal that cycles and market times leave, of both directions.
    private func window(of reader: JournalReader) throws -> ClosedRange<Int64>? {
        guard filter.cycles != nil || filter.times != nil else { return JournalReader.allPositions }
        let query = MessageStream.query(
            TraceFilter(cycles: filter.cycles, times: filter.times),
            of: ""
        )
        let inbox = try reader.reach(of: query, .inbox)
        let outbox = try reader.reach(of: query, .outbox)
        guard let first = inbox ?? outbox, let second = outbox ?? inbox else { return nil }
        return min(first.lowerBound, second.lowerBound)...max(first.upperBound, second.upperBound)
    }

    /// Goes through one journal, on a thread of its own.
    @concurrent
    static func watch(
        _ name: String,
        _ reader: JournalReader,
        _ window: ClosedRange<Int64> = JournalReader.allPositions,
        _ thresholds: TraceThresholds
    ) async throws -> ProcessWatch {
        var watch = ProcessWatch(process: name, thresholds: thresholds)
        try reader.scan(window, acknowledged: { HeaderFrame.acknowledged(in: $0) }) {
            facts,
            names in
            watch.names = names.names
            for fact in facts { watch.take(observation(fact)) }
        }
        watch.end()
        return watch
    }

    private static func observation(_ fact: MessageFacts) -> MessageObservation {
        MessageObservation(
            position: fact.position,
            isReceived: fact.isReceived,
            peer: fact.peer,
            kind: fact.kind,
            sequence: fact.sequence,
            epoch: fact.epoch,
            acknowledged: fact.acknowledged,
            sentAt: fact.sentAt,
            receivedAt: fact.receivedAt,
            bytes: fact.bytes
        )
    }
}
