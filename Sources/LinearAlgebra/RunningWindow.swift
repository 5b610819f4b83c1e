/// The last values of a series, at most `capacity` of them, with their statistics.
///
/// Statistics are computed over the values oldest first, never from running sums: a window restored
/// from its values goes on to the last bit as the one that never stopped.
package struct RunningWindow: Sendable {
    /// How many values it holds once full, above zero.
    package let capacity: Int
    /// The kept values last; up to `capacity` older ones before them, so that appending is cheap.
    private var storage: [Double]

    /// Makes a window, empty or with the last `capacity` of the values given, oldest first.
    package init(capacity: Int, values: [Double] = []) {
        precondition(capacity > 0, "a window holds at least one value, found \(capacity)")
        self.capacity = capacity
        storage = Array(values.suffix(capacity))
    }

    /// Adds the newest value; the oldest leaves when the window is full.
    package mutating func append(_ value: Double) {
        if storage.count == 2 * capacity { storage.removeFirst(capacity) }
        storage.append(value)
    }

    /// How many values it holds now.
    package var count: Int { min(storage.count, capacity) }

    /// Whether it holds `capacity` values.
    package var isFull: Bool { count == capacity }

    /// The values, oldest first.
    package var values: [Double] { Array(storage.suffix(capacity)) }

    /// The arithmetic mean of the last `length` values, `nil` while there are fewer.
    package func mean(last length: Int) -> Double? {
        guard let start = start(length) else { return nil }
        return SampleStatistics.mean(storage.span.extracting(start...))
    }

    /// The variance (`n − 1`) of the last `length` values, `nil` while there are fewer or under two.
    package func variance(last length: Int) -> Double? {
        guard let start = start(length) else { return nil }
        return SampleStatistics.variance(storage.span.extracting(start...))
    }

    /// The square root of ``variance(last:)``.
    package func standardDeviation(last length: Int) -> Double? {
        variance(last: length)?.squareRoot()
    }

    /// The compounded return of the last `length` simple returns, `nil` while there are fewer.
    package func compounded(last length: Int) -> Double? {
        guard let start = start(length) else { return nil }
        return SampleStatistics.compounded(storage.span.extracting(start...))
    }

    /// The correlation of the last `length` values of two windows that were appended to together.
    ///
    /// - Returns: `nil` while either holds fewer, for `length` under two, or if either is constant.
    package func correlation(with other: RunningWindow, last length: Int) -> Double? {
        guard let start = start(length), let otherStart = other.start(length) else { return nil }
        return SampleStatistics.correlation(
            storage.span.extracting(start...),
            other.storage.span.extracting(otherStart...)
        )
    }

    private func start(_ length: Int) -> Int? {
        length > 0 && length <= count ? storage.count - length : nil
    }
}

extension RunningWindow: Equatable {
    package static func == (left: RunningWindow, right: RunningWindow) -> Bool {
        left.capacity == right.capacity && left.values == right.values
    }
}
