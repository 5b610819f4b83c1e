/// Purged cross-validation over every choice of several test folds.
///
/// Each fold is tested in several splits, so that the tests join to several whole histories, each
/// out of sample throughout: a distribution of results instead of one.
/// - SeeAlso: López de Prado (2018), "Advances in Financial Machine Learning", chapter 12.
package struct CombinatorialPurgedFolds: Sendable, Hashable {
    /// Most splits a choice of sizes may come to.
    package static let splitsMaximum = 100_000

    /// The folds and their distances.
    package let folds: PurgedFolds
    /// How many folds judge each split, from 1 and fewer than all.
    package let testFoldCount: Int
    /// How many splits there are, `foldCount` over `testFoldCount`.
    package let splitCount: Int

    /// Takes folds and how many of them judge at a time.
    ///
    /// - Throws: ``PerformanceError`` with `parameterOutOfRange` where no fold is left to learn
    ///   from, and above ``splitsMaximum`` splits.
    package init(_ folds: PurgedFolds, testFoldCount: Int) throws(PerformanceError) {
        try PerformanceError.check(testFoldCount, "a number of test folds", atLeast: 1)
        let left = folds.foldCount - testFoldCount
        try PerformanceError.check(left, "a number of training folds", atLeast: 1)
        var count = 1
        for step in 1...min(testFoldCount, left) {
            // Each product is the binomial of one step more times the step: it divides evenly.
            let (product, overflows) = count.multipliedReportingOverflow(
                by: folds.foldCount - step + 1
            )
            guard !overflows, product / step <= Self.splitsMaximum else {
                throw PerformanceError(
                    .parameterOutOfRange,
                    "\(testFoldCount) of \(folds.foldCount) folds make more than "
                        + "\(Self.splitsMaximum) splits; use fewer folds"
                )
            }
            count = product / step
        }
        self.folds = folds
        self.testFoldCount = testFoldCount
        splitCount = count
    }

    /// Returns every split, the choices of test folds in lexicographic order.
    package func splits() -> [PurgedFolds.Split] {
        var splits: [PurgedFolds.Split] = []
        splits.reserveCapacity(splitCount)
        var choice = Array(0..<testFoldCount)
        while true {
            splits.append(folds.split(judgedBy: choice))
            let last = choice.indices.last { choice[$0] < folds.foldCount - testFoldCount + $0 }
            guard let last else { return splits }
            choice[last] += 1
            for index in choice.indices.dropFirst(last + 1) {
                choice[index] = choice[index - 1] + 1
            }
        }
    }

    /// Returns the histories that tests join to: for each, the split that tests each fold.
    ///
    /// Splits are indices into ``splits()``. There are `splitCount × testFoldCount / foldCount`
    /// histories, and every test of every split is in exactly one.
    package func paths() -> [[Int]] {
        var testers = [[Int]](repeating: [], count: folds.foldCount)
        for (index, split) in splits().enumerated() {
            for fold in split.testFolds { testers[fold].append(index) }
        }
        return (testers.first ?? []).indices.map { path in testers.map { $0[path] } }
    }
}
