import Inspection
import Journal
import Market
import Messaging
import SwiftProtobuf
import Topology

/// The cycles in which workers had to do with an instrument or a strategy.
///
/// A message is about an instrument when an order for it was decided, or filled, while the message
/// was handled, or when it reports that; about a strategy when a decision that its signal went into
/// was. Whatever was only looked at counts for neither: the journals do not keep it.
struct SubjectCycles {
    let instrument: String?
    let strategy: String?
    /// Cycles by worker, rising.
    private var cycles: [String: [Int64]] = [:]
    private var cursors: [String: JournalCursor] = [:]

    /// Has nothing yet: ``read(_:of:)`` adds what journals hold.
    init(instrument: String?, strategy: String?) {
        self.instrument = instrument
        self.strategy = strategy
    }

    /// Whether a worker can have to do with it; one that joined later may have.
    func concerns(_ worker: WorkerSpecification?) -> Bool {
        guard let worker else { return true }
        if let instrument {
            guard worker.mandate.universe.contains(where: { $0.symbol == instrument }) else {
                return false
            }
        }
        guard let strategy else { return true }
        return worker.strategies.contains { $0.name == strategy }
    }

    /// Reads what a worker's journal has got since the last time.
    mutating func read(_ reader: JournalReader, of worker: String) throws {
        var found: Set<Int64> = []
        if let strategy {
            found = try decided(reader, worker, by: strategy)
        } else if let instrument {
            found = try traded(reader, worker, instrument)
        }
        cycles[worker] = Set(cycles[worker] ?? []).union(found).sorted()
    }

    /// Whether a message is about the subject.
    func accepts(_ message: TraceMessage) -> Bool {
        let worker = message.sender == "master" ? message.receiver : message.sender
        return message.cycle > 0 && contains(message.cycle, of: worker)
    }

    private func contains(_ cycle: Int64, of worker: String) -> Bool {
        let cycles = cycles[worker] ?? []
        let index = Self.index(of: cycle, in: cycles)
        return index < cycles.count && cycles[index] == cycle
    }

    /// Returns the next cycle of interest in a sender's window, its part, and what is left then.
    func next(
        of process: String,
        in window: ClosedRange<Int64>,
        _ reader: JournalReader,
        _ isBackward: Bool
    ) throws -> (cycle: Int64, part: ClosedRange<Int64>, rest: ClosedRange<Int64>?)? {
        guard
            let edge = try reader.messages(
                .outbox,
                in: window,
                isBackward ? .newestFirst : .oldestFirst,
                limit: 64
            ).first(where: { $0.cycle > 0 }),
            let cycle = nearest(to: edge.cycle, of: process, isBackward),
            let first = try reader.firstPosition(.outbox, where: .cycle, isAtLeast: cycle),
            first <= window.upperBound
        else { return nil }
        let behind = try reader.firstPosition(.outbox, where: .cycle, isAtLeast: cycle + 1)
        let last = min(window.upperBound, behind.map { $0 - 1 } ?? window.upperBound)
        guard last >= window.lowerBound, last >= first else { return nil }
        let part = max(first, window.lowerBound)...last
        if isBackward {
            let isMore = part.lowerBound > window.lowerBound
            return (cycle, part, isMore ? window.lowerBound...(part.lowerBound - 1) : nil)
        }
        return (cycle, part, last < window.upperBound ? (last + 1)...window.upperBound : nil)
    }

    private func nearest(to cycle: Int64, of process: String, _ isBackward: Bool) -> Int64? {
        let names = process == "master" ? cycles.keys.sorted() : [process]
        let found = names.compactMap { name -> Int64? in
            let cycles = cycles[name] ?? []
            let index = Self.index(of: isBackward ? cycle + 1 : cycle, in: cycles)
            if isBackward { return index > 0 ? cycles[index - 1] : nil }
            return index < cycles.count ? cycles[index] : nil
        }
        return isBackward ? found.max() : found.min()
    }

    /// The place of the first value that is at least another, in a rising list.
    private static func index(of value: Int64, in values: [Int64]) -> Int {
        var (low, high) = (0, values.count)
        while low < high {
            let middle = (low + high) / 2
            if values[middle] < value { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private mutating func decided(
        _ reader: JournalReader,
        _ worker: String,
        by strategy: String
    ) throws -> Set<Int64> {
        var found: Set<Int64> = []
        for row in try fresh("decisions \(worker)", { try reader.decisions(after: $0, limit: $1) })
        {
            let step = try Bursar_V1_StepRecord(serializedBytes: row.payload)
            let isAbout = step.decisions.contains { decision in
                (instrument ?? decision.instrument) == decision.instrument
                    && decision.signals.rows.contains {
                        $0.strategy == strategy && $0.share > 0 && $0.strength != 0
                    }
            }
            if isAbout { found.insert(row.cycle) }
        }
        return found
    }

    private mutating func traded(
        _ reader: JournalReader,
        _ worker: String,
        _ instrument: String
    ) throws -> Set<Int64> {
        let orders = try fresh("orders \(worker)") {
            try reader.orders(instrument: instrument, after: $0, limit: $1)
        }
        let fills = try fresh("fills \(worker)") {
            try reader.fills(instrument: instrument, after: $0, limit: $1)
        }
        return Set(orders.map(\.cycle)).union(try reader.cycles(at: fills.map(\.position)))
    }

    private mutating func fresh<Row>(
        _ key: String,
        _ page: (JournalCursor?, Int) throws -> JournalPage<Row>
    ) throws -> [Row] {
        var rows: [Row] = []
        while true {
            let next = try page(cursors[key], JournalReader.pageSize)
            cursors[key] = next.next
            rows += next.rows
            if next.rows.count < JournalReader.pageSize { return rows }
        }
    }
}
