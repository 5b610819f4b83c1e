import ArgumentParser
import Journal
import Logging
import Master
import Node
import Synchronization
import Topology
import Transport
import ZeroMQ

struct MasterCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "master",
        abstract: "Runs the master of a run; `bursar run` and `bursar up` start it.",
        shouldDisplay: false
    )

    @Argument(help: "The run's directory.")
    var run: String

    @Flag(help: "End when standard input ends, as it does when the supervisor is gone.")
    var lifeline = false

    @Flag(help: "Benchmarks only: keep no journal.")
    var unsafeNoJournal = false

    mutating func run() async throws {
        let run = RunDirectory(path: self.run)
        let setup = try ClusterSetup.load(run, keeping: .none)
        let log = try ProcessLog(of: run, to: .standardError)
        let composition = Composition(
            setup: setup,
            run: run,
            log: log,
            isUnjournaled: unsafeNoJournal
        )
        let thread = try IOThread(name: "master")
        try thread.start()
        let completion = Completion(of: 1)
        let meeting = MeetingPoint(run: run)
        let endpoint = try meeting.wanted(setup.topology.master.transport)
        let commands = try meeting.commands()
        let hasLifeline = lifeline
        let keys = try ClusterKeys(of: run, setup.topology)
        let master = try await thread.perform { () throws(any Error) in
            let doors = try Doors(
                keys: keys,
                topology: setup.topology,
                log: log.logger("master"),
                on: thread
            )
            let server = try doors.open(.control, at: endpoint)
            let commandServer = try doors.open(.admin, at: commands)
            let master = try composition.master(
                transport: server,
                commandTransport: commandServer,
                on: thread,
                progressed: { _ in },
                started: {},
                ended: {
                    doors.logCounts(of: server, .control)
                    doors.logCounts(of: commandServer, .admin)
                    completion.ended($0)
                }
            )
            master.assumeIsolated { $0.end(at: Composition.failpoint(of: "master")) }
            Composition.keepAwake(thread)
            Self.watchSwitch(of: run, master, on: thread)
            if hasLifeline {
                thread.watchForEnd(of: 0) { master.assumeIsolated { $0.abandon() } }
            }
            try meeting.announce(server.endpoint, commands: commandServer.endpoint)
            return master
        }
        StorageLibrary.settle()
        let host = ProcessHost(thread: thread, completion: completion) {
            thread.post { master.assumeIsolated { $0.stop() } }
        }
        try await ProcessHost.run(host, log: log.logger("master").quiet)
    }

    /// Looks four times a second whether somebody engaged the kill switch without being answered.
    private static func watchSwitch(
        of run: RunDirectory,
        _ master: MasterProcess,
        on thread: IOThread
    ) {
        do {
            for latch in try KillSwitchLatch.read(from: run) {
                master.assumeIsolated { $0.heed(latch.command, as: latch.id) }
            }
        } catch {
            master.assumeIsolated { $0.log.error("cannot read the kill switch: \(error)") }
        }
        thread.schedule(after: .milliseconds(250)) { watchSwitch(of: run, master, on: thread) }
    }
}
