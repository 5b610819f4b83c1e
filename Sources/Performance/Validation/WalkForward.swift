/// Splits that learn from the past and are judged by what followed, again and again.
///
/// The first learns from `0 ..< trainSize`, leaves out a gap and is judged by the next `testSize`
/// observations; each later one is `testSize` further on. Only full tests count.
/// - SeeAlso: Pardo (1992), "Design, Testing and Optimization of Trading Systems".
package struct WalkForward: Sendable, Hashable {
    /// Where training begins.
    package enum Window: Sendable, Hashable, CaseIterable {
        /// `trainSize` observations before the gap.
        case rolling
        /// At the first observation, so that each split learns from more.
        case expanding
    }

    /// Observations the first split learns from, from 1.
    package let trainSize: Int
    /// Observations each split is judged by, from 1.
    package let testSize: Int
    /// Observations left out between them, from 0.
    package let gap: Int
    /// Where training begins.
    package let window: Window

    /// Takes sizes.
    ///
    /// - Throws: ``PerformanceError`` with `parameterOutOfRange` for sizes below 1 or a gap below 0.
    package init(
        trainSize: Int,
        testSize: Int,
        gap: Int = 0,
        window: Window = .rolling
    ) throws(PerformanceError) {
        try PerformanceError.check(trainSize, "a training size", atLeast: 1)
        try PerformanceError.check(testSize, "a test size", atLeast: 1)
        try PerformanceError.check(gap, "a gap", atLeast: 0)
        self.trainSize = trainSize
        self.testSize = testSize
        self.gap = gap
        self.window = window
    }

    /// Returns the splits of a number of observations, none where it's too small for one.
    package func splits(of count: Int) -> [SampleSplit] {
        // Subtracting from the count never overflows.
        guard count > trainSize, count - trainSize > gap else { return [] }
        let first = trainSize + gap
        return stride(from: first, through: count - min(count, testSize), by: testSize).map {
            test in
            let end = test - gap
            let start = window == .rolling ? end - trainSize : 0
            return SampleSplit(training: [start..<end], testing: [test..<test + testSize])
        }
    }
}
