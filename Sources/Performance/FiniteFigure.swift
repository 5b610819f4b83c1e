import Market

/// Passes a figure on where doubles can hold it: overflow and 0/0 give `nil`, never NaN.
func finite(_ figure: Double?) -> Double? {
    guard let figure, figure.isFinite else { return nil }
    return figure
}

extension PerformanceError {
    /// Refuses two lists of unequal length, so that their items can be paired.
    static func check(
        _ left: Int,
        _ leftName: String,
        _ right: Int,
        _ rightName: String
    ) throws(PerformanceError) {
        guard left == right else {
            throw PerformanceError(
                .countMismatch,
                "\(left) \(leftName) came with \(right) \(rightName); give one for each"
            )
        }
    }

    /// Refuses NaN and infinity in a list.
    static func check(finite values: [Double], _ name: String) throws(PerformanceError) {
        for (index, value) in values.enumerated() where !value.isFinite {
            throw PerformanceError(
                .notFinite,
                "number \(index + 1) of the \(name) is \(value); leave out what isn't known"
            )
        }
    }

    /// Refuses dates that don't ascend.
    static func check(ascending dates: [CalendarDate]) throws(PerformanceError) {
        for index in dates.indices.dropFirst() where dates[index] < dates[index - 1] {
            throw PerformanceError(
                .impossibleValue,
                "\(dates[index]) comes after \(dates[index - 1]); sort by date"
            )
        }
    }
}
