import Inspection
import Journal
import Market

/// What the master's journal says of each cycle, read once and brought up to date as a run goes on.
struct CycleHistory {
    /// One worker over all cycles.
    struct Worker {
        /// Its name.
        let name: String
        /// Return of each cycle on the capital at work.
        fileprivate(set) var returns: [Double] = []
        /// Orders sent, trades made, orders denied.
        fileprivate(set) var orders: Int64 = 0
        fileprivate(set) var fills: Int64 = 0
        fileprivate(set) var denied: Int64 = 0
        /// Where it stood after its last cycle.
        fileprivate(set) var last: WorkerCycleRow

        init(name: String, last: WorkerCycleRow) {
            self.name = name
            self.last = last
        }

        fileprivate mutating func add(_ row: WorkerCycleRow) {
            returns.append(row.simpleReturn)
            orders += row.orders
            fills += row.fills
            denied += row.denied
            last = row
        }
    }

    /// Net asset value after each cycle.
    private(set) var navs: [Money] = []
    /// The last cycle; `nil` before the first.
    private(set) var last: CycleRow?
    private var byName: [String: Worker] = [:]
    private var cycleCursor: JournalCursor?
    private var workerCursor: JournalCursor?

    /// All workers that reported, by name.
    var workers: [Worker] { byName.values.sorted { $0.name < $1.name } }

    /// Reads what was added since the last time.
    mutating func refresh(from master: JournalReader) throws {
        while true {
            let page = try master.cycles(after: cycleCursor, limit: JournalReader.pageSize)
            navs += page.rows.map { Money(micros: $0.nav) }
            last = page.rows.last ?? last
            cycleCursor = page.next
            if page.rows.count < JournalReader.pageSize { break }
        }
        while true {
            let page = try master.workerCycles(after: workerCursor, limit: JournalReader.pageSize)
            for row in page.rows { add(row) }
            workerCursor = page.next
            if page.rows.count < JournalReader.pageSize { break }
        }
    }

    private mutating func add(_ row: WorkerCycleRow) {
        byName[row.worker, default: Worker(name: row.worker, last: row)].add(row)
    }
}
