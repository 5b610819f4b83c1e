import Accounting
import Allocation
import Digest
import Journal
import Logging
import Market
package import Messaging
import Node
import Strategies
import Supervision
import SwiftProtobuf
import Topology
import Transport

/// What people say through the admin socket.
///
/// A command is refused in words, or numbered, journaled and made durable before it is answered; it
/// takes effect when the next cycle opens, so that the moment of its arrival decides nothing.
extension MasterProcess {
    /// Who says commands, in the journal.
    static let commander = "admin"

    /// Takes a message of the admin socket.
    func command(_ delivery: Delivery) throws {
        let envelope: Envelope
        do {
            envelope = try Envelope(
                header: delivery.message.header,
                body: delivery.message.body
            )
        } catch {
            log.warning("refused a command", metadata: ["reason": "\(error)"])
            return
        }
        let mayCommand = delivery.identity.map { $0.role == .operate } ?? true
        let body: Bursar_V1_Body
        if case .statusRequest = envelope.body.kind {
            body = .with { $0.statusAnswer = status }
        } else {
            let answer =
                mayCommand
                ? try answer(to: envelope)
                : refused("the key of \(delivery.identity?.name ?? "nobody") may ask, not command")
            body = .with { $0.commandAnswer = answer }
        }
        _ = commandTransport?.send(
            try mailbox.session(body, to: Self.commander, about: envelope.content.correlation),
            to: delivery.peer
        )
    }

    /// How the workers stand at this moment.
    private var status: Bursar_V1_StatusAnswer {
        let now = clock.elapsed()
        let missing = office.conductor.perform { $0.missing }
        let members = office.roster.perform { $0.members.filter { $0.state != .left } }
        return .with {
            $0.epoch = mailbox.epoch
            $0.cycle = UInt64(office.conductor.perform { $0.latest?.cycle ?? 0 })
            for member in members {
                let silent = now - (lastHeard[member.name] ?? .zero)
                $0.worker.append(member.name)
                $0.silentMilliseconds.append(UInt64(max(0, silent / .milliseconds(1))))
                $0.incarnation.append(member.incarnation)
                $0.awaited.append(missing.contains(member.name))
            }
        }
    }

    private func answer(to envelope: Envelope) throws -> Bursar_V1_CommandAnswer {
        guard envelope.content.sender == Self.commander, !envelope.content.correlation.isEmpty
        else { return refused("a command needs the sender \"admin\" and an id of its own") }
        return try obey(envelope.body, as: envelope.content.correlation)
    }

    /// Takes a command under its id, or refuses it in words; again without effect.
    ///
    /// - Throws: Whatever writing the journal may throw.
    package func obey(
        _ body: Bursar_V1_Body,
        as request: String
    ) throws -> Bursar_V1_CommandAnswer {
        if let answer = membership.answers[request] { return answer }
        let next = office.conductor.perform { $0.nextCycle }
        guard phase == .gathering || phase == .playing, next != nil else {
            return refused("the last cycle of the run was opened: nothing can change any more")
        }
        if let refusal = refusal(of: body) { return refused(refusal) }
        try note(body, as: request)
        // What a person decided cannot be repeated by executing anything again.
        try mailbox.makeDurable()
        if case .addWorker(let command) = body.kind,
            let added = membership.added.values.first(where: { $0.fragment == command.fragment })
        {
            callbacks.added(added)
        }
        if membership.isWaiting { try openNext() }
        return membership.answers[request] ?? refused("it was not taken")
    }

    private func refused(_ words: String) -> Bursar_V1_CommandAnswer {
        .with { $0.words = words }
    }

    /// Takes a command into the journaled inbox.
    private func note(_ body: Bursar_V1_Body, as request: String) throws {
        let (envelope, header) = try mailbox.numbered(
            body,
            from: Self.commander,
            correlation: request,
            virtualTime: office.conductor.perform { $0.latest?.to.nanoseconds ?? 0 }
        )
        guard try mailbox.receive(envelope, header: header) == .take else { return }
        try handle(envelope)
    }

    /// Notes that a worker which was added is there.
    func noteJoined(_ hello: Bursar_V1_Hello) throws {
        guard !membership.isJoining(hello.worker) else { return }
        let body = Bursar_V1_Body.with {
            $0.workerJoined = .with {
                $0.worker = hello.worker
                $0.processID = hello.processID
            }
        }
        try note(body, as: "joined \(hello.worker)")
        try mailbox.makeDurable()
        if membership.isWaiting { try openNext() }
    }

