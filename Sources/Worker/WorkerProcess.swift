import Accounting
import Digest
package import Journal
package import Logging
import Market
import Messaging
package import Node
import SwiftProtobuf
import Trading
package import Transport

/// How a worker introduces itself to the master.
package struct WorkerIdentity: Sendable {
    /// The run it belongs to.
    package var cluster: String
    /// Its life number.
    package var incarnation: UInt64
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
        incarnation: UInt64,
        engineVersion: String,
        topologyDigest: [UInt8],
        dataDigest: [UInt8],
        processID: Int64
    ) {
        self.cluster = cluster
        self.incarnation = incarnation
        self.engineVersion = engineVersion
        self.topologyDigest = topologyDigest
        self.dataDigest = dataDigest
        self.processID = processID
    }
}

/// One worker: takes the master's messages one by one, plays each cycle to its end and reports.
package actor WorkerProcess {
    /// Where the worker stands with the master. Successors: connecting → joined → left.
    private enum Standing: Equatable {
        case connecting
        case joined
        case left
    }

    private let configuration: WorkerConfiguration
    private let identity: WorkerIdentity
    private let desk: TradingDesk
    private let rows: WorkerRows
    private let transport: any ClientTransport
    private let log: Logger
    private let clock: NodeClock
    private nonisolated let executor: any SerialExecutor
    private var mailbox: Mailbox
    private var standing = Standing.connecting
    private var cycle = CycleStanding.beforeTheFirst
    private var account: CycleAccount
    private var lastGrant = ""
    private let ended: @Sendable ((any Error)?) -> Void

    /// Sets up a worker; nothing is sent before ``connect()``.
    ///
    /// - Parameter ended: Called once, on the executor, when the worker has left or failed.
    package init(
        configuration: WorkerConfiguration,
        identity: WorkerIdentity,
        transport: any ClientTransport,
        journal: sending any JournalWriting,
        mode: GroupCommit.Mode,
        clock: NodeClock,
        log: Logger,
        on executor: any SerialExecutor,
        ended: @escaping @Sendable ((any Error)?) -> Void
    ) {
        self.configuration = configuration
        self.identity = identity
        self.transport = transport
        self.executor = executor
        self.log = log
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
            clock: clock
        )
        mailbox.incarnation = identity.incarnation
        mailbox.open("master")
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

    /// Says hello again while nobody has answered.
    package func retryHello() {
        guard standing == .connecting else { return }
        guarded { try $0.sayHello() }
    }

    /// Commits what is due at the end of a poll round; called on the executor.
    package nonisolated func roundEnded() {
        assumeIsolated { $0.guarded { try $0.mailbox.roundEnded() } }
    }

    /// Commits and leaves, whatever the master thinks; called when the process is told to stop.
    package func stop() {
        guarded { try $0.leave() }
    }

    private func guarded(_ body: (isolated WorkerProcess) throws -> Void) {
        guard standing != .left else { return }
        do {
            try body(self)
        } catch {
            standing = .left
            ended(error)
        }
    }

    private func leave() throws {
        try mailbox.close()
        standing = .left
        transport.close()
        ended(nil)
    }

    private func sayHello() throws {
        let hello = Bursar_V1_Body.with {
            $0.hello = .with {
                $0.versionLeast = ProtocolVersion.current.description
                $0.versionGreatest = ProtocolVersion.current.description
                $0.cluster = identity.cluster
                $0.worker = configuration.name
                $0.incarnation = identity.incarnation
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

    private func receive(_ message: WireMessage) throws {
        let envelope = try Envelope(header: message.header, body: message.body)
        switch envelope.body.kind {
        case .welcome(let welcome): try welcomed(welcome)
        case .refusal(let refusal):
            throw NodeError(.refused, "the master refuses \(configuration.name): \(refusal.reason)")
        case .acknowledgement, .heartbeat, .hello, nil: return
        default: try take(envelope, header: message.header)
        }
    }

    private func welcomed(_ welcome: Bursar_V1_Welcome) throws {
        guard welcome.epoch >= mailbox.epoch else { return }
        mailbox.epoch = welcome.epoch
        for message in try mailbox.resend(to: "master", after: welcome.applied) {
            _ = transport.send(message)
        }
        guard standing == .connecting else { return }
        standing = .joined
        log.info("joined", metadata: ["epoch": "\(welcome.epoch)"])
    }

    private func take(_ envelope: Envelope, header: [UInt8]) throws {
        guard envelope.transport.epoch >= mailbox.epoch else { return }
        switch try mailbox.receive(envelope, header: header) {
        case .take: break
        case .repetition, .early: return
        case .gap:
            try sayHello()
            return
        }
        switch envelope.body.kind {
        case .beginCycle(let begin): try play(begin)
        case .directive(let directive): cycle.state = TradingState(directive.tradingState)
        case .retire(let retire): try retired(retire)
        default:
            throw NodeError(
                .unexpected,
                "the master sent \(configuration.name) a \(envelope.body.name)"
            )
        }
        mailbox.handled()
    }

    private func retired(_ retire: Bursar_V1_Retire) throws {
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
        try mailbox.close()
        standing = .left
        log.info("left", metadata: ["reason": "\(retire.reason)"])
        ended(nil)
    }

    private func say(_ body: Bursar_V1_Body, correlation: String, at: Timestamp) throws {
        let message = try mailbox.say(
            body,
            to: "master",
            correlation: correlation,
            virtualTime: at.nanoseconds,
            because: mailbox.cause
        )
        _ = transport.send(message)
    }
}

// MARK: - One cycle

extension WorkerProcess {
    private func play(_ begin: Bursar_V1_BeginCycle) throws {
        cycle.take(begin)
        let from = Timestamp(nanoseconds: begin.from)
        account.now = Timestamp(nanoseconds: begin.to)
        try takeTransfers(begin, at: from)
        account.open(try desk.book.perform { try $0.account().nav })
        let cause = mailbox.cause?.description ?? ""
        while let result = try desk.play(through: account.now, cycle) {
            account.add(result)
            let standings = desk.selector.perform { $0.standings }
            try rows.append(
                result,
                standing: cycle,
                standings: standings,
                grant: lastGrant,
                position: mailbox.position,
                cause: cause,
                to: &mailbox.batch
            )
        }
        let report = try report(begin)
        mailbox.batch.append(
            desk.book.perform { $0.takeFreshEntries() },
            currency: configuration.currency.code
        )
        try say(report, correlation: "C-\(begin.cycle)", at: account.now)
        try mailbox.cycleEnded()
    }

    private func takeTransfers(_ begin: Bursar_V1_BeginCycle, at moment: Timestamp) throws {
        for grant in begin.grants {
            try desk.book.perform {
                try $0.receive(
                    transfer: grant.id,
                    amount: Money(micros: grant.amountMicros),
                    at: moment,
                    cycle: Int64(begin.cycle)
                )
            }
            lastGrant = grant.id
            note(.applied, grant.id, Money(micros: grant.amountMicros), grant.proposal)
        }
        for recall in begin.recalls {
            let amount = Money(micros: recall.amountMicros)
            desk.book.perform { $0.recall(transfer: recall.id, amount: amount) }
            note(.received, recall.id, amount, recall.proposal)
        }
    }

    private func note(
        _ event: TransferRow.Event,
        _ transfer: String,
        _ amount: Money,
        _ proposal: String,
        part: Int64 = 0
    ) {
        mailbox.batch.transfers.append(
            TransferRow(
                id: transfer,
                event: event,
                part: part,
                cycle: cycle.cycle,
                worker: configuration.name,
                amount: amount.micros,
                currency: configuration.currency.code,
                proposalID: proposal,
                position: mailbox.position,
                wallTime: clock.wallTime()
            )
        )
    }

    private func report(_ begin: Bursar_V1_BeginCycle) throws -> Bursar_V1_Body {
        let now = account.now
        let number = cycle.cycle
        let (view, paid, positions, values, marks) = try desk.book.perform { book in
            let before = try book.account()
            let paid = try book.remit(at: now, cycle: number)
            return (before, paid, book.positions, try book.positionValues(), book.marks)
        }
        let (after, profits, capital, digest) = try desk.book.perform {
            (try $0.account(), try $0.profits(), $0.capital, $0.ledger.digest)
        }
        for part in paid {
            note(.remitted, part.transfer, part.amount, "", part: part.part)
        }
        let activity = desk.selector.perform { $0.takeActivity() }
        let tallies = desk.gate.perform { $0.takeTallies() }
        var report = Bursar_V1_CycleReport()
        report.cycle = begin.cycle
        report.navMicros = after.nav.micros
        report.cashMicros = after.cash.micros
        report.capitalMicros = capital.micros
        report.realisedMicros = profits.realised.micros
        report.unrealisedMicros = profits.unrealised.micros
        report.commissionMicros = profits.commission.micros
        report.return = account.simpleReturn(closing: view.nav)
        report.transfersApplied = begin.grants.map(\.id) + begin.recalls.map(\.id)
        report.remittances = paid.map { part in
            .with {
                $0.transfer = part.transfer
                $0.amountMicros = part.amount.micros
                $0.outstandingMicros = part.outstanding.micros
                $0.part = UInt64(part.part)
            }
        }
        for (index, position) in positions.enumerated() where !position.quantity.isZero {
            report.positions.append(
                .with {
                    $0.instrument = position.instrument.symbol
                    $0.quantityMicros = position.quantity.micros
                    $0.priceMicros = marks[index]?.micros ?? 0
                    $0.valueMicros = values[index].micros
                }
            )
            report.grossMicros += abs(values[index].micros)
            report.netMicros += values[index].micros
        }
        report.strategies = activity.map { strategy in
            .with {
                $0.name = strategy.name
                $0.share = strategy.share
                $0.return = strategy.paperReturn
                $0.signals = UInt64(strategy.signals)
            }
        }
        report.checks = tallies.map { tally in
            .with {
                $0.code = tally.code
                $0.denied = UInt64(tally.denied)
                $0.resized = UInt64(tally.resized)
            }
        }
        report.resized = UInt64(tallies.reduce(0) { $0 + $1.resized })
        account.fill(&report)
        report.ledgerDigest = .init(digest.bytes)
        report.tradingState = cycle.state.message
        return .with { $0.cycleReport = report }
    }
}
