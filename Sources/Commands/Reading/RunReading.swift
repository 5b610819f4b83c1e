import Foundation
import Inspection
import Journal
import Strategies
import Topology

/// A run opened for reading, live or over: its journals and what it was started from.
struct RunReading {
    /// The run.
    let run: RunDirectory
    /// The topology as the run plays it.
    let topology: Topology
    /// Processes that have a journal, sorted.
    let processes: [String]
    private let readers: [String: JournalReader]
    private let selector: [String]
    private let options: [String]

    /// Opens all journals of a run.
    ///
    /// How the user named it, and options to repeat, go into the commands that are suggested.
    init(_ run: RunDirectory, selector: [String] = [], options: [String] = []) throws {
        self.run = run
        self.selector = selector
        self.options = options
        processes = try run.journaledProcesses()
        var readers: [String: JournalReader] = [:]
        for process in processes {
            readers[process] = try JournalReader(journal: run.journalPath, process: process)
        }
        self.readers = readers
        let text = try String(contentsOfFile: run.topologyPath, encoding: .utf8)
        let document = try TopologyDocument.parse(
            text,
            file: run.topologyPath,
            strategies: StrategyCatalogue.specifications
        )
        let origin = try LaunchRecord.read(from: run).applied(to: document.topology)
        topology = try JoinedWorkers(run: run).specifications(costs: origin.costs)
            .reduce(origin) { $0.adding($1) }
    }

    /// Whether some process runs it now.
    func isLive() throws -> Bool { try run.isLive() }

    /// The master's journal.
    func master() throws -> JournalReader {
        guard let reader = readers["master"] else {
            throw CommandFailure(
                .notFound,
                "\(run.path) has no journal of a master yet",
                advice: ["Where it was just started, ask again in a moment."]
            )
        }
        return reader
    }

    /// Processes other than the master, sorted.
    var workers: [String] { processes.filter { $0 != "master" } }

    /// The journal of a process; `nil` where it has none.
    func reader(_ process: String) -> JournalReader? { readers[process] }

    /// The journal of a worker.
    ///
    /// - Throws: ``CommandFailure`` with `notFound`, naming the workers there are.
    func worker(_ name: String) throws -> JournalReader {
        if name != "master", let reader = readers[name] { return reader }
        let nearest = nearestName(to: name, among: workers).map { "Did you mean \($0)? " } ?? ""
        throw CommandFailure(
            .notFound,
            "\(run.runID) has no worker \"\(name)\"",
            advice: [nearest + "It has \(workers.joined(separator: ", "))."]
        )
    }

    /// Checks that a process takes part in the run.
    func require(process name: String) throws {
        if name != "master" { _ = try worker(name) }
    }

    /// A command worth typing next, about the same run.
    func command(_ words: String, _ id: String = "") -> String {
        ([Terminal.program, words] + selector + (id.isEmpty ? [] : [id]) + options)
            .joined(separator: " ")
    }
}

extension JournalReader {
    /// Rows of a page when many are read.
    static let pageSize = 2_000

    /// Reads all pages of a query.
    func all<Row>(
        _ page: (JournalCursor?) throws -> JournalPage<Row>
    ) throws -> [Row] {
        var rows: [Row] = []
        var cursor: JournalCursor?
        while true {
            let next = try page(cursor)
            rows += next.rows
            if next.rows.count < Self.pageSize { return rows }
            cursor = next.next
        }
    }
}
