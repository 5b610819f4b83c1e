import LinearAlgebra
import Market
import Risk
import Testing

struct StreamingTests {
    @Test(arguments: [
        StreamingCovariance.Convention.sample, .riskMetrics(decay: 0.94),
        .exponential(halfLife: 21),
    ])
    func `a stream equals the batch within 1e-12`(
        convention: StreamingCovariance.Convention
    ) throws {
        let seed: UInt64 = 51
        var generator = Xoshiro256(seed: seed)
        let returns = randomReturns(400, 9, &generator)
        var stream = try StreamingCovariance(assetCount: 9, convention: convention)
        for period in 0..<400 {
            try stream.observe(Array(returns.row(period)))
            guard [1, 2, 10, 150, 399].contains(period) else { continue }
            let rows = (0...period).map { Array(returns.row($0)) }
            let panel = try ReturnPanel(Matrix(rows: rows))
            let batch =
                switch convention {
                case .sample: try CovarianceEstimate.sample(panel)
                case .riskMetrics(let decay):
                    try CovarianceEstimate.riskMetrics(panel, decay: decay)
                case .exponential(let halfLife):
                    try CovarianceEstimate.exponential(panel, halfLife: halfLife)
                }
            let estimate = try stream.estimate()
            let scale = batch.covariance.diagonal.max() ?? 0
            for (left, right) in zip(estimate.covariance.storage, batch.covariance.storage) {
                #expect(abs(left - right) <= 1e-12 * scale, "seed \(seed), period \(period)")
            }
            #expect(estimate.observationCount == period + 1)
        }
    }

    @Test func `a stream that refuses a period is as it was`() throws {
        var stream = try StreamingCovariance(assetCount: 2, convention: .sample)
        try stream.observe([0.01, 0.02])
        let before = stream
        #expect(code { try stream.observe([0.01]) } == .dimensionMismatch)
        #expect(code { try stream.observe([0.01, .nan]) } == .notFinite)
        #expect(stream == before)
        #expect(code { try stream.estimate() } == .tooFewObservations)
    }

    @Test func `frames end at their borders and weeks on Monday`() throws {
        let moment = try Timestamp("2024-03-06T10:30:00Z")
        let ends = TimeFrame.allCases.map { $0.end(of: moment).description }
        #expect(
            ends == [
                "2024-03-06T11:00:00Z", "2024-03-06T12:00:00Z", "2024-03-07T00:00:00Z",
                "2024-03-11T00:00:00Z",
            ]
        )
        let border = try Timestamp("2024-03-06T12:00:00Z")
        #expect(TimeFrame.fourHours.end(of: border) == border)
        let early = try Timestamp("1969-12-31T23:30:00Z")
        #expect(TimeFrame.day.end(of: early) == Timestamp.epoch)
        #expect(TimeFrame.week.end(of: early) == (try Timestamp("1970-01-05T00:00:00Z")))
    }

    @Test func `a frame's return comes out when it ends and not before`() throws {
        var aggregator = FrameAggregator(frame: .fourHours, assetCount: 2)
        let start = try Timestamp("2024-03-06T00:00:00Z")
        var ended: [FrameAggregator.Ended] = []
        for hour in 1...9 {
            let moment = start.advanced(byNanoseconds: Int64(hour) * 3_600_000_000_000)
            let returns = [0.01, hour == 6 ? .nan : 0.02]
            let found = try aggregator.observe(returns, knownAt: moment)
            #expect(found.count == (hour == 8 ? 1 : 0), "hour \(hour)")
            ended += found
        }
        let growth = 1.01 * 1.01 * 1.01 * 1.01 - 1
        #expect(abs(ended[0].returns[0] - growth) < 1e-15)
        #expect(abs(ended[0].returns[1] - (1.02 * 1.02 * 1.02 - 1)) < 1e-15)
        #expect(code { try aggregator.observe([0, 0], knownAt: start) } == .unsorted)
    }

    @Test func `hourly bars give covariances over all frames at once`() throws {
        var generator = Xoshiro256(seed: 52)
        let returns = randomReturns(24 * 7 * 8, 3, &generator)
        var frames = try MultiFrameCovariance(assetCount: 3, convention: .sample)
        let start = try Timestamp("2024-01-01T00:00:00Z")
        for hour in 0..<returns.rows {
            let moment = start.advanced(byNanoseconds: Int64(hour + 1) * 3_600_000_000_000)
            try frames.observe(Array(returns.row(hour)), knownAt: moment)
        }
        let counts = try frames.frames.map { try frames.estimate($0).observationCount }
        // The first frame of each length is left out.
        #expect(counts == [1_343, 335, 55, 7])
        let (hour, day) = try (
            frames.estimate(.hour).covariance[0, 0], frames.estimate(.day).covariance[0, 0]
        )
        #expect((16...34).contains(day / hour))
    }

    @Test func `markets of different calendars meet on their common dates`() throws {
        let days = (0..<6).map { CalendarDate(dayNumber: 19_000 + $0) }
        let left = try CalendarReturns(dates: days, returns: [0.5, 0.01, 0.02, 0.03, 0.04, 0.05])
        let right = try CalendarReturns(
            dates: [days[0], days[2], days[3], days[5]],
            returns: [0.9, 0.1, 0.2, 0.3]
        )
        let aligned = try CalendarAlignment([left, right])
        #expect(aligned.dates == [days[2], days[3], days[5]])
        let rights = [[1.01 * 1.02 - 1, 0.1], [0.03, 0.2], [1.04 * 1.05 - 1, 0.3]]
        for (row, right) in rights.enumerated() {
            for column in 0..<2 {
                let difference = aligned.panel.returns[row, column] - right[column]
                #expect(abs(difference) < 1e-15)
            }
        }
        let overlapping = try aligned.panel.overlapping(span: 2)
        #expect(overlapping.periodCount == 2)
        #expect(abs(overlapping.returns[0, 1] - (1.1 * 1.2 - 1)) < 1e-15)
        let other = try CalendarReturns(dates: [days[1]], returns: [0])
        #expect(code { try CalendarAlignment([right, other]) } == .tooFewObservations)
        #expect(
            code { try CalendarReturns(dates: [days[1], days[0]], returns: [0, 0]) } == .unsorted
        )
    }
}
