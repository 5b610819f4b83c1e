extension IOLoop {
    /// Asks the loop to end after the present round.
    func stop() {
        isStopping = true
    }

    /// Opens a socket and keeps it until it is closed.
    func open(
        _ kind: SocketKind,
        options: SocketOptions,
        on thread: IOThread
    ) throws(ZeroMQError) -> PolledSocket {
        switch context {
        case .some(let context):
            let socket = try Socket(kind, in: context, options: options)
            let polled = PolledSocket(socket, readsSource: kind == .router, on: thread)
            sockets.append(polled)
            return polled
        case .none:
            throw ZeroMQError(
                code: .threadEnded,
                message: "opening a \(kind) socket failed: the I/O thread \"\(thread.name)\" is "
                    + "ending. Open sockets before it is stopped."
            )
        }
    }

    /// Lets go of a socket that has closed.
    func forget(_ socket: PolledSocket) {
        sockets.removeAll { $0 === socket }
        needsPollSet = true
    }

    /// Returns a number that no registration has, timers aside, which count for themselves.
    func reserveNumber() -> UInt64 {
        numberLast += 1
        return numberLast
    }

    func add(_ source: any EventSource) -> UInt64 {
        let number = reserveNumber()
        sources.append(Source(number: number, source: source))
        return number
    }

    func add(hook body: @escaping () -> Void) -> UInt64 {
        let number = reserveNumber()
        hooks.append(Hook(number: number, body: body))
        return number
    }

    func add(
        _ descriptor: Int32,
        number: UInt64,
        _ body: @escaping (DescriptorEvents) -> Void
    ) {
        watches.append(Watch(number: number, descriptor: descriptor, body: body))
        needsPollSet = true
    }

    /// Ends what was registered.
    func cancel(_ registration: Registration) {
        switch registration.kind {
        case .timer: timers.cancel(registration.number)
        case .descriptor: removeWatch(registration.number)
        case .source: sources.removeAll { $0.number == registration.number }
        case .hook: hooks.removeAll { $0.number == registration.number }
        }
    }

    func removeWatch(_ number: UInt64) {
        watches.removeAll { $0.number == number }
        needsPollSet = true
    }
}
