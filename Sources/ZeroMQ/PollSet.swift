internal import CZeroMQ

/// What one call of `zmq_poll` looks at: descriptors first, then sockets, known by position.
@safe struct PollSet: ~Copyable {
    private var items: UnsafeMutableBufferPointer<zmq_pollitem_t>

    /// A set of nothing.
    init() {
        unsafe items = .allocate(capacity: 0)
    }

    deinit {
        unsafe items.deallocate()
    }

    /// How many descriptors and sockets are looked at.
    var count: Int { unsafe items.count }

    /// Looks at these from now on, for something to read.
    mutating func replace(descriptors: [Int32], sockets: [PolledSocket]) {
        unsafe items.deallocate()
        unsafe items = .allocate(capacity: descriptors.count + sockets.count)
        let readable = Int16(ZMQ_POLLIN)
        for (index, descriptor) in descriptors.enumerated() {
            unsafe items.initializeElement(
                at: index,
                to: zmq_pollitem_t(socket: nil, fd: descriptor, events: readable, revents: 0)
            )
        }
        for (index, socket) in sockets.enumerated() {
            let item = unsafe zmq_pollitem_t(
                socket: socket.pollable,
                fd: -1,
                events: readable,
                revents: 0
            )
            unsafe items.initializeElement(at: descriptors.count + index, to: item)
        }
    }

    /// Waits until something is there, or only looks; a signal ends the wait early.
    mutating func wait(isBusy: Bool) {
        let result = unsafe zmq_poll(items.baseAddress, Int32(items.count), isBusy ? 0 : -1)
        guard result < 0 else { return }
        let number = zmq_errno()
        precondition(number == EINTR, "polling failed: \(ZeroMQError.of(number, "zmq_poll"))")
        for index in unsafe items.indices { unsafe items[index].revents = 0 }
    }

    /// Whether the last wait found something to read, or an end, at this position.
    func hasEvents(at index: Int) -> Bool {
        unsafe items[index].revents != 0
    }

    /// What the last wait found at this position of a descriptor.
    func descriptorEvents(at index: Int) -> DescriptorEvents {
        let found = Int32(unsafe items[index].revents)
        return DescriptorEvents(
            isReadable: found & ZMQ_POLLIN != 0,
            isHungUp: found & ZMQ_POLLERR != 0
        )
    }
}
