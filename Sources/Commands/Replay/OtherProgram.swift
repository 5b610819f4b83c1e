import Cluster
import Foundation
import Inspection

/// Another build of this program, which replays in its own process.
struct OtherProgram {
    let path: String

    /// Lets it replay and checks that what it says is an answer about what was asked.
    func answer(_ arguments: [String]) async throws -> ReplayAnswer {
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw CommandFailure(
                .notFound,
                "\(path) is no program",
                advice: ["--binary names a build of bursar, such as .build/release/bursar."]
            )
        }
        let ended = try await ProgramCall.run(path, arguments: arguments)
        let errors = ended.errors.split(separator: "\n").map { String($0) }
        let answers: [ProcessEnding] = [
            .exited(ExitStatus.done.rawValue), .exited(ExitStatus.checkFailed.rawValue),
        ]
        guard answers.contains(ended.ending) else {
            throw CommandFailure(
                .failed,
                "\(path) did not replay: \(ended.ending)",
                advice: errors.prefix(3).map { "It says: \($0)" }
            )
        }
        let answer: ReplayAnswer
        do {
            answer = try ReplayAnswer.read(ended.output)
        } catch {
            throw CommandFailure(
                .failed,
                "\(path) does not answer as `bursar replay --json` does",
                advice: ["It may be older than this command, or another program."]
            )
        }
        // An ending and an answer that disagree are worth no trust.
        let isHeld = answer.isSame || !answer.changes.isEmpty
        guard isHeld == (ended.ending == .exited(ExitStatus.done.rawValue)),
            answer.isSame == answer.processes.allSatisfy(\.isSame), !answer.processes.isEmpty
        else {
            throw CommandFailure(
                .failed,
                "\(path) contradicts itself: \(ended.ending), and is_same is \(answer.isSame)",
                advice: ["Call it by hand: \(path) \(arguments.joined(separator: " "))"]
            )
        }
        return answer
    }
}
