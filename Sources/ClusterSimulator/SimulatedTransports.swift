internal import Synchronization
internal import Transport

/// The master's end of a simulated network, in one of its lives.
final class SimulatedServer: ServerTransport {
    let endpoint = "simulated"
    private let network: SimulatedNetwork
    private let isOpen = Mutex(true)

    init(_ network: SimulatedNetwork) { self.network = network }

    func send(_ message: WireMessage, to peer: Peer) -> SendOutcome {
        guard isOpen.withLock({ $0 }), let number = network.number(of: peer) else {
            return .unreachable
        }
        network.send(message, to: number)
        return .sent
    }

    func setHandler(_ handler: @escaping @Sendable (Delivery) -> Void) { network.serve(handler) }

    func setBreachHandler(_ handler: @escaping @Sendable (Breach) -> Void) {}

    func close() {
        let wasOpen = isOpen.withLock { isOpen in
            defer { isOpen = false }
            return isOpen
        }
        if wasOpen { network.serverDied() }
    }
}

/// A worker's end of a simulated network, in one of its lives.
final class SimulatedClient: ClientTransport {
    private let network: SimulatedNetwork
    private let worker: String
    private let number = Mutex<UInt32?>(nil)

    init(_ network: SimulatedNetwork, worker: String) {
        self.network = network
        self.worker = worker
    }

    func send(_ message: WireMessage) -> SendOutcome {
        guard let number = number.withLock({ $0 }) else { return .unreachable }
        network.send(message, from: number)
        return .sent
    }

    func setHandler(_ handler: @escaping @Sendable (WireMessage) -> Void) {
        let connected = network.connect(.init(worker: worker, handler: handler))
        number.withLock { $0 = connected }
    }

    func setBreachHandler(_ handler: @escaping @Sendable (Breach) -> Void) {}

    func close() {
        let connected = number.withLock { number in
            defer { number = nil }
            return number
        }
        if let connected { network.clientDied(connected) }
    }
}
