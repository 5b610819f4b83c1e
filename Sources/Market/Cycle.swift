/// How much market time one round of reports and capital covers.
package enum CycleLength: String, Sendable, CaseIterable {
    /// One bar of the data, whatever its period.
    case bar = "1bar"
    /// All bars known on one UTC date.
    case day = "1d"
    /// All bars of one week, Monday to Sunday.
    case week = "1w"
    /// All bars of one calendar month.
    case month = "1mo"
}

/// The part of market time that one cycle plays: later than `from`, up to and including `to`.
package struct CycleWindow: Sendable, Hashable {
    /// The cycle's number, from 1.
    package let cycle: Int64
    /// The end of the window before; bars known then are past.
    package let from: Timestamp
    /// The last moment of the window.
    package let to: Timestamp

    /// Takes a window; `to` is later than `from`.
    package init(cycle: Int64, from: Timestamp, to: Timestamp) {
        precondition(to > from, "cycle \(cycle) ends at \(to), not after its start \(from)")
        self.cycle = cycle
        self.from = from
        self.to = to
    }
}

extension CycleLength {
    /// Cuts the moments at which bars became known into consecutive windows.
    ///
    /// - Parameter moments: When bars became known, ascending and without repetition.
    /// - Returns: Windows numbered from 1 that hold every moment once; none for no moments.
    package func windows(over moments: [Timestamp]) -> [CycleWindow] {
        guard let first = moments.first else { return [] }
        var windows: [CycleWindow] = []
        var from = first.advanced(byNanoseconds: -1)
        for (index, moment) in moments.enumerated() {
            let isLast = index + 1 == moments.count
            if !isLast, isSamePeriod(moment, moments[index + 1]) { continue }
            windows.append(CycleWindow(cycle: Int64(windows.count + 1), from: from, to: moment))
            from = moment
        }
        return windows
    }

    private func isSamePeriod(_ left: Timestamp, _ right: Timestamp) -> Bool {
        switch self {
        case .bar: return false
        case .day: return left.date == right.date
        case .week:
            let leftMonday = left.date.dayNumber - left.date.weekday
            return leftMonday == right.date.dayNumber - right.date.weekday
        case .month:
            let (leftYear, leftMonth, _) = left.date.components
            let (rightYear, rightMonth, _) = right.date.components
            return leftYear == rightYear && leftMonth == rightMonth
        }
    }
}
