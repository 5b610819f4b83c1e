import Glibc
import Testing

@testable import ZeroMQ

@Suite(.serialized, .timeLimit(.minutes(1)))
struct IOThreadTests {
    private actor Recorder {
        private let thread: IOThread
        private(set) var entries: [Int] = []

        nonisolated var unownedExecutor: UnownedSerialExecutor {
            unsafe thread.asUnownedSerialExecutor()
        }

        init(on thread: IOThread) { self.thread = thread }

        func record(_ entry: Int) { entries.append(entry) }

        func recordAndCount(_ entry: Int) -> Int {
            entries.append(entry)
            return entries.count
        }

        func scheduleOwnTimer(_ probe: Probe<Int>) {
            thread.schedule(after: .zero) {
                self.entries.append(7)
                probe.report(self.entries.count)
            }
        }
    }

    @Test func `an actor pinned to the thread answers calls from outside in their order`()
        async throws
    {
        try await withIOThread { thread in
            let recorder = Recorder(on: thread)
            for entry in 0..<500 {
                let count = await recorder.recordAndCount(entry)
                #expect(count == entry + 1)
            }
            await #expect(recorder.entries == Array(0..<500))
        }
    }

    @Test func `what is posted runs in the order of posting`() async throws {
        let probe = Probe<Int>()
        let entries = try await withIOThread { thread in
            for entry in 0..<2_000 { thread.post { probe.report(entry) } }
            return await probe.next(2_000)
        }
        #expect(entries == Array(0..<2_000))
    }

    @Test func `work given before the start runs after it`() async throws {
        let thread = try IOThread(name: "late")
        let probe = Probe<String>()
        thread.post { probe.report("ran") }
        try thread.start()
        #expect(await probe.next(1) == ["ran"])
        thread.stop()
        await thread.join()
    }

    @Test func `an actor is entered synchronously from posts, timers, hooks and sources`()
        async throws
    {
        try await withIOThread { thread in
            let recorder = Recorder(on: thread)
            let probe = Probe<Int>()
            let source = CountdownSource(count: 1, on: thread) { _ in
                recorder.assumeIsolated { $0.record(3) }
                probe.report(3)
            }
            await thread.perform {
                recorder.assumeIsolated { $0.record(1) }
                thread.schedule(after: .milliseconds(2)) {
                    recorder.assumeIsolated { $0.record(2) }
                    probe.report(2)
                    thread.register(source)
                }
            }
            #expect(await probe.next(2) == [2, 3])
            await #expect(recorder.entries == [1, 2, 3])
        }
    }

    @Test func `an actor is entered synchronously from a socket's handler`() async throws {
        try await withIOThread { thread in
            let recorder = Recorder(on: thread)
            let probe = Probe<[UInt8]>()
            try await thread.perform {
                let server = try thread.open(.router)
                let endpoint = try server.bind("inproc://handler")
                server.whenReadable { _ in
                    guard case .message(let message) = server.receive() else { return 0 }
                    recorder.assumeIsolated { $0.record(Int(message.header[0])) }
                    probe.report(message.body)
                    return 1
                }
                let client = try thread.open(.dealer)
                try client.connect(endpoint)
                #expect(client.send(header: [9], body: [1, 2]) == .accepted)
            }
            #expect(await probe.next(1) == [[1, 2]])
            await #expect(recorder.entries == [9])
        }
    }

    @Test func `a closure made inside an actor touches its state without another entry`()
        async throws
    {
        try await withIOThread { thread in
            let recorder = Recorder(on: thread)
            let probe = Probe<Int>()
            await recorder.scheduleOwnTimer(probe)
            #expect(await probe.next(1) == [1])
            await #expect(recorder.entries == [7])
        }
    }

    @Test func `timers fire by deadline, then in the order of their making`() async throws {
        let probe = Probe<Int>()
        let fired = try await withIOThread { thread in
            await thread.perform {
                for (number, delay) in [(3, 8), (1, 2), (2, 4)] {
                    thread.schedule(after: .milliseconds(delay)) { probe.report(number) }
                }
                let cancelled = thread.schedule(after: .milliseconds(1)) { probe.report(99) }
                cancelled.cancel()
                thread.schedule(after: .zero) { probe.report(0) }
            }
            return await probe.next(4)
        }
        #expect(fired == [0, 1, 2, 3])
    }

    @Test func `a timer never fires early, and late by milliseconds at most`() async throws {
        let probe = Probe<Duration>()
        let waits = try await withIOThread { thread in
            await thread.perform {
                let start = MonotonicInstant.read()
                thread.schedule(after: .milliseconds(5)) {
                    probe.report(start.duration(to: .read()))
                }
            }
            return await probe.next(1)
        }
        // The upper bound leaves room for a machine that does other things meanwhile.
        #expect(waits[0] >= .milliseconds(5) && waits[0] < .seconds(5))
    }

