import Accounting
import Digest
package import Journal
package import Logging
import Market
package import Messaging
package import Node
import SwiftProtobuf
import Trading
package import Transport

/// How a worker introduces itself to the master.
package struct WorkerIdentity: Sendable {
    /// The run it belongs to.
    package var cluster: String
    /// Version of its engines.
    package var engineVersion: String
    /// Digest of the topology it was started with.
    package var topologyDigest: [UInt8]
    /// Digest of the data it reads.
    package var dataDigest: [UInt8]
    /// Its process id, for people.
    package var processID: Int64

    /// Takes the facts.
    package init(
        cluster: String,
        engineVersion: String,
        topologyDigest: [UInt8],
        dataDigest: [UInt8],
        processID: Int64
    ) {
        self.cluster = cluster
        self.engineVersion = engineVersion
        self.topologyDigest = topologyDigest
        self.dataDigest = dataDigest
        self.processID = processID
    }
}

/// One worker: takes the master's messages one by one, plays each cycle to its end and reports.
package actor WorkerProcess {
    /// Where the worker stands with the master. Successors: connecting → joined → leaving →
    /// left; any → left on failure or when told to stop.
    enum Standing: Equatable {
        case connecting
        case joined
        /// Goodbye was said and everything is durable; after so many ticks it leaves unanswered.
        case leaving(ticks: Int)
        case left
    }

    let configuration: WorkerConfiguration
    let identity: WorkerIdentity
    let desk: TradingDesk
    let rows: WorkerRows
    let transport: any ClientTransport
    let logger: Logger
    let clock: NodeClock
    private nonisolated let executor: any SerialExecutor
    var mailbox: Mailbox
    var standing = Standing.connecting
    var cycle = CycleStanding.beforeTheFirst
    var account: CycleAccount
    var lastGrant = ""
    /// What the worker holds itself to beside what the master allows, until the master lets go.
    var heldBack: Bursar_V1_Directive?
    /// Kill switches of the run directory that were taken, by id.
    var switchesTaken: Set<String> = []
    /// Whether the master was heard since the last tick.
    var wasHeard = false
    /// Ticks for which the master has been silent.
    var silentTicks = 0
    let ended: @Sendable ((any Error)?) -> Void

    /// Sets up a worker; nothing is sent before ``connect()``.
    ///
    /// `ended` is called once, on the executor, when the worker has left or failed.
    package init(
        configuration: WorkerConfiguration,
        identity: WorkerIdentity,
        transport: any ClientTransport,
        journal: sending any JournalWriting,
        mode: GroupCommit.Mode,
        clock: NodeClock,
        log: Logger,
        flaws: Flaws = [],
        on executor: any SerialExecutor,
        ended: @escaping @Sendable ((any Error)?) -> Void
    ) {
        self.configuration = configuration
        self.identity = identity
        self.transport = transport
        self.executor = executor
        logger = log
        self.clock = clock
        self.ended = ended
        desk = TradingDesk(configuration, on: executor)
        account = CycleAccount()
        rows = WorkerRows(
            worker: configuration.name,
            generation: configuration.generation,
            instruments: configuration.series.map(\.instrument).sorted { $0.id < $1.id },
            currency: configuration.currency
        )
        mailbox = Mailbox(
            local: configuration.name,
            journal: journal,
            mode: mode,
            clock: clock,
            flaws: flaws
        )
        mailbox.open("master")
        mailbox.open(Self.supervisor)
    }

    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe executor.asUnownedSerialExecutor()
    }

    /// Listens to the master and says hello.
    package func connect() {
        transport.setHandler { [self] message in
            assumeIsolated { $0.guarded { try $0.receive(message) } }
        }
        guarded { try $0.sayHello() }
    }

    /// Ends the process at a step from now on, for torture; at none where `nil`.
    package func end(at failpoint: Failpoint?) { mailbox.failpoint = failpoint }

    /// Ticks for which a worker waits for the answer to its Goodbye.
    static let farewellTicks = 200

    /// Does again what nobody has answered; called ten times a second.
    ///
    /// A master that was silent for a while may be another life of it, which knows of this worker
    /// only what its journal says: a Hello brings both up to date, and costs next to nothing.
    package func tick() {
        silentTicks = wasHeard ? 0 : silentTicks + 1
        defer { wasHeard = false }
        switch standing {
        case .connecting: guarded { try $0.sayHello() }
        case .joined where !wasHeard: guarded { try $0.sayHello() }
        case .leaving(let ticks) where ticks < Self.farewellTicks:
            standing = .leaving(ticks: ticks + 1)
            guarded { try $0.sayHello() }
        case .leaving:
            log.warning("the master has not acknowledged the goodbye; all is committed here")
            depart()
        case .joined, .left: return
        }
    }

    /// Commits what is due at the end of a poll round; called on the executor.
    package nonisolated func roundEnded() {
        assumeIsolated { $0.guarded { try $0.mailbox.roundEnded() } }
    }

    /// Commits and leaves, whatever the master thinks; called when the process is told to stop.
    ///
    /// - Returns: Whether it left before the master had let it go.
    @discardableResult
    package func stop() -> Bool {
        let isEarly = standing == .connecting || standing == .joined
        guarded { try $0.leave() }
        return isEarly
    }

    /// Who says what the run directory's kill switch says, in the journal.
    static let supervisor = "supervisor"

    /// Ticks for which the master must be silent before the worker heeds the kill switch itself: as
    /// long as it is there, it decides at which cycle the switch works.
    static let silenceMinimum = 10

    /// Heeds the kill switch of the run directory where no master does; again without effect.
    package func heed(_ directive: Bursar_V1_Directive, as id: String) {
        guard silentTicks >= Self.silenceMinimum, !switchesTaken.contains(id) else { return }
        guarded { worker in
            let (envelope, header) = try worker.mailbox.numbered(
                .with { $0.directive = directive },
                from: Self.supervisor,
                correlation: id,
                virtualTime: worker.account.now.nanoseconds
            )
            guard try worker.mailbox.receive(envelope, header: header) == .take else { return }
            try worker.handle(envelope)
            try worker.mailbox.makeDurable()
            worker.log.warning("held back", metadata: ["reason": "\(directive.reason)"])
        }
    }

    func guarded(_ body: (isolated WorkerProcess) throws -> Void) {
        guard standing != .left else { return }
        do {
            try body(self)
        } catch {
            standing = .left
            ended(error)
        }
    }

    func leave() throws {
        try keepLast()
        try mailbox.close()
        depart()
    }

    func depart() {
        standing = .left
        transport.close()
        ended(nil)
    }

    func sayHello() throws {
        let hello = Bursar_V1_Body.with {
            $0.hello = .with {
                $0.versionLeast = ProtocolVersion.current.description
                $0.versionGreatest = ProtocolVersion.current.description
                $0.cluster = identity.cluster
                $0.worker = configuration.name
                $0.incarnation = mailbox.incarnation
                $0.engineVersion = identity.engineVersion
                $0.topologyDigest = .init(identity.topologyDigest)
                $0.dataDigest = .init(identity.dataDigest)
                $0.applied = mailbox.durable("master")
                $0.epochSeen = mailbox.epoch
                $0.processID = identity.processID
            }
        }
        _ = transport.send(try mailbox.session(hello, to: "master"))
    }

    func receive(_ message: WireMessage) throws {
        let envelope = try Envelope(header: message.header, body: message.body)
        wasHeard = true
        switch envelope.body.kind {
        case .welcome(let welcome): try welcomed(welcome)
        case .refusal(let refusal):
            throw NodeError(.refused, "the master refuses \(configuration.name): \(refusal.reason)")
        case .acknowledgement:
            try mailbox.acknowledged(
                by: "master",
                through: envelope.transport.acknowledged
            )
            if case .leaving = standing, mailbox.isSettled(with: "master") { depart() }
        case .heartbeat, .hello, nil: return
        default: try take(envelope, header: message.header)
        }
    }

    func welcomed(_ welcome: Bursar_V1_Welcome) throws {
        guard welcome.epoch >= mailbox.epoch else { return }
        mailbox.epoch = welcome.epoch
        for message in try mailbox.resend(to: "master", after: welcome.applied) {
            _ = transport.send(message)
        }
        if case .leaving = standing, mailbox.isSettled(with: "master") { return depart() }
        guard standing == .connecting else { return }
        standing = .joined
        log.info(
            "joined",
            metadata: ["epoch": "\(welcome.epoch)", "life": "\(mailbox.incarnation)"]
        )
    }

    func take(_ envelope: Envelope, header: [UInt8]) throws {
        guard envelope.transport.epoch >= mailbox.epoch else { return }
        switch try mailbox.receive(envelope, header: header) {
        case .take: try handle(envelope)
        case .repetition:
            // Its sender lost the answer, perhaps with its life: here it is again.
            guard let id = envelope.id else { return }
            for message in try mailbox.answers(to: id) { _ = transport.send(message) }
        case .early: return
        case .gap: try sayHello()
        }
    }

    /// Where the worker says what it does, with the message that is being handled.
    package var log: Logger { logger.about(mailbox.cause) }

    func handle(_ envelope: Envelope) throws {
        noteHandling(envelope)
        if envelope.content.sender == Self.supervisor {
            switchesTaken.insert(envelope.content.correlation)
        }
        switch envelope.body.kind {
        case .beginCycle(let begin): try play(begin)
        case .directive(let directive):
            heldBack = directive.tradingState == .active ? nil : directive
        case .retire(let retire): try retired(retire)
        default:
            throw NodeError(
                .unexpected,
                "the master sent \(configuration.name) a \(envelope.body.name)"
            )
        }
        mailbox.handled()
    }

    func retired(_ retire: Bursar_V1_Retire) throws {
        let (digest, entries, nav) = try desk.book.perform {
            ($0.ledger.digest, $0.ledger.count, try $0.account().nav)
        }
        let goodbye = Bursar_V1_Body.with {
            $0.goodbye = .with {
                $0.reason = retire.reason
                $0.ledgerDigest = .init(digest.bytes)
                $0.ledgerEntries = UInt64(entries)
                $0.navMicros = nav.micros
            }
        }
        try say(goodbye, correlation: "C-\(cycle.cycle)", at: account.now)
        standing = .leaving(ticks: 0)
        guard !mailbox.isRecovering else { return }
        try mailbox.close()
        log.info("leaving", metadata: ["reason": "\(retire.reason)"])
    }

    /// Writes what is handled for those who asked; history only for those who asked for all.
    private func noteHandling(_ envelope: Envelope) {
        let level: Logger.Level = mailbox.isRecovering ? .trace : .debug
        guard logger.logLevel <= level else { return }
        log.log(
            level: level,
            "took \(envelope.body.name)",
            metadata: ["from": "\(envelope.content.sender)"]
        )
    }

    func say(_ body: Bursar_V1_Body, correlation: String, at: Timestamp) throws {
        let message = try mailbox.say(
            body,
            to: "master",
            correlation: correlation,
            virtualTime: at.nanoseconds,
            because: mailbox.cause
        )
        guard !mailbox.isRecovering else { return }
        _ = transport.send(message)
        mailbox.failpoint?.reach(.send)
    }
}
