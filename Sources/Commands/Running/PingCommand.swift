import ArgumentParser
import Cluster
import Foundation
import Inspection
import Journal
import Messaging
import Node
import SwiftProtobuf
import Synchronization
import Transport
import ZeroMQ

struct PingCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ping",
        abstract: "Benchmarks only: round trips of a report and its answer between two processes.",
        discussion:
            "Both ends number, encode, decode and check messages as a worker and a master do, "
            + "without a journal. JSON keys: count, p50 and p99 (microseconds).",
        shouldDisplay: false
    )

    @Argument(help: "ipc or tcp.")
    var transport = "ipc"

    @Option(help: "Round trips that are measured.")
    var count = 20_000

    @Option(help: "Answer at this endpoint instead, until told to leave.")
    var echo: String?

    @Flag(help: "Print JSON for programs instead of text for people.")
    var json = false

    /// Round trips before the first that is measured.
    private static let warmUp = 2_000

    mutating func validate() throws {
        guard ["ipc", "tcp"].contains(transport), count > 0 else {
            throw ValidationError("Measure over ipc or tcp, at least once.")
        }
    }

    mutating func run() async throws {
        if let echo { return try await Self.answer(at: Endpoint(echo)) }
        let directory = NSTemporaryDirectory() + "bursar-ping-\(getpid())"
        try FileManager.default.createDirectory(
            atPath: directory,
            withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700]
        )
        defer { removeDirectory(directory) }
        let port = 20_000 + Int(getpid()) % 20_000
        let endpoint = transport == "ipc" ? "ipc://\(directory)/ping" : "tcp://127.0.0.1:\(port)"
        try await DetachedProcess.start(
            ProcessCluster.executable(),
            arguments: ["ping", "--echo", endpoint],
            logPath: "\(directory)/echo.log"
        )
        let times = try await Self.measure(at: Endpoint(endpoint), count: count).sorted()
        let p50 = Double(times[times.count / 2]) / 1_000
        let p99 = Double(times[times.count * 99 / 100]) / 1_000
        guard json else {
            print("\(count) round trips over \(transport): p50 \(p50) µs, p99 \(p99) µs")
            return
        }
        Terminal.current().show(
            .object([
                "count": .integer(Int64(count)), "p50": .number(p50), "p99": .number(p99),
            ])
        )
    }

    private func removeDirectory(_ path: String) {
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            FileHandle.standardError.write(Data("cannot remove \(path): \(error)\n".utf8))
        }
    }

    /// One end's mailbox, without a journal.
    private static func mailbox(_ local: String, to remote: String) -> Mailbox {
        var mailbox = Mailbox(
            local: local,
            journal: NullJournal(),
            mode: .replay,
            clock: Composition.clock
        )
        mailbox.open(remote)
        return mailbox
    }

    /// Answers every report with the next cycle, until told to leave.
    private static func answer(at endpoint: Endpoint) async throws {
        let thread = try IOThread(name: "echo")
        try thread.start()
        let completion = Completion(of: 1)
        try await thread.perform { () throws(any Error) in
            let server = try ZeroMQServerTransport(binding: endpoint, on: thread)
            let mailbox = Mutex(mailbox("master", to: "ping"))
            server.setHandler { delivery in
                do {
                    let answer = try mailbox.withLock { try reply(to: delivery.message, &$0) }
                    guard let answer else { return completion.ended(nil) }
                    _ = server.send(answer, to: delivery.peer)
                } catch {
                    completion.ended(error)
                }
            }
        }
        try await completion.wait()
        thread.stop()
        await thread.join()
    }

    /// The next cycle after a report; `nil` after a goodbye.
    private static func reply(
        to message: WireMessage,
        _ mailbox: inout Mailbox
    ) throws -> WireMessage? {
        let envelope = try Envelope(header: message.header, body: message.body)
        guard case .cycleReport(let report) = envelope.body.kind else { return nil }
        _ = try mailbox.receive(envelope, header: message.header)
        let begin = Bursar_V1_Body.with {
            $0.beginCycle = .with {
                $0.cycle = report.cycle + 1
                $0.from = 1
                $0.to = 2
                $0.context = .with {
                    $0.stance = "balanced"
                    $0.regime = "sideways"
                    $0.regimeConfidence = 0.7
                    $0.tradingState = .active
                }
            }
        }
        let answer = try mailbox.say(
            begin,
            to: "ping",
            correlation: "C-\(report.cycle + 1)",
            virtualTime: 1,
            because: envelope.id
        )
        mailbox.handled()
        try mailbox.cycleEnded()
        return answer
    }
}

extension PingCommand {
    /// The reporting end, on its thread.
    private struct Pinger {
        var mailbox: Mailbox
        var sentAt = MonotonicInstant.read().nanoseconds
        var cycle: UInt64 = 0
        var times: [Int64] = []

        /// The next report.
        mutating func report(because cause: MessageID?) throws -> WireMessage {
            cycle += 1
            let number = cycle
            let report = Bursar_V1_Body.with {
                $0.cycleReport = .with {
                    $0.cycle = number
                    $0.navMicros = 10_000_000_000_000
                    $0.cashMicros = 5_000_000_000_000
                    $0.capitalMicros = 9_000_000_000_000
                    $0.grossMicros = 5_000_000_000_000
                    $0.netMicros = 5_000_000_000_000
                    $0.return = 0.001
                    $0.ledgerDigest = Data(count: 32)
                    $0.tradingState = .active
                }
            }
            sentAt = MonotonicInstant.read().nanoseconds
            return try mailbox.say(
                report,
                to: "master",
                correlation: "C-\(number)",
                virtualTime: 1,
                because: cause
            )
        }

        /// Takes an answer, and how long it took.
        mutating func take(_ message: WireMessage) throws -> MessageID? {
            let envelope = try Envelope(header: message.header, body: message.body)
            _ = try mailbox.receive(envelope, header: message.header)
            times.append(MonotonicInstant.read().nanoseconds - sentAt)
            mailbox.handled()
            try mailbox.cycleEnded()
            return envelope.id
        }
    }

    /// Times of so many round trips, nanoseconds.
    private static func measure(at endpoint: Endpoint, count: Int) async throws -> [Int64] {
        let thread = try IOThread(name: "ping")
        try thread.start()
        let completion = Completion(of: 1)
        let pinger = Mutex(Pinger(mailbox: mailbox("ping", to: "master")))
        let client = try await thread.perform { () throws(any Error) in
            let client = try ZeroMQClientTransport(connectingTo: endpoint, on: thread)
            client.setHandler { message in
                do {
                    let next = try pinger.withLock { pinger -> WireMessage? in
                        let cause = try pinger.take(message)
                        guard pinger.times.count < warmUp + count else { return nil }
                        return try pinger.report(because: cause)
                    }
                    guard let next else { return completion.ended(nil) }
                    _ = client.send(next)
                } catch {
                    completion.ended(error)
                }
            }
            _ = client.send(try pinger.withLock { try $0.report(because: nil) })
            return client
        }
        try await completion.wait()
        let leave = try pinger.withLock {
            try $0.mailbox.session(.with { $0.goodbye = .init() }, to: "master")
        }
        thread.post { _ = client.send(leave) }
        // The farewell leaves with the thread's next round.
        try await Task.sleep(for: .milliseconds(50))
        thread.stop()
        await thread.join()
        return pinger.withLock { Array($0.times.dropFirst(warmUp)) }
    }
}
