import Foundation
import Inspection
import LinearAlgebra
import Market
import MarketData
import Risk
import Topology

/// Closes of instruments over the moments on which all of them have one.
struct PriceHistory {
    /// The instruments, sorted.
    let symbols: [String]
    /// When the closes became known, ascending.
    let moments: [Timestamp]
    /// The bars of each instrument, one a moment.
    let bars: [[Bar]]
    /// Moments left out because some instrument has no close then.
    let omittedCount: Int

    /// Reads a wide file of closes, a bar file, or a directory of bar files.
    ///
    /// - Throws: ``CommandFailure`` or the reader's own error, with file and line.
    static func read(_ options: PriceOptions) throws -> PriceHistory {
        let from = try options.from.map { try date($0, "--from") }
        let to = try options.to.map { try date($0, "--to") }
        let wanted = options.symbols.map {
            $0.split(separator: ",").map { InstrumentID(String($0)) }
        }
        let series = try source(options.prices, wanted).series.filter { !$0.bars.isEmpty }
        guard !series.isEmpty else {
            throw CommandFailure(.badInput, "\(options.prices) holds no prices")
        }
        var counts: [Timestamp: Int] = [:]
        for series in series { for bar in series.bars { counts[bar.knownAt, default: 0] += 1 } }
        let all = series.map { series in
            series.bars.filter { bar in
                let day = bar.knownAt.date
                return (from.map { day >= $0 } ?? true) && (to.map { day <= $0 } ?? true)
            }
        }
        let joined = all.map { $0.filter { counts[$0.knownAt] == series.count } }
        let moments = joined[0].map(\.knownAt)
        guard moments.count > 2 else {
            let names = series.map(\.instrument.id.symbol)
            throw CommandFailure(
                .badInput,
                "\(options.prices): \(moments.count) moments on which all of \(listed(names)) "
                    + "have a close",
                advice: ["Widen --from and --to, or choose instruments with --symbols."]
            )
        }
        return PriceHistory(
            symbols: series.map(\.instrument.id.symbol),
            moments: moments,
            bars: joined,
            omittedCount: (all.map(\.count).max() ?? 0) - moments.count
        )
    }

    /// How many instruments there are.
    var count: Int { symbols.count }

    /// The closes of each instrument.
    var closes: [[Double]] { bars.map { $0.map(\.close.value) } }

    /// Simple returns, periods × instruments.
    func panel() throws -> ReturnPanel { try ReturnPanel(prices: closes) }

    /// Periods in a year, told from the mean distance of the moments in days.
    var periodsPerYear: Double {
        PeriodCount.perYear(
            first: moments[0].date,
            last: moments[moments.count - 1].date,
            moments.count
        )
    }

    /// A moment as people read it: its date where bars are daily.
    func text(_ index: Int) -> String {
        let isDaily = moments.allSatisfy { $0.nanosecondOfDay == moments[0].nanosecondOfDay }
        return isDaily ? moments[index].date.description : moments[index].description
    }

    /// What was read, in a line.
    var heading: String {
        let names =
            count == 1 ? symbols[0] : NumberText.count(Int64(count), "instrument")
        let returns = NumberText.count(Int64(moments.count - 1), "return")
        let omitted =
            omittedCount == 0
            ? ""
            : " (\(NumberText.integer(Int64(omittedCount))) moments without all closes left out)"
        return "\(names), \(text(0)) … \(text(moments.count - 1)), \(returns)\(omitted)"
    }

    /// The place of an instrument.
    func index(of symbol: String, named option: String) throws -> Int {
        guard let index = symbols.firstIndex(of: symbol) else {
            let nearest = nearestName(to: symbol, among: symbols)
            throw CommandFailure(
                .badInput,
                "\(option) names \"\(symbol)\", which is not among the instruments",
                advice: [
                    nearest.map { "Did you mean \"\($0)\"?" }
                        ?? "The instruments are \(listed(symbols))."
                ]
            )
        }
        return index
    }

    /// The place of the last moment on or before a date.
    func moment(on text: String, named option: String) throws -> Int {
        let date = try Self.date(text, option)
        guard let place = moments.lastIndex(where: { $0.date <= date }) else {
            throw CommandFailure(
                .badInput,
                "\(option) is \(date), before the first close of \(self.text(0))",
                advice: ["Give a date on or after it, or widen --from."]
            )
        }
        return place
    }

    private static func source(
        _ path: String,
        _ wanted: [InstrumentID]?
    ) throws -> MarketDataSet {
        guard FileManager.default.fileExists(atPath: path) else {
            throw CommandFailure(
                .badInput,
                "\(path) is not there",
                advice: [
                    "Give a CSV file of closes (timestamp,NAME,…) or a directory of bar files."
                ]
            )
        }
        if FileManager.default.fileExists(atPath: "\(path)/.") {
            return try load(.bars(directory: path), wanted)
        }
        guard try NumberFile.names(of: path).contains("close") else {
            return try load(.closes(path: path), wanted)
        }
        let url = URL(fileURLWithPath: path)
        let name = url.deletingPathExtension().lastPathComponent
        let directory = url.deletingLastPathComponent().path
        return try load(.bars(directory: directory), [InstrumentID(name)])
    }

    private static func load(
        _ source: DataSource,
        _ wanted: [InstrumentID]?
    ) throws -> MarketDataSet {
        try MarketDataSource(DataSpecification(source: source), directory: ".").load(wanted)
    }

    private static func date(_ text: String, _ option: String) throws -> CalendarDate {
        do {
            return try CalendarDate(text)
        } catch {
            throw CommandFailure(
                .badInput,
                "\(option) is \"\(text)\", not a date",
                advice: ["Write it as 2011-06-13."]
            )
        }
    }
}

/// How many periods make a year.
enum PeriodCount {
    /// Returns 365, 252, 52, 12, 4 or 1: what the mean distance of dates is nearest to.
    static func perYear(first: CalendarDate, last: CalendarDate, _ count: Int) -> Double {
        let days = Double(last.dayNumber - first.dayNumber) / Double(max(1, count - 1))
        switch days {
        case ..<1.2: return 365
        case ..<3: return 252
        case ..<10: return 52
        case ..<45: return 12
        case ..<120: return 4
        default: return 1
        }
    }
}