    /// Whether the run waits at its next cycle for a worker that was added to join there.
    func isAwaiting(at cycle: Int64) -> Bool {
        membership.isWaiting = membership.added.values.contains { added in
            added.atCycle > 0 && added.atCycle <= cycle && !membership.isJoining(added.name)
                && !membership.withdrawn.contains(added.name)
                && office.roster.perform { $0.member(added.name)?.takesPart } == false
        }
        return membership.isWaiting
    }

    /// Why a command cannot be taken; `nil` when it can.
    private func refusal(of body: Bursar_V1_Body) -> String? {
        switch body.kind {
        case .addWorker(let command):
            do {
                _ = try specification(of: command)
                return nil
            } catch {
                return error.description
            }
        case .retireWorker(let command): return refusal(of: command)
        case .setTradingState(let command): return refusal(of: command)
        default: return "\(body.name) is no command"
        }
    }

    private func specification(
        of command: Bursar_V1_AddWorker
    ) throws(TopologyError) -> WorkerSpecification {
        let document = try WorkerDocument.parse(
            command.fragment,
            file: command.file,
            strategies: StrategyCatalogue.specifications,
            costs: configuration.topology.costs
        )
        try document.validate(joining: membership.topology(configuration.topology))
        return document.worker
    }

    private func refusal(of command: Bursar_V1_RetireWorker) -> String? {
        let (member, remaining) = office.roster.perform { roster in
            (
                roster.member(command.worker),
                roster.participants.filter { $0 != command.worker && !roster.retiring.contains($0) }
            )
        }
        switch member?.state {
        case nil: return "the run has no worker \"\(command.worker)\""
        case .left: return "\(command.worker) has left already"
        case .retiring: return "\(command.worker) is winding down already"
        case .expected where member?.takesPart == false: return nil
        case .expected, .active:
            return remaining.isEmpty
                ? "\(command.worker) is the last worker: end the run with `bursar down` instead"
                : nil
        }
    }

    private func refusal(of command: Bursar_V1_SetTradingState) -> String? {
        let names = office.roster.perform { $0.names }
        guard command.worker.isEmpty || names.contains(command.worker) else {
            return "the run has no worker \"\(command.worker)\""
        }
        guard !command.reason.isEmpty else { return "say why, for whoever reads it later" }
        switch command.state {
        case .active where command.flatten: return "a position is not closed to trade freely"
        case .active where !membership.isHeldBack(command.worker):
            return "nothing holds \(command.worker.isEmpty ? "the portfolio" : command.worker) back"
        case .active, .reducing, .halted: return nil
        case .unspecified, .UNRECOGNIZED: return "the state is not one of active, reducing, halted"
        }
    }
}

/// What commands do.
extension MasterProcess {
    /// Handles a command of the journaled inbox: it waits for the next cycle.
    func take(command envelope: Envelope) throws {
        membership.pending.append(envelope)
        let words: String
        switch envelope.body.kind {
        case .addWorker(let command):
            let worker = try specification(of: command)
            membership.specifications[worker.name] = worker
            membership.added[worker.name] = AddedWorker(
                name: worker.name,
                fragment: command.fragment,
                topologyDigest: configuration.topology.adding(worker).digest.bytes,
                dataDigest: [UInt8](command.dataDigest),
                atCycle: Int64(command.atCycle)
            )
            office.roster.perform { $0.expect(worker.name) }
            mailbox.open(worker.name)
            words = "\(worker.name) joins at the cycle after its first sign of life"
        case .retireWorker(let command):
            if office.roster.perform({ $0.member(command.worker)?.takesPart }) == false {
                membership.withdrawn.insert(command.worker)
                office.roster.perform { $0.leave(command.worker) }
            }
            let isWithdrawn = membership.withdrawn.contains(command.worker)
            words = "\(command.worker) \(isWithdrawn ? "is withdrawn" : "winds down")"
        case .setTradingState(let command):
            let whom = command.worker.isEmpty ? "the portfolio" : command.worker
            words = "\(whom) is \(command.state.word)\(command.flatten ? " and flattened" : "")"
        case .workerJoined(let joined):
            words = "\(joined.worker) has joined"
        default: words = envelope.body.name
        }
        membership.answers[envelope.content.correlation] = .with {
            $0.accepted = true
            $0.words = words
            let next = office.conductor.perform { $0.nextCycle ?? 0 }
            $0.cycle = max(UInt64(next), envelope.body.atCycle)
            if let id = envelope.id { $0.message = id.reference }
        }
    }

