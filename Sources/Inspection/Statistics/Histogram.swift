/// Counts whole numbers from 0 on in buckets that are at most 1/128 of their value wide.
///
/// A percentile is therefore at most 0.8 % above the true one; the maximum and the mean are exact.
package struct Histogram: Sendable, Equatable {
    private static let precisionBits: UInt64 = 7
    private static let linear: UInt64 = 1 << (precisionBits + 1)

    private var counts: [Int64] = []
    /// How many values were counted.
    package private(set) var count: Int64 = 0
    /// The largest value; 0 for none.
    package private(set) var maximum: Int64 = 0
    /// The sum of all values.
    package private(set) var sum: Double = 0

    /// Counts nothing yet.
    package init() {}

    /// Counts a value; one below zero counts as zero.
    package mutating func add(_ value: Int64) {
        let value = max(0, value)
        let bucket = Self.bucket(of: UInt64(value))
        if bucket >= counts.count {
            counts += [Int64](repeating: 0, count: bucket + 1 - counts.count)
        }
        counts[bucket] += 1
        count += 1
        maximum = max(maximum, value)
        sum += Double(value)
    }

    /// Counts all that another has counted.
    package mutating func add(_ other: Histogram) {
        if other.counts.count > counts.count {
            counts += [Int64](repeating: 0, count: other.counts.count - counts.count)
        }
        for bucket in other.counts.indices { counts[bucket] += other.counts[bucket] }
        count += other.count
        maximum = max(maximum, other.maximum)
        sum += other.sum
    }

    /// The mean; `nil` for nothing.
    package var mean: Double? { count > 0 ? sum / Double(count) : nil }

    /// Returns the least value that at least a fraction of all values does not exceed.
    ///
    /// - Parameter fraction: 0.5 for the median, 0.99 for the 99th percentile; 0 to 1.
    /// - Returns: The upper end of its bucket, never above the maximum; `nil` for nothing.
    package func percentile(_ fraction: Double) -> Int64? {
        guard count > 0 else { return nil }
        let rank = max(1, Int64((Double(count) * fraction).rounded(.up)))
        var seen: Int64 = 0
        for (bucket, count) in counts.enumerated() {
            seen += count
            if seen >= rank { return min(maximum, Self.upperEnd(of: bucket)) }
        }
        return maximum
    }

    private static func bucket(of value: UInt64) -> Int {
        guard value >= linear else { return Int(value) }
        let exponent = UInt64(63 - value.leadingZeroBitCount)
        let shift = exponent - precisionBits
        let octave = Int(exponent - precisionBits - 1)
        return Int(linear) + octave << Int(precisionBits)
            + Int((value >> shift) - (1 << precisionBits))
    }

    private static func upperEnd(of bucket: Int) -> Int64 {
        guard bucket >= Int(linear) else { return Int64(bucket) }
        let octave = (bucket - Int(linear)) >> Int(precisionBits)
        let place = (bucket - Int(linear)) & ((1 << Int(precisionBits)) - 1)
        let shift = octave + 1
        let next = UInt64((1 << Int(precisionBits)) + place + 1) << UInt64(shift)
        return Int64(clamping: next - 1)
    }
}
