import ArgumentParser
import Foundation

@testable import Commands

/// A run of a small topology, played in this process into a directory of its own.
struct PlayedRun {
    /// Where the topologies of recorded runs lie, and the records.
    static let recorded = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "RecordedRuns").path

    /// The run, opened for reading.
    let reading: RunReading
    private let directory: String

    /// Plays a topology; `edit` may change its text first.
    init(
        _ name: String = "generated",
        _ arguments: [String] = [],
        edit: (String) -> String = { $0 }
    ) async throws {
        directory = NSTemporaryDirectory() + "bursar-replay-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: directory,
            withIntermediateDirectories: true
        )
        let text = try String(contentsOfFile: "\(Self.recorded)/\(name).yaml", encoding: .utf8)
        let file = "\(directory)/\(name).yaml"
        try Data(edit(text).utf8).write(to: URL(filePath: file))
        let options = try RunCommand.parse([file, "--out", directory] + arguments).options
        let (setup, launch) = try options.load()
        let run = try options.create(setup, launch, mode: "in-process")
        let session = RunSession(setup: setup, run: run, isInProcess: true, crashesMaximum: 0)
        try await session.begin(Interruption.Stop())
        reading = try RunReading(run)
    }

    /// Executes a process again, with parameters changed.
    func replay(
        _ process: String,
        _ parameters: [String] = [],
        cycles: ClosedRange<Int64> = 0...Int64.max
    ) throws -> ReplayAnswer.Member {
        let source = try RunSource(reading)
        let setup = try source.setup(keeping: .all)
        var topology = setup.topology
        for text in parameters {
            guard let change = ParameterChange(argument: text) else {
                throw CommandFailure(.badInput, "\(text) is no parameter")
            }
            topology = try change.applied(to: topology).topology
        }
        return try ReplayRun(source: source, topology: topology, setup: setup, cycles: cycles)
            .member(process)
    }

    /// Removes the run.
    func clean() throws {
        try FileManager.default.removeItem(atPath: directory)
    }
}
