internal import LinearAlgebra
internal import Synchronization
internal import Transport

/// The network of a simulated cluster: it delays, loses, repeats and reorders by a seed.
final class SimulatedNetwork: Sendable {
    struct Client {
        let worker: String
        let handler: @Sendable (WireMessage) -> Void
    }

    private struct State {
        var random: Xoshiro256
        var server: (@Sendable (Delivery) -> Void)?
        var clients: [UInt32: Client] = [:]
        var numberLast: UInt32 = 0
        /// When the last message of a connection arrives, so that later ones come after it.
        var arrivals: [String: Duration] = [:]
        /// Until when a process's messages stand still.
        var stopped: [String: Duration] = [:]
        /// Until when nothing passes between the master and a worker.
        var partitioned: [String: Duration] = [:]
        /// What clients keep for a server that is not there.
        var waiting: [(peer: UInt32, message: WireMessage)] = []
    }

    private let agenda: Agenda
    private let faults: FaultPlan
    private let state: Mutex<State>

    init(agenda: Agenda, faults: FaultPlan, seed: UInt64) {
        self.agenda = agenda
        self.faults = faults
        state = Mutex(State(random: Xoshiro256(seed: seed)))
    }

    /// Lets a process stand still for a while: what is for it arrives afterwards.
    func stop(_ name: String, for time: Duration) {
        let until = agenda.now + time
        state.withLock { $0.stopped[name] = max($0.stopped[name] ?? .zero, until) }
    }

    /// Lets nothing pass between the master and a worker for a while.
    func partition(_ worker: String, for time: Duration) {
        let until = agenda.now + time
        state.withLock { $0.partitioned[worker] = until }
    }

    /// How long a process still stands still.
    func standstill(of name: String) -> Duration? {
        let now = agenda.now
        return state.withLock { state in
            guard let until = state.stopped[name], until > now else { return nil }
            return until - now
        }
    }

    /// Takes the server away: half of what comes then waits for the next.
    func serverDied() { state.withLock { $0.server = nil } }

    /// Takes a client away: what is on the way to it is lost.
    func clientDied(_ number: UInt32) { state.withLock { $0.clients[number] = nil } }

    func serve(_ handler: @escaping @Sendable (Delivery) -> Void) {
        let waiting = state.withLock { state in
            defer { state.waiting.removeAll() }
            state.server = handler
            return state.waiting
        }
        for (peer, message) in waiting { send(message, from: peer) }
    }

    func connect(_ client: Client) -> UInt32 {
        state.withLock { state in
            state.numberLast += 1
            state.clients[state.numberLast] = client
            return state.numberLast
        }
    }

    /// The number behind a peer's name; `nil` for one that is gone.
    func number(of peer: Peer) -> UInt32? {
        state.withLock { state in
            state.clients.keys.sorted().first { Peer(number: $0) == peer }
        }
    }

    /// A client's message to the server.
    func send(_ message: WireMessage, from number: UInt32) {
        guard let worker = state.withLock({ $0.clients[number]?.worker }) else { return }
        for delay in fates(of: "\(number)>", worker) {
            agenda.after(delay, .run { self.deliver(message, from: number) })
        }
    }

    /// The server's message to a client.
    func send(_ message: WireMessage, to number: UInt32) {
        guard let worker = state.withLock({ $0.clients[number]?.worker }) else { return }
        for delay in fates(of: "\(number)<", worker) {
            agenda.after(delay, .run { self.deliver(message, to: number) })
        }
    }

    /// When the copies of a message arrive; none when it is lost.
    private func fates(of connection: String, _ worker: String) -> [Duration] {
        let now = agenda.now
        return state.withLock { state in
            if state.random.uniform() < faults.loss { return [] }
            if let until = state.partitioned[worker], until > now,
                state.random.uniform() < 0.5
            {
                return []
            }
            var arrival = now + faults.delay * state.random.uniform()
            if let until = state.partitioned[worker] { arrival = max(arrival, until) }
            if state.random.uniform() >= faults.reordering {
                arrival = max(arrival, state.arrivals[connection] ?? .zero)
                state.arrivals[connection] = arrival
            }
            guard state.random.uniform() < faults.repetition else { return [arrival - now] }
            let again = arrival + faults.repetitionDelay * state.random.uniform()
            return [arrival - now, again - now]
        }
    }

    private func deliver(_ message: WireMessage, from number: UInt32) {
        if let wait = standstill(of: "master") {
            agenda.after(wait, .run { self.deliver(message, from: number) })
            return
        }
        let server = state.withLock { state -> (@Sendable (Delivery) -> Void)? in
            if state.server == nil, state.random.uniform() < 0.5 {
                state.waiting.append((number, message))
            }
            return state.server
        }
        server?(Delivery(peer: Peer(number: number), message: message))
    }

    private func deliver(_ message: WireMessage, to number: UInt32) {
        guard let client = state.withLock({ $0.clients[number] }) else { return }
        if let wait = standstill(of: client.worker) {
            agenda.after(wait, .run { self.deliver(message, to: number) })
            return
        }
        client.handler(message)
    }
}