    /// Lets commands take effect, and those leave who hold nothing any more; a cycle is about to
    /// open.
    func applyCommands(at cycle: Int64) throws {
        for envelope in membership.takeDue(at: cycle) {
            switch envelope.body.kind {
            case .workerJoined(let joined):
                guard let worker = membership.specifications[joined.worker],
                    !membership.withdrawn.contains(joined.worker)
                else { continue }
                office.roster.perform { $0.join(worker.name) }
                office.allocator.perform { $0.add(SegmentRecord(worker)) }
                answered[worker.name] = envelope.id
                note("joined", worker.name, "process \(joined.processID), added to the run")
            case .retireWorker(let command):
                guard !membership.withdrawn.contains(command.worker) else { continue }
                office.roster.perform { $0.retire(command.worker) }
                office.allocator.perform { $0.withdraw(command.worker) }
                note("retiring", command.worker, command.reason)
            case .setTradingState(let command):
                let isFree = command.state == .active
                membership.states[command.worker] = isFree ? nil : command
                if isFree { try letGo(command) }
                let subject = command.worker.isEmpty ? "portfolio" : command.worker
                note("trading_state", subject, "\(command.state.word): \(command.reason)")
            case .addWorker, nil: continue
            default: continue
            }
        }
        for name in membership.departing { try dismiss(name) }
        membership.departing.removeAll()
    }

    /// Lets workers go that held themselves back while the master was away.
    private func letGo(_ command: Bursar_V1_SetTradingState) throws {
        let at = office.conductor.perform { $0.latest }
        let names = office.roster.perform { $0.participants }
        for name in names where command.worker.isEmpty || command.worker == name {
            try say(
                .with {
                    $0.directive = .with {
                        $0.tradingState = .active
                        $0.reason = command.reason
                    }
                },
                to: name,
                cycle: at?.cycle ?? 0,
                at: at?.to.nanoseconds ?? 0
            )
        }
    }

    /// Takes a kill switch from the run directory, where its command did not get through.
    package func heed(_ command: Bursar_V1_SetTradingState, as id: String) {
        guard membership.answers[id] == nil else { return }
        guarded { master in
            guard master.phase == .gathering || master.phase == .playing else { return }
            let body = Bursar_V1_Body.with { $0.setTradingState = command }
            let answer = try master.obey(body, as: id)
            master.log.warning("kill switch", metadata: ["answer": "\(answer.words)"])
        }
    }

    /// Tells a worker that holds nothing any more to leave.
    private func dismiss(_ name: String) throws {
        let at = office.conductor.perform { $0.latest }
        membership.dismissed.insert(name)
        if let report = reports[name]?.report {
            membership.departed.append(try FoldedReport(name, report))
        }
        office.roster.perform { $0.leave(name) }
        office.allocator.perform { $0.forget(name) }
        for (transfer, owed) in office.treasury.perform({ $0.cancelRecalls(of: name) }) {
            note("recall_cancelled", transfer.id, "\(owed) of it were lost before they were free")
        }
        try say(
            .with { $0.retire = .with { $0.reason = "it has wound down" } },
            to: name,
            cycle: at?.cycle ?? 0,
            at: at?.to.nanoseconds ?? 0
        )
    }

    /// What holds for one worker: the worst of the limits', the portfolio's and its own state.
    func context(for worker: String) -> Bursar_V1_Context {
        var context = context
        if office.roster.perform({ $0.member(worker)?.state }) == .retiring {
            context.restrict(to: .reducing, because: "it is winding down")
        }
        for set in [membership.states[""], membership.states[worker]] {
            guard let set else { continue }
            context.restrict(to: set.state, because: set.reason)
            context.flatten = context.flatten || set.flatten
        }
        return context
    }
}

extension Bursar_V1_Context {
    /// Allows no more than a state, and says why where that is less than before.
    fileprivate mutating func restrict(to state: Bursar_V1_TradingState, because reason: String) {
        guard state.rawValue > tradingState.rawValue else { return }
        tradingState = state
        tradingStateReason = reason
    }
}

extension Bursar_V1_TradingState {
    /// The state as people write it.
    var word: String {
        switch self {
        case .active: "active"
        case .reducing: "reducing"
        case .halted: "halted"
        case .unspecified, .UNRECOGNIZED: "unknown"
        }
    }
}
