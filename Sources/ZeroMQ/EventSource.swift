/// A source of events inside the process, asked once in each round of an ``IOThread``.
///
/// All its members are called on the thread.
package protocol EventSource: AnyObject, Sendable {
    /// Whether events wait; while they do, the thread doesn't sleep.
    var hasEventsWaiting: Bool { get }

    /// Delivers waiting events, oldest first, those included that a delivery adds.
    ///
    /// - Parameter budget: The most events to deliver before the others get their turn.
    /// - Returns: How many events were delivered.
    func deliver(budget: Int) -> Int
}

/// What happened to a watched file descriptor.
package struct DescriptorEvents: Sendable, Equatable {
    /// Whether reading won't block; end-of-file counts.
    package let isReadable: Bool
    /// Whether the other end is closed or the descriptor has failed.
    package let isHungUp: Bool
}

/// Something an ``IOThread`` was asked to do until this is cancelled.
///
/// Letting go of it cancels nothing.
package struct Registration: Sendable {
    /// The lists of an I/O thread in which something can be registered.
    enum Kind: Sendable {
        case timer
        case descriptor
        case source
        case hook
    }

    let kind: Kind
    let number: UInt64
    private let thread: IOThread

    init(_ kind: Kind, _ number: UInt64, on thread: IOThread) {
        self.kind = kind
        self.number = number
        self.thread = thread
    }

    /// Ends it at once; only on its thread. What has ended already stays so.
    package func cancel() {
        thread.preconditionIsCurrent()
        thread.loop.cancel(self)
    }
}
