import Market

/// Picks the points of a long series that a drawing can show.
enum Thinning {
    /// Returns the first and last index, and those of the least and greatest value of each bucket.
    ///
    /// No extreme is lost. Short series are kept whole.
    /// - Returns: At most `2 × buckets + 2` indices, ascending.
    static func extremes(
        _ values: [Double],
        at dates: [CalendarDate],
        on scale: DateScale,
        buckets: Int
    ) -> [Int] {
        guard values.count > 2 * buckets else { return Array(values.indices) }
        var kept = [0]
        for range in ranges(of: dates, on: scale, buckets: buckets) {
            var (least, greatest) = (range.lowerBound, range.lowerBound)
            for index in range {
                if values[index] < values[least] { least = index }
                if values[index] > values[greatest] { greatest = index }
            }
            kept.append(min(least, greatest))
            kept.append(max(least, greatest))
        }
        kept.append(values.count - 1)
        return kept.indices.filter { $0 == 0 || kept[$0] > kept[$0 - 1] }.map { kept[$0] }
    }

    /// Returns the first index and the last of each bucket, ascending.
    static func lasts(at dates: [CalendarDate], on scale: DateScale, buckets: Int) -> [Int] {
        guard dates.count > buckets else { return Array(dates.indices) }
        let ends = ranges(of: dates, on: scale, buckets: buckets).map { $0.upperBound - 1 }
        return ends.first == 0 ? ends : [0] + ends
    }

    /// The buckets of a scale that hold dates, as ranges of their indices.
    static func ranges(
        of dates: [CalendarDate],
        on scale: DateScale,
        buckets: Int
    ) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var first = 0
        var current = -1
        for (index, date) in dates.enumerated() {
            let bucket = min(Int(scale.fraction(date) * Double(buckets)), buckets - 1)
            if index > 0, bucket != current {
                ranges.append(first..<index)
                first = index
            }
            current = bucket
        }
        if !dates.isEmpty { ranges.append(first..<dates.count) }
        return ranges
    }
}
