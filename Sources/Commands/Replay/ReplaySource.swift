import Inspection
import Journal
import Topology

/// Where a replay takes messages and what they led to: a run, or the record of one.
protocol ReplaySource {
    /// What it is called.
    var name: String { get }
    /// Version of the engines that decided then.
    var engineVersion: String { get }
    /// The topology it was played with.
    var topology: Topology { get }
    /// Whether it holds orders, fills and all other rows, or only their digests.
    var keepsRows: Bool { get }
    /// Processes that can be executed again, sorted.
    var processes: [String] { get }

    /// Reads data, keeping the bars that are needed.
    func setup(keeping kept: ClusterSetup.Kept) throws -> ClusterSetup

    /// The messages of a process, those it handled and those it sent.
    func history(of process: String) throws -> any JournalHistory

    /// What the process decided then, to be walked through once.
    func steps(of process: String) throws -> any RecordedSteps
}

/// What a process decided at the time, step by step.
protocol RecordedSteps {
    /// What handling the messages up to a position led to; `executed` is what it leads to now.
    mutating func next(
        through position: Int64,
        like executed: JournalBatch
    ) throws -> RecordedStep

    /// Names something that was decided then and has not been handed out; `nil` when there is none.
    mutating func leftover() throws -> String?
}

/// What one step led to at the time.
struct RecordedStep {
    /// Messages that were sent, comparable, with all other rows where they were kept.
    var rows: JournalBatch
    /// Digest of all other rows, where only that was kept.
    var digest: String?
}

/// A run directory as a source.
struct RunSource: ReplaySource {
    let reading: RunReading
    let engineVersion: String
    private let isLive: Bool

    init(_ reading: RunReading) throws {
        self.reading = reading
        engineVersion = try reading.run.manifest().engineVersion
        isLive = try reading.isLive()
    }

    var name: String { reading.run.runID }
    var topology: Topology { reading.topology }
    var keepsRows: Bool { true }
    var processes: [String] { reading.processes }

    func setup(keeping kept: ClusterSetup.Kept) throws -> ClusterSetup {
        try ClusterSetup.load(reading.run, keeping: kept)
    }

    func history(of process: String) throws -> any JournalHistory {
        try reader(process)
    }

    func steps(of process: String) throws -> any RecordedSteps {
        JournalSteps(steps: StoredSteps(try reader(process)), isLive: isLive)
    }

    private func reader(_ process: String) throws -> JournalReader {
        process == "master" ? try reading.master() : try reading.worker(process)
    }
}

/// The steps that a journal holds.
private struct JournalSteps: RecordedSteps {
    var steps: StoredSteps
    let isLive: Bool

    mutating func next(
        through position: Int64,
        like executed: JournalBatch
    ) throws -> RecordedStep {
        RecordedStep(rows: try steps.next(through: position, like: executed))
    }

    /// A live journal always holds more than was executed again a moment ago.
    mutating func leftover() throws -> String? { isLive ? nil : try steps.leftover() }
}
