/// Folds for cross-validation whose training keeps its distance from every test.
///
/// Observations fall into folds of `⌊count / foldCount⌋` consecutive ones, the last with the rest.
/// Each split is judged by some folds and learns from the others, less `purge` observations before
/// every block of tests, whose outcomes reach into it, and `purge + embargo` after it, whose inputs
/// still remember it.
/// - SeeAlso: López de Prado (2018), "Advances in Financial Machine Learning", chapters 7 and 12.
package struct PurgedFolds: Sendable, Hashable {
    /// A split with the folds that judge it.
    package struct Split: Sendable, Hashable {
        /// The folds judged by, ascending.
        package let testFolds: [Int]
        /// The observations of either side.
        package let sample: SampleSplit
    }

    /// How many observations there are.
    package let count: Int
    /// How many folds they fall into, from 2 up to the count.
    package let foldCount: Int
    /// Observations left out on either side of a test, from 0.
    package let purge: Int
    /// Further observations left out after a test, from 0.
    package let embargo: Int

    /// Takes sizes.
    ///
    /// - Throws: ``PerformanceError`` with `parameterOutOfRange` for fewer than 2 folds, fewer
    ///   observations than folds, or distances below 0.
    package init(
        count: Int,
        foldCount: Int,
        purge: Int = 0,
        embargo: Int = 0
    ) throws(PerformanceError) {
        try PerformanceError.check(foldCount, "a number of folds", atLeast: 2)
        try PerformanceError.check(count, "a number of observations", atLeast: foldCount)
        try PerformanceError.check(purge, "a purge", atLeast: 0)
        try PerformanceError.check(embargo, "an embargo", atLeast: 0)
        self.count = count
        self.foldCount = foldCount
        self.purge = purge
        self.embargo = embargo
    }

    /// The observations of a fold.
    package func fold(_ index: Int) -> Range<Int> {
        let size = count / foldCount
        return index * size..<(index + 1 == foldCount ? count : (index + 1) * size)
    }

    /// Returns one split for each fold, judged by it alone.
    package func splits() -> [Split] {
        (0..<foldCount).map { split(judgedBy: [$0]) }
    }

    /// Returns the split judged by some folds, ascending.
    func split(judgedBy folds: [Int]) -> Split {
        var tests: [Range<Int>] = []
        for range in folds.map(fold) {
            if let last = tests.last, last.upperBound == range.lowerBound {
                tests[tests.count - 1] = last.lowerBound..<range.upperBound
            } else {
                tests.append(range)
            }
        }
        // More than all observations are no further away than all of them.
        let before = min(purge, count)
        let after = before + min(embargo, count)
        var training: [Range<Int>] = []
        var start = 0
        for test in tests {
            if start < test.lowerBound - before {
                training.append(start..<test.lowerBound - before)
            }
            start = test.upperBound + after
        }
        if start < count { training.append(start..<count) }
        return Split(
            testFolds: folds,
            sample: SampleSplit(training: training, testing: tests)
        )
    }
}
