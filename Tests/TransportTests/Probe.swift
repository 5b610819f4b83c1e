/// What handlers report to a test, which waits for it.
struct Probe<Element: Sendable>: Sendable {
    private let stream: AsyncStream<Element>
    private let continuation: AsyncStream<Element>.Continuation

    init() {
        (stream, continuation) = AsyncStream.makeStream()
    }

    func report(_ element: Element) {
        continuation.yield(element)
    }

    /// Waits for this many reports; fewer come back only if the test ran out of time.
    func next(_ count: Int) async -> [Element] {
        var elements: [Element] = []
        guard count > 0 else { return elements }
        for await element in stream {
            elements.append(element)
            if elements.count == count { break }
        }
        return elements
    }

    /// Ends the reports and returns those nobody has waited for.
    func rest() async -> [Element] {
        continuation.finish()
        return await stream.reduce(into: []) { $0.append($1) }
    }
}
