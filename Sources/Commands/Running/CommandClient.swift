import Foundation
import Journal
import Messaging
import SwiftProtobuf
import Synchronization
import Transport
import ZeroMQ

/// Says one command to the master of a run and waits for its answer.
struct CommandClient {
    let run: RunDirectory
    /// How long the master may take.
    var patience = Duration.seconds(5)

    private final class Answer: Sendable {
        let value = Mutex<Bursar_V1_Body?>(nil)
        let estrangement = Mutex<ZeroMQClientTransport.Estrangement?>(nil)
    }

    /// How the workers stand at this moment; `nil` when nobody answers.
    func status() async throws -> Bursar_V1_StatusAnswer? {
        let answer = try await ask(.with { $0.statusRequest = .init() }, as: UUID().uuidString)
        if case .statusAnswer(let status) = answer?.kind { return status }
        return nil
    }

    /// Says a command under an id of its own until it is answered; `nil` when nobody answers.
    func say(
        _ body: Bursar_V1_Body,
        as id: String = UUID().uuidString
    ) async throws -> Bursar_V1_CommandAnswer? {
        if case .commandAnswer(let answer) = try await ask(body, as: id)?.kind { return answer }
        return nil
    }

    private func ask(_ body: Bursar_V1_Body, as id: String) async throws -> Bursar_V1_Body? {
        guard let endpoint = try MeetingPoint(run: run).findCommands() else { return nil }
        var content = Bursar_V1_Content()
        content.sender = "admin"
        content.receiver = "master"
        content.correlation = id
        let envelope = try Envelope(content: content, body: body)
        let message = WireMessage(
            header: try HeaderFrame.join(content: envelope.contentBytes, transport: .init()),
            body: envelope.bodyBytes
        )
        let security = try ClusterKeys(of: run)?.admin()
        let thread = try IOThread(name: "admin")
        try thread.start()
        let answer = Answer()
        let client = try await thread.perform { () throws(any Error) in
            let client = try ZeroMQClientTransport(
                connectingTo: endpoint,
                security: security,
                on: thread
            )
            client.setEstrangementHandler { found in
                answer.estrangement.withLock { $0 = found }
            }
            client.setHandler { reply in
                let read = try? Envelope(header: reply.header, body: reply.body)
                guard let read, read.content.correlation == id else { return }
                answer.value.withLock { $0 = read.body }
            }
            return client
        }
        let deadline = ContinuousClock.now.advanced(by: patience)
        var said = answer.value.withLock { $0 }
        var round = 0
        var estrangement: ZeroMQClientTransport.Estrangement?
        while said == nil, estrangement == nil, ContinuousClock.now < deadline {
            // Under the same id it has no second effect: a master that just started gets it too.
            if round % 50 == 0 { thread.post { _ = client.send(message) } }
            round += 1
            try await Task.sleep(for: .milliseconds(4))
            said = answer.value.withLock { $0 }
            estrangement = answer.estrangement.withLock { $0 }
        }
        thread.post { client.close() }
        thread.stop()
        await thread.join()
        if let estrangement { throw estrangement.failure(of: "this person", at: endpoint) }
        return said
    }

    /// Says a command and returns what was accepted.
    ///
    /// - Throws: ``CommandFailure`` with `badInput` when it was refused, `timedOut` when nobody
    ///   answered, or `notRunning`.
    func require(_ body: Bursar_V1_Body) async throws -> Bursar_V1_CommandAnswer {
        guard try run.isLive() else {
            throw CommandFailure(
                .notRunning,
                "\(run.runID) is not running",
                advice: ["Go on with it: \(Terminal.program) resume --detach \(run.runID)"]
            )
        }
        guard let answer = try await say(body) else {
            throw CommandFailure(
                .timedOut,
                "the master of \(run.runID) has not answered for \(patience)",
                advice: [
                    "A run in one process takes no commands; one process each does.",
                    "Otherwise see what it does: \(Terminal.program) logs \(run.runID) master",
                ]
            )
        }
        guard answer.accepted else {
            throw CommandFailure(
                .badInput,
                "\(run.runID) refuses: \(answer.words)",
                advice: ["Nothing was changed."]
            )
        }
        return answer
    }
}
