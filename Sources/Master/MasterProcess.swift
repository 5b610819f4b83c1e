import Accounting
import Allocation
import Digest
package import Journal
package import Logging
import Market
package import Messaging
package import Node
import Supervision
import SwiftProtobuf
package import Transport

/// The master: lets workers in, opens cycles, folds reports, moves capital.
package actor MasterProcess {
    /// Successors: gathering → playing → retiring → over; any → over on failure.
    enum Phase: String {
        case gathering
        case playing
        case retiring
        case over
    }

    let configuration: MasterConfiguration
    let office: MasterOffice
    let rows: MasterRows
    let callbacks: MasterCallbacks
    let transport: any ServerTransport
    /// Where people's commands arrive; `nil` where nobody can give any.
    let commandTransport: (any ServerTransport)?
    let logger: Logger
    let clock: NodeClock
    private nonisolated let executor: any SerialExecutor
    var mailbox: Mailbox
    var phase = Phase.gathering
    var isStopping = false
    var peers: [String: Peer] = [:]
    /// When each worker was heard last; for people, never for decisions.
    var lastHeard: [String: Duration] = [:]
    /// Workers that have reported on the cycle, in order of arrival.
    var arrivals: [String] = []
    var reports: [String: (report: Bursar_V1_CycleReport, id: MessageID?)] = [:]
    var answered: [String: MessageID] = [:]
    var grants: [CapitalTransfer] = []
    var recalls: [CapitalTransfer] = []
    var context = Bursar_V1_Context()
    /// What people and late arrivals have changed since the run began.
    var membership = Membership()
    var farewells: [String: [UInt8]] = [:]
    /// Limits broken after the last cycle, in the order of their findings.
    var limitsBroken: [String] = []
    /// Claims of a name that the key of another was shown for, so that each is logged once.
    var falseClaims: Set<String> = []
    let processID: Int64

    /// Sets up a master; nothing happens before ``listen()``.
    ///
    /// - Throws: ``AllocationError`` with `parameterOutOfRange`.
    package init(
        configuration: MasterConfiguration,
        processID: Int64,
        transport: any ServerTransport,
        commandTransport: (any ServerTransport)? = nil,
        journal: sending any JournalWriting,
        mode: GroupCommit.Mode,
        clock: NodeClock,
        log: Logger,
        flaws: Flaws = [],
        on executor: any SerialExecutor,
        callbacks: MasterCallbacks
    ) throws {
        self.configuration = configuration
        self.processID = processID
        self.transport = transport
        self.commandTransport = commandTransport
        self.executor = executor
        self.callbacks = callbacks
        self.clock = clock
        logger = log
        office = try MasterOffice(configuration, on: executor)
        rows = MasterRows(currency: configuration.currency)
        mailbox = Mailbox(
            local: "master",
            journal: journal,
            mode: mode,
            clock: clock,
            flaws: flaws
        )
        for segment in configuration.segments { mailbox.open(segment.name) }
        mailbox.open(Self.commander)
    }

    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe executor.asUnownedSerialExecutor()
    }

    /// Waits for workers.
    package func listen() {
        transport.setHandler { [self] delivery in
            assumeIsolated { $0.guarded { try $0.receive(delivery) } }
        }
        commandTransport?.setHandler { [self] delivery in
            assumeIsolated { $0.guarded { try $0.command(delivery) } }
        }
        for added in membership.added.values.sorted(by: { $0.name < $1.name }) {
            callbacks.added(added)
        }
        do { try goOn() } catch { fail(error) }
    }

    /// Commits what is due at the end of a poll round; called on the executor.
    package nonisolated func roundEnded() {
        assumeIsolated { $0.guarded { try $0.mailbox.roundEnded() } }
    }

    /// Ends the process at a step from now on, for torture; at none where `nil`.
    package func end(at failpoint: Failpoint?) { mailbox.failpoint = failpoint }

    /// Pauses the run after the cycle being played; it can be resumed from its journals.
    package func stop() {
        guarded { master in
            master.isStopping = true
            switch master.phase {
            case .gathering: try master.pause()
            case .playing where master.isBetweenCycles: try master.pause()
            case .playing, .retiring, .over: break
            }
        }
    }

    /// Commits and ends this life at once, in the middle of whatever goes on.
    ///
    /// For a master whose supervisor is gone: its workers are leaving, so that no cycle would end.
    package func abandon() {
        guarded { master in
            master.phase = .over
            try master.mailbox.close()
            master.transport.close()
            master.commandTransport?.close()
            master.callbacks.ended(nil)
        }
    }

    var isBetweenCycles: Bool {
        office.conductor.perform { $0.missing.isEmpty }
    }

    func guarded(_ body: (isolated MasterProcess) throws -> Void) {
        guard phase != .over else { return }
        do {
            try body(self)
        } catch {
            fail(error)
        }
    }

    private func fail(_ error: any Error) {
        phase = .over
        callbacks.ended(error)
    }

    func receive(_ delivery: Delivery) throws {
        let envelope: Envelope
        do {
            envelope = try Envelope(
                header: delivery.message.header,
                body: delivery.message.body
            )
        } catch {
            // A stranger's nonsense must not end the run: it is refused and noted.
            log.warning("refused a message", metadata: ["reason": "\(error)"])
            return
        }
        guard try isWhoItClaims(delivery, in: envelope) else { return }
        if case .hello(let hello) = envelope.body.kind {
            try greet(hello, from: delivery.peer)
            return
        }
        let sender = envelope.content.sender
        guard peers[sender] == delivery.peer else {
            log.warning("ignored a message from a peer that has not joined as \(sender)")
            return
        }
        lastHeard[sender] = clock.elapsed()
        guard envelope.content.sequence > 0 else { return }
        try take(envelope, from: sender, header: delivery.message.header)
    }

    func take(_ envelope: Envelope, from sender: String, header: [UInt8]) throws {
        switch try mailbox.receive(envelope, header: header) {
        case .take: try handle(envelope)
        case .repetition, .early: return
        case .gap: try welcome(sender)
        }
    }

    /// Where the master says what it does, with the message that is being handled.
    package var log: Logger { logger.about(mailbox.cause) }

    func handle(_ envelope: Envelope) throws {
        let sender = envelope.content.sender
        let level: Logger.Level = mailbox.isRecovering ? .trace : .debug
        if logger.logLevel <= level {
            log.log(level: level, "took \(envelope.body.name)", metadata: ["from": "\(sender)"])
        }
        switch envelope.body.kind {
        case .cycleReport(let report): try take(report, from: sender)
        case .limitBreach(let breach): note("limit_breach", sender, breach.words)
        case .goodbye(let goodbye): try take(goodbye, from: sender)
        case .addWorker, .retireWorker, .setTradingState, .workerJoined:
            try take(command: envelope)
        default:
            throw NodeError(.unexpected, "\(sender) sent the master a \(envelope.body.name)")
        }
        mailbox.handled()
    }

    func note(_ kind: String, _ subject: String, _ text: String) {
        mailbox.batch.events.append(
            EventRow(
                position: mailbox.position,
                wallTime: clock.wallTime(),
                at: office.conductor.perform { $0.latest?.to.nanoseconds ?? 0 },
                kind: kind,
                subject: subject,
                text: text
            )
        )
    }

    func say(
        _ body: Bursar_V1_Body,
        to worker: String,
        cycle: Int64,
        at moment: Int64
    ) throws {
        let message = try mailbox.say(
            body,
            to: worker,
            correlation: "C-\(cycle)",
            virtualTime: moment,
            because: answered[worker]
        )
        // Without a connection it is kept, and sent when the worker says hello.
        guard !mailbox.isRecovering, let peer = peers[worker] else { return }
        _ = transport.send(message, to: peer)
        mailbox.failpoint?.reach(.send)
    }
}
