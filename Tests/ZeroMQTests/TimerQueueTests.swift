import Testing

@testable import ZeroMQ

struct TimerQueueTests {
    @Test func `nothing is due in an empty queue`() {
        var queue = TimerQueue()
        #expect(queue.earliest() == nil)
        #expect(queue.popDue(at: MonotonicInstant(nanoseconds: .max)) == nil)
    }

    @Test func `a timer is due at its deadline and not a nanosecond before`() {
        var queue = TimerQueue()
        _ = queue.add(at: MonotonicInstant(nanoseconds: 10)) {}
        #expect(queue.popDue(at: MonotonicInstant(nanoseconds: 9)) == nil)
        #expect(queue.popDue(at: MonotonicInstant(nanoseconds: 10)) != nil)
        #expect(queue.count == 0)
    }

    @Test(arguments: [1, 2, 3, 4, 5] as [UInt64])
    func `timers come out by deadline, then in the order of their making`(seed: UInt64) {
        var generator = SplitMix(state: seed)
        var queue = TimerQueue()
        var expected: [(deadline: Int64, number: Int)] = []
        var popped: [Int] = []
        for number in 0..<1_000 {
            let deadline = Int64(generator.next() % 100)
            let timer = queue.add(at: MonotonicInstant(nanoseconds: deadline)) {
                popped.append(number)
            }
            if generator.next() % 3 == 0 {
                queue.cancel(timer)
            } else {
                expected.append((deadline, number))
            }
        }
        while let body = queue.popDue(at: MonotonicInstant(nanoseconds: 100)) { body() }
        expected.sort { ($0.deadline, $0.number) < ($1.deadline, $1.number) }
        #expect(popped == expected.map(\.number), "seed \(seed)")
        #expect(queue.count == 0)
    }

    @Test func `timers that are always cancelled leave nothing behind`() {
        var queue = TimerQueue()
        _ = queue.add(at: MonotonicInstant(nanoseconds: .max)) {}
        for deadline in 0..<100_000 as Range<Int64> {
            queue.cancel(queue.add(at: MonotonicInstant(nanoseconds: deadline)) {})
        }
        #expect(queue.count == 1)
        #expect(queue.entryCount <= 65)
    }

    @Test func `cancelling twice, or after the timer has fired, does nothing`() {
        var queue = TimerQueue()
        let first = queue.add(at: MonotonicInstant(nanoseconds: 1)) {}
        let second = queue.add(at: MonotonicInstant(nanoseconds: 2)) {}
        _ = queue.popDue(at: MonotonicInstant(nanoseconds: 1))
        queue.cancel(first)
        queue.cancel(second)
        queue.cancel(second)
        #expect(queue.earliest() == nil)
    }
}

/// Steele, Lea and Flood (2014), "Fast Splittable Pseudorandom Number Generators".
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
