/// Which observations a model learns from and which it is judged by.
package struct SampleSplit: Sendable, Hashable {
    /// Indices to learn from: runs in ascending order, none empty, none touching another.
    package let training: [Range<Int>]
    /// Indices to judge by, in runs of the same kind.
    package let testing: [Range<Int>]

    init(training: [Range<Int>], testing: [Range<Int>]) {
        self.training = training
        self.testing = testing
    }
}

extension PerformanceError {
    /// Refuses a size below the least one that makes sense.
    static func check(
        _ size: Int,
        _ name: String,
        atLeast least: Int
    ) throws(PerformanceError) {
        guard size >= least else {
            throw PerformanceError(
                .parameterOutOfRange,
                "\(name) of \(size) splits nothing; give \(least) or more"
            )
        }
    }
}
