import Market
import Testing

@testable import Trading

struct ProtectiveStopsTests {
    private func holding(_ units: String, cost: Double) throws -> AccountView {
        try account(nav: "10000", holding: [units], averageCosts: [cost])
    }

    /// Stops armed at a tenth while flat, and the position opened at 100 the day after.
    private func armed(_ units: String, distance: Double = 0.1) throws -> ProtectiveStops {
        var stops = ProtectiveStops(instruments: 1)
        let flat = try account(nav: "10000")
        _ = stops.stopped(try step(0, ["100"]), account: flat)
        stops.arm([view(0, 1, stop: distance)])
        let open = try holding(units, cost: 100)
        _ = stops.stopped(try step(1, ["100"]), account: open)
        stops.arm([view(0, 1, stop: 0.5)])
        return stops
    }

    @Test(arguments: [("90.01", false), ("89.99", true), ("55", true), ("300", false)])
    func `a long position is closed when it has lost its distance`(
        close: String,
        isStopped: Bool
    ) throws {
        var stops = try armed("7")
        let found = stops.stopped(try step(2, [close]), account: try holding("7", cost: 100))
        #expect(found == [isStopped])
    }

    @Test(arguments: [("109.99", false), ("110.01", true), ("300", true), ("20", false)])
    func `a short position is closed when the price has risen by its distance`(
        close: String,
        isStopped: Bool
    ) throws {
        var stops = try armed("-7")
        let found = stops.stopped(try step(2, [close]), account: try holding("-7", cost: 100))
        #expect(found == [isStopped])
    }

    @Test func `the distance is that of the signal that opened the position`() throws {
        // Later signals said a half; a loss of 11 % still stops out.
        var stops = try armed("7")
        let found = stops.stopped(try step(2, ["89"]), account: try holding("7", cost: 100))
        #expect(found == [true])
    }

    @Test func `a position turned round takes the distance of the signal that turned it`() throws {
        var stops = try armed("7", distance: 0.1)
        let long = try holding("7", cost: 100)
        _ = stops.stopped(try step(2, ["100"]), account: long)
        stops.arm([view(0, -1, stop: 0.3)])
        let short = try holding("-7", cost: 100)
        #expect(stops.stopped(try step(3, ["120"]), account: short) == [false])
        stops.arm([view(0, -1, stop: 0.05)])
        #expect(stops.stopped(try step(4, ["131"]), account: short) == [true])
    }

    @Test func `a distance of nothing never stops`() throws {
        var stops = try armed("7", distance: 0)
        let found = stops.stopped(try step(2, ["1"]), account: try holding("7", cost: 100))
        #expect(found == [false])
    }

    @Test func `a stopped instrument is left alone for ten bars`() throws {
        var stops = try armed("7")
        #expect(stops.stopped(try step(2, ["80"]), account: try holding("7", cost: 100)) == [true])
        let flat = try account(nav: "9000")
        for index in 3...11 {
            #expect(stops.stopped(try step(index, ["80"]), account: flat) == [true], "\(index)")
            stops.arm([view(0, 1, stop: 0.2)])
        }
        #expect(stops.stopped(try step(12, ["80"]), account: flat) == [false])
    }

    @Test func `after the pause the next position has the stop of its own signal`() throws {
        var stops = try armed("7")
        _ = stops.stopped(try step(2, ["80"]), account: try holding("7", cost: 100))
        let flat = try account(nav: "9000")
        for index in 3...20 {
            _ = stops.stopped(try step(index, ["80"]), account: flat)
            stops.arm([view(0, 1, stop: 0.25)])
        }
        let again = try holding("9", cost: 80)
        #expect(stops.stopped(try step(21, ["61"]), account: again) == [false])
        #expect(stops.stopped(try step(22, ["60"]), account: again) == [true])
    }

    @Test func `an exit that has not traded keeps the instrument stopped`() throws {
        var stops = try armed("7")
        let long = try holding("7", cost: 100)
        #expect(stops.stopped(try step(2, ["80"]), account: long) == [true])
        for index in 3...30 {
            #expect(stops.stopped(try step(index, ["80"]), account: long) == [true], "\(index)")
        }
    }

    @Test func `nothing is stopped on a day without a price`() throws {
        var stops = try armed("7")
        let long = try holding("7", cost: 100)
        #expect(stops.stopped(try step(2, [nil]), account: long) == [false])
        #expect(stops.stopped(try step(3, ["80"]), account: long) == [true])
        #expect(stops.stopped(try step(4, [nil]), account: long) == [true])
    }

    @Test func `instruments are stopped one by one`() throws {
        var stops = ProtectiveStops(instruments: 2)
        let flat = try account(nav: "10000", holding: ["0", "0"])
        _ = stops.stopped(try step(0, ["100", "50"]), account: flat)
        stops.arm([view(0, 1, stop: 0.1), view(1, 1, stop: 0.4)])
        let long = try account(nav: "10000", holding: ["1", "1"], averageCosts: [100, 50])
        #expect(stops.stopped(try step(1, ["85", "40"]), account: long) == [true, false])
    }
}
