import Market
import Supervision
import Testing

struct ConductorTests {
    private func conductor(_ count: Int64 = 2) throws -> Conductor {
        let start = try Timestamp("2020-01-06T21:00:00Z")
        let moments = (0..<count).map { start.advanced(byNanoseconds: $0 * 86_400_000_000_000) }
        return Conductor(windows: CycleLength.day.windows(over: moments))
    }

    // MARK: - Before the first cycle

    @Test func `before the first cycle nothing is open and no report is expected`() throws {
        var conductor = try conductor()
        #expect(conductor.current == nil)
        #expect(conductor.missing.isEmpty)
        #expect(conductor.reported("a", cycle: 1) == .unexpected)
        #expect(conductor.reported("a", cycle: 0) == .unexpected)
        #expect(conductor.current == nil)
    }

    @Test func `opening gives the first window and waits for everybody, in order of name`() throws {
        var conductor = try conductor()
        let window = conductor.open(for: ["tech", "energy", "mining"])
        #expect(window == conductor.windows[0])
        #expect(window?.cycle == 1)
        #expect(conductor.current == window)
        #expect(conductor.missing == ["energy", "mining", "tech"])
    }

    // MARK: - While reports are missing

    @Test func `the cycle waits until the last worker has reported`() throws {
        var conductor = try conductor()
        _ = conductor.open(for: ["a", "b", "c"])
        #expect(conductor.reported("b", cycle: 1) == .wait)
        #expect(conductor.missing == ["a", "c"])
        #expect(conductor.reported("c", cycle: 1) == .wait)
        #expect(conductor.reported("a", cycle: 1) == .fold)
        #expect(conductor.missing.isEmpty)
        #expect(conductor.current?.cycle == 1)
    }

    @Test func `a stranger's report is unexpected and does not close the cycle`() throws {
        var conductor = try conductor()
        _ = conductor.open(for: ["a"])
        #expect(conductor.reported("b", cycle: 1) == .unexpected)
        #expect(conductor.missing == ["a"])
        #expect(conductor.reported("a", cycle: 1) == .fold)
    }

    @Test(arguments: [Int64(0), 2, 3, -1])
    func `a report on another cycle is unexpected and does not count`(cycle: Int64) throws {
        var conductor = try conductor(3)
        _ = conductor.open(for: ["a"])
        #expect(conductor.reported("a", cycle: cycle) == .unexpected)
        #expect(conductor.missing == ["a"])
    }

    @Test func `a second report is unexpected and does not stand for another worker`() throws {
        var conductor = try conductor()
        _ = conductor.open(for: ["a", "b"])
        #expect(conductor.reported("a", cycle: 1) == .wait)
        #expect(conductor.reported("a", cycle: 1) == .unexpected)
        #expect(conductor.missing == ["b"])
        #expect(conductor.reported("b", cycle: 1) == .fold)
    }

    @Test func `opening over missing reports is a broken invariant`() async {
        await #expect(processExitsWith: .failure) {
            let moments = (1...2).map { Timestamp(nanoseconds: $0 * 86_400_000_000_000) }
            var conductor = Conductor(windows: CycleLength.day.windows(over: moments))
            _ = conductor.open(for: ["a"])
            _ = conductor.open(for: ["a"])
        }
    }

    // MARK: - When the cycle is complete

    @Test func `a report after the fold is unexpected`() throws {
        var conductor = try conductor()
        _ = conductor.open(for: ["a"])
        #expect(conductor.reported("a", cycle: 1) == .fold)
        #expect(conductor.reported("a", cycle: 1) == .unexpected)
        #expect(conductor.reported("b", cycle: 1) == .unexpected)
        #expect(conductor.reported("a", cycle: 2) == .unexpected)
    }

    @Test func `the next cycle asks the workers it is opened for, others no more`() throws {
        var conductor = try conductor()
        _ = conductor.open(for: ["a", "b"])
        _ = conductor.reported("a", cycle: 1)
        _ = conductor.reported("b", cycle: 1)
        #expect(conductor.open(for: ["b", "c"])?.cycle == 2)
        #expect(conductor.reported("a", cycle: 2) == .unexpected)
        #expect(conductor.reported("b", cycle: 1) == .unexpected)
        #expect(conductor.reported("b", cycle: 2) == .wait)
        #expect(conductor.reported("c", cycle: 2) == .fold)
    }

    // MARK: - After the last cycle

    @Test func `after the last window nothing opens and no report is expected`() throws {
        var conductor = try conductor(1)
        _ = conductor.open(for: ["a"])
        #expect(conductor.reported("a", cycle: 1) == .fold)
        #expect(conductor.open(for: ["a"]) == nil)
        #expect(conductor.current == nil)
        #expect(conductor.missing.isEmpty)
        #expect(conductor.reported("a", cycle: 1) == .unexpected)
        #expect(conductor.reported("a", cycle: 2) == .unexpected)
        #expect(conductor.open(for: ["a"]) == nil)
    }

    @Test func `without windows nothing ever opens`() {
        var conductor = Conductor(windows: [])
        #expect(conductor.open(for: ["a"]) == nil)
        #expect(conductor.reported("a", cycle: 1) == .unexpected)
    }

    @Test func `a run plays every window once and in order`() throws {
        var conductor = try conductor(40)
        var played: [Int64] = []
        var last = try #require(conductor.windows.first).from
        while let window = conductor.open(for: ["b", "a"]) {
            #expect(window.from == last)
            #expect(conductor.reported("b", cycle: window.cycle) == .wait)
            #expect(conductor.reported("a", cycle: window.cycle) == .fold)
            played.append(window.cycle)
            last = window.to
        }
        #expect(played == Array(1...40))
    }
}
