import Digest
import Market

/// What is gathered from the bar files of one load, in byte order of their names.
struct BarFiles {
    /// After so many issues no further file is read.
    static let issuesMaximum = 100

    var series: [BarSeries] = []
    private var moments: [Timestamp] = []
    private var listing = SHA256()
    private var issues: [DataIssue] = []

    /// Reads and checks a file; `nil` where it was refused.
    mutating func add(_ file: SourceFile, knownAtSecondOfDay: Int64) -> [Bar]? {
        guard issues.count < BarFiles.issuesMaximum else { return nil }
        var reader = TableReader(file, knownAtSecondOfDay: knownAtSecondOfDay)
        do throws(MarketDataError) {
            let table = try reader.read(expecting: .bars)
            listing.update("\(SHA256.hash(file.bytes))  \(file.name)\n")
            moments += table.moments
            return table.bars()
        } catch {
            issues += error.issues
            return nil
        }
    }

    /// Sorts what was gathered.
    ///
    /// - Throws: ``MarketDataError`` with `invalid` and the issues of all files.
    func finish() throws(MarketDataError) -> MarketDataSet {
        guard issues.isEmpty else { throw MarketDataError(.invalid, issues) }
        return MarketDataSet(
            series: series.sorted { $0.instrument.id < $1.instrument.id },
            calendar: Set(moments).sorted(),
            digest: listing.finish()
        )
    }
}

extension Table {
    /// The moments of rows on which at least one of some columns of closes has a bar.
    func moments(ofColumns columns: [Int]) -> [Timestamp] {
        var result: [Timestamp] = []
        result.reserveCapacity(moments.count)
        for (row, moment) in moments.enumerated() {
            let start = row * names.count
            if columns.contains(where: { cells[start + $0] != Table.empty }) {
                result.append(moment)
            }
        }
        return result
    }
}
