import Market

/// Where dates stand on an axis, and its ticks.
struct DateScale: Sendable, Equatable {
    /// One mark of the axis.
    struct Tick: Sendable, Equatable {
        let date: CalendarDate
        let label: String
    }

    /// The first date shown.
    let first: CalendarDate
    /// The last date shown, not before the first.
    let last: CalendarDate

    /// The place of a date, 0 at the first and 1 at the last; ½ where they are one day.
    func fraction(_ date: CalendarDate) -> Double {
        let days = last.dayNumber - first.dayNumber
        guard days > 0 else { return 0.5 }
        return Double(date.dayNumber - first.dayNumber) / Double(days)
    }

    /// Marks at starts of years or months, or at days, whichever are dense enough.
    func ticks(atMost maximum: Int) -> [Tick] {
        let days = last.dayNumber - first.dayNumber
        guard days > 75 else { return dayTicks(atMost: max(maximum / 2, 2)) }
        for months in [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1_200] {
            let ticks = monthTicks(every: months)
            if ticks.count <= (months < 12 ? max(maximum * 2 / 3, 3) : maximum) { return ticks }
        }
        return []
    }

    private func dayTicks(atMost maximum: Int) -> [Tick] {
        let days = last.dayNumber - first.dayNumber
        let step = max((days + maximum - 1) / maximum, 1)
        return stride(from: first.dayNumber, through: last.dayNumber, by: step).map { number in
            let date = CalendarDate(dayNumber: number)
            return Tick(date: date, label: date.description)
        }
    }

    private func monthTicks(every months: Int) -> [Tick] {
        let (year, month, day) = first.components
        let start = year * 12 + month - 1 + (day > 1 ? 1 : 0)
        let (lastYear, lastMonth, _) = last.components
        let aligned = (start + months - 1) / months * months
        return stride(from: aligned, through: lastYear * 12 + lastMonth - 1, by: months)
            .compactMap { index in
                CalendarDate(year: index / 12, month: index % 12 + 1, day: 1).map { date in
                    let label = months < 12 ? String("\(date)".prefix(7)) : "\(index / 12)"
                    return Tick(date: date, label: label)
                }
            }
    }
}
