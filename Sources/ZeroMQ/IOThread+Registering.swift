internal import Glibc

// What may be called only on the thread. Closures needn't be Sendable: whoever is on the thread
// is isolated to one of its actors or to none, and the closures never leave it.
extension IOThread {
    /// Opens a socket that the thread closes at its end, if nobody does so before.
    ///
    /// - Throws: ``ZeroMQError`` with `threadEnded`, `resourcesExhausted` or `optionRefused`.
    package func open(
        _ kind: SocketKind,
        options: SocketOptions = SocketOptions()
    ) throws(ZeroMQError) -> PolledSocket {
        preconditionIsCurrent()
        return try loop.open(kind, options: options, on: self)
    }

    /// Asks a source for its events in each round from now on.
    @discardableResult
    package func register(_ source: any EventSource) -> Registration {
        preconditionIsCurrent()
        return Registration(.source, loop.add(source), on: self)
    }

    /// Calls `body` in each round in which the descriptor has something to tell.
    ///
    /// After a hang-up with nothing left to read the watch ends by itself; the descriptor is the
    /// caller's to close, once the watch has ended.
    @discardableResult
    package func watch(
        descriptor: Int32,
        _ body: @escaping (DescriptorEvents) -> Void
    ) -> Registration {
        preconditionIsCurrent()
        let number = loop.reserveNumber()
        loop.add(descriptor, number: number, body)
        return Registration(.descriptor, number, on: self)
    }

    /// Reads a pipe or socket to its end, forgets what it says, and then calls `body` once.
    @discardableResult
    package func watchForEnd(
        of descriptor: Int32,
        _ body: @escaping () -> Void
    ) -> Registration {
        preconditionIsCurrent()
        let number = loop.reserveNumber()
        let watch = Registration(.descriptor, number, on: self)
        loop.add(descriptor, number: number) { events in
            guard events.isReadable ? Self.isAtEnd(descriptor) : events.isHungUp else { return }
            watch.cancel()
            body()
        }
        return watch
    }

    /// Calls `body` once, a duration from now on CLOCK_BOOTTIME or as soon after as possible.
    ///
    /// Timers of one instant fire in the order of their making.
    @discardableResult
    package func schedule(
        after delay: Duration,
        _ body: @escaping () -> Void
    ) -> Registration {
        preconditionIsCurrent()
        let deadline = MonotonicInstant.read().advanced(by: delay)
        return Registration(.timer, loop.timers.add(at: deadline, body), on: self)
    }

    /// Calls `body` at the end of each round from now on, after the hooks added before it.
    @discardableResult
    package func atEndOfRound(_ body: @escaping () -> Void) -> Registration {
        preconditionIsCurrent()
        return Registration(.hook, loop.add(hook: body), on: self)
    }

    /// Reads once, and says whether nothing will ever come again.
    private static func isAtEnd(_ descriptor: Int32) -> Bool {
        let capacity = 4096
        return unsafe withUnsafeTemporaryAllocation(byteCount: capacity, alignment: 1) { buffer in
            let count = unsafe read(descriptor, buffer.baseAddress, capacity)
            return count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR)
        }
    }
}