    @Test func `a hook runs at each round's end until it is cancelled`() async throws {
        let probe = Probe<Int>()
        try await withIOThread { thread in
            let count = ThreadConfined(0, on: thread)
            let hook = await thread.perform {
                thread.atEndOfRound {
                    count.withValue { $0 += 1 }
                    probe.report(count.withValue { $0 })
                }
            }
            for round in 1...5 {
                await thread.perform {}
                #expect(await probe.next(1) == [round])
            }
            let before = await thread.perform {
                hook.cancel()
                return count.withValue { $0 }
            }
            for _ in 0..<3 { await thread.perform {} }
            #expect(await thread.perform { count.withValue { $0 } } == before)
        }
    }

    @Test func `a source with work left is asked again without any other event`() async throws {
        let probe = Probe<Int>()
        try await withIOThread { thread in
            let source = CountdownSource(count: 1_000, on: thread) { left in
                if left == 0 { probe.report(left) }
            }
            await thread.perform { _ = thread.register(source) }
            _ = await probe.next(1)
            let calls = await thread.perform { source.budgets }
            #expect(calls == Array(repeating: IOThread.budgetPerRound, count: 4))
        }
    }

    @Test func `an error thrown on the thread reaches whoever waits for the result`()
        async throws
    {
        try await withIOThread { thread in
            await #expect(throws: ZeroMQError.self) {
                try await thread.perform { () throws(ZeroMQError) in
                    throw ZeroMQError(code: .system, message: "planted")
                }
            }
        }
    }

    @Test func `only the thread itself counts as isolated`() async throws {
        try await withIOThread { thread in
            #expect(thread.isIsolatingCurrentContext() == false)
            #expect(await thread.perform { thread.isIsolatingCurrentContext() } == true)
        }
    }

    @Test func `stopping closes sockets and frees their address`() async throws {
        let endpoint = try await withIOThread { thread in
            try await thread.perform { try thread.open(.router).bind("tcp://127.0.0.1:*") }
        }
        try await withIOThread { thread in
            let again = try await thread.perform { try thread.open(.router).bind(endpoint) }
            #expect(again == endpoint)
        }
    }

    @Test func `a job that waits when the thread is stopped still runs`() async throws {
        let thread = try IOThread(name: "stopping")
        let probe = Probe<Int>()
        thread.post {
            thread.stop()
            thread.post { probe.report(1) }
        }
        try thread.start()
        await thread.join()
        #expect(await probe.rest() == [1])
    }

    @Test func `several tasks may wait for the end, and asking to stop twice is harmless`()
        async throws
    {
        let thread = try IOThread(name: "joined")
        try thread.start()
        await withTaskGroup { group in
            for _ in 0..<3 { group.addTask { await thread.join() } }
            thread.stop()
            await group.waitForAll()
        }
        thread.stop()
        await thread.join()
    }

    @Test func `a hundred threads start and end without a trace`() async throws {
        let before = try openDescriptorCount()
        for number in 0..<100 {
            let thread = try IOThread(name: "brief-\(number)")
            try thread.start()
            thread.stop()
            await thread.join()
        }
        // Each holds at least six; other tests of this process open some meanwhile.
        #expect(try openDescriptorCount() < before + 200)
    }

    private func openDescriptorCount() throws -> Int {
        guard let directory = unsafe opendir("/proc/self/fd") else {
            throw ZeroMQError(code: .system, message: "/proc/self/fd can't be read")
        }
        defer { unsafe closedir(directory) }
        var count = 0
        while unsafe readdir(directory) != nil { count += 1 }
        return count
    }
}

/// A source of so many events, which notes the budgets it was given.
private final class CountdownSource: EventSource {
    private struct State {
        var left: Int
        var budgets: [Int] = []
    }

    private let state: ThreadConfined<State>
    private let body: @Sendable (Int) -> Void

    init(count: Int, on thread: IOThread, _ body: @escaping @Sendable (Int) -> Void) {
        state = ThreadConfined(State(left: count), on: thread)
        self.body = body
    }

    var budgets: [Int] { state.withValue { $0.budgets } }

    var hasEventsWaiting: Bool { state.withValue { $0.left > 0 } }

    func deliver(budget: Int) -> Int {
        state.withValue { $0.budgets.append(budget) }
        var count = 0
        while count < budget, hasEventsWaiting {
            body(
                state.withValue { state in
                    state.left -= 1
                    return state.left
                }
            )
            count += 1
        }
        return count
    }
}
