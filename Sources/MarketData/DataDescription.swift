package import Market

/// What the data files of a directory, or one file, hold.
package struct DataDescription: Sendable, Equatable {
    /// A change from one close to the next.
    package struct Move: Sendable, Equatable {
        /// The relative change: −0.5 is a fall to half.
        package let change: Double
        /// When the later close became known.
        package let at: Timestamp
    }

    /// What a file holds of one instrument.
    package struct Series: Sendable, Equatable {
        /// Where it was read from.
        package let file: String
        /// What the bars are of.
        package let instrument: InstrumentID
        /// How many bars there are.
        package let rows: Int
        /// When its first bar became known; `nil` where it has none.
        package let first: Timestamp?
        /// When its last bar became known; `nil` where it has none.
        package let last: Timestamp?
        /// Bars with a volume of zero; bars without a volume don't count.
        package let zeroVolumes: Int
        /// Moments of the calendar from its first to its last bar on which it has none.
        ///
        /// The calendar is the union of all files' moments; for daily bars these are days.
        package let missing: Int
        /// The largest relative change from close to close; `nil` for fewer than two bars.
        package let largestMove: Move?
    }

    /// One entry an instrument, in the order of files and columns.
    package let series: [Series]
    /// CSV files whose header speaks of neither times nor prices; they were not looked into.
    package let skipped: [String]
    /// Every moment at which some bar became known, ascending; daily bars at midnight.
    package let calendar: [Timestamp]

    /// Describes one file, or every CSV file of a directory.
    ///
    /// - Throws: ``MarketDataError`` with `unreadable` or `invalid`: dirty data is not described.
    package static func of(_ path: String) throws(MarketDataError) -> DataDescription {
        var contents: [(file: String, instrument: InstrumentID, bars: [Bar])] = []
        var skipped: [String] = []
        var issues: [DataIssue] = []
        for candidate in try dataFilePaths(at: path) {
            let file = try SourceFile(path: candidate)
            guard file.isMarketData else {
                skipped.append(candidate)
                continue
            }
            var reader = TableReader(file, knownAtSecondOfDay: 0)
            do throws(MarketDataError) {
                for (instrument, bars) in try reader.read().instruments(of: file) {
                    contents.append((candidate, instrument, bars))
                }
            } catch {
                issues += error.issues
            }
        }
        guard issues.isEmpty else { throw MarketDataError(.invalid, issues) }
        let calendar = Set(contents.flatMap { $0.bars.map(\.knownAt) }).sorted()
        return DataDescription(
            series: contents.map { description(of: $0.bars, $0.instrument, $0.file, calendar) },
            skipped: skipped,
            calendar: calendar
        )
    }
}

private func description(
    of bars: [Bar],
    _ instrument: InstrumentID,
    _ file: String,
    _ calendar: [Timestamp]
) -> DataDescription.Series {
    var missing = 0
    if let first = bars.first?.knownAt, let last = bars.last?.knownAt {
        missing = calendar.count { $0 >= first && $0 <= last } - bars.count
    }
    return DataDescription.Series(
        file: file,
        instrument: instrument,
        rows: bars.count,
        first: bars.first?.knownAt,
        last: bars.last?.knownAt,
        zeroVolumes: bars.count { $0.volume?.isZero ?? false },
        missing: missing,
        largestMove: largestMove(of: bars)
    )
}

private func largestMove(of bars: [Bar]) -> DataDescription.Move? {
    var largest: DataDescription.Move?
    for (last, bar) in zip(bars, bars.dropFirst()) {
        let change = bar.close.value / last.close.value - 1
        if abs(change) > abs(largest?.change ?? 0) || largest == nil {
            largest = DataDescription.Move(change: change, at: bar.knownAt)
        }
    }
    return largest
}

extension Table {
    /// Every instrument of a file with its bars, in the order of columns.
    func instruments(of file: SourceFile) -> [(InstrumentID, [Bar])] {
        guard kind == .closes else {
            let name = file.name.hasSuffix(".csv") ? String(file.name.dropLast(4)) : file.name
            return [(InstrumentID(name), bars())]
        }
        return names.indices.map { (InstrumentID(names[$0]), bars(ofColumn: $0)) }
    }
}
