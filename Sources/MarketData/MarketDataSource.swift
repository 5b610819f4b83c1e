import Digest
package import Market
package import Topology

/// Reads the bars that a topology names.
///
/// Generated markets are not read here: whoever meets ``DataSource/synthetic(_:)`` asks the
/// generator instead and makes the calendar of its series.
package struct MarketDataSource: Sendable {
    private let specification: DataSpecification
    private let directory: String
    private let currency: Currency

    /// Takes what the topology says of data.
    ///
    /// Relative paths start from `directory`, the topology's own; instruments are in `currency`.
    package init(
        _ specification: DataSpecification,
        directory: String,
        currency: Currency = .usd
    ) {
        self.specification = specification
        self.directory = directory
        self.currency = currency
    }

    /// Reads and checks the bars of instruments, and keeps all or some of them.
    ///
    /// The calendar and the digest are those of `instruments` (a wide file's digest is of the whole
    /// file) whatever is kept: a worker that keeps its own few shares both with its master.
    ///
    /// - Parameters:
    ///   - instruments: What the run needs; `nil` for all there is.
    ///   - kept: Which of them to keep; `nil` for all.
    /// - Returns: The kept series sorted by symbol, with calendar and digest.
    /// - Throws: ``MarketDataError`` with `unreadable`, `invalid` or `unknownInstrument`, each with
    ///   everything that is wrong; `generated` where the topology names no files.
    package func load(
        _ instruments: [InstrumentID]? = nil,
        keeping kept: [InstrumentID]? = nil
    ) throws(MarketDataError) -> MarketDataSet {
        let path = try sourcePath()
        switch specification.source {
        case .bars: return try loadBars(in: path, instruments, keeping: kept)
        case .closes, .synthetic: return try loadCloses(in: path, instruments, keeping: kept)
        }
    }

    /// Returns from when to when instruments have bars, for a topology to be validated against.
    ///
    /// A wide file gives all its columns. Of bar files only those of `instruments` are read, and an
    /// instrument without a file is left out.
    ///
    /// - Throws: ``MarketDataError`` as ``load(_:keeping:)`` does.
    package func catalogue(
        of instruments: [InstrumentID]
    ) throws(MarketDataError) -> DataCatalogue {
        guard case .bars = specification.source else { return try load().catalogue }
        let names = Set(try dataFileNames(in: try sourcePath()))
        return try load(instruments.filter { names.contains("\($0).csv") }).catalogue
    }

    private func sourcePath() throws(MarketDataError) -> String {
        guard let path = specification.path(in: directory) else {
            let issue = DataIssue(
                file: directory,
                message: "the topology's data is generated",
                reason: "There is no file to read.",
                remedy: "Ask the generator for the market instead."
            )
            throw MarketDataError(.generated, [issue])
        }
        return path
    }

    private func loadCloses(
        in path: String,
        _ instruments: [InstrumentID]?,
        keeping kept: [InstrumentID]?
    ) throws(MarketDataError) -> MarketDataSet {
        let file = try SourceFile(path: path)
        var reader = TableReader(
            file,
            knownAtSecondOfDay: specification.knownAtSecondOfDay
        )
        let table = try reader.read(expecting: .closes)
        var columns: [InstrumentID: Int] = [:]
        for (index, name) in table.names.enumerated() { columns[InstrumentID(name)] = index }
        let wanted = Set(instruments ?? Array(columns.keys)).union(kept ?? [])
        let unknown = wanted.filter { columns[$0] == nil }.sorted().map { instrument in
            let nearest = nearestName(to: instrument.symbol, among: table.names)
            return DataIssue(
                file: path,
                message: "there is no column \(instrument)",
                reason: "The file holds \(table.names.count) instruments.",
                remedy: nearest.map { "Did you mean \"\($0)\"?" } ?? "Remove it or add its closes."
            )
        }
        guard unknown.isEmpty else { throw MarketDataError(.unknownInstrument, unknown) }
        var series: [BarSeries] = []
        for instrument in Set(kept ?? Array(wanted)).sorted() {
            guard let column = columns[instrument] else { continue }
            series.append(
                try makeSeries(instrument, table.bars(ofColumn: column), from: path)
            )
        }
        return MarketDataSet(
            series: series,
            calendar: table.moments(ofColumns: wanted.compactMap { columns[$0] }.sorted()),
            digest: SHA256.hash(file.bytes)
        )
    }

    private func loadBars(
        in path: String,
        _ instruments: [InstrumentID]?,
        keeping kept: [InstrumentID]?
    ) throws(MarketDataError) -> MarketDataSet {
        let names = try dataFileNames(in: path)
        let required = Set((instruments ?? []) + (kept ?? [])).map { "\($0).csv" }.sorted()
        try checkPresence(of: required, among: names, in: path)
        let keptSet = kept.map(Set.init)
        var result = BarFiles()
        for name in instruments == nil ? names : required {
            let file = try SourceFile(path: "\(path)/\(name)")
            guard instruments != nil || file.isMarketData else { continue }
            let instrument = InstrumentID(String(name.dropLast(4)))
            let isKept = keptSet?.contains(instrument) ?? true
            let bars = result.add(file, knownAtSecondOfDay: specification.knownAtSecondOfDay)
            guard isKept, let bars else { continue }
            result.series.append(try makeSeries(instrument, bars, from: file.path))
        }
        return try result.finish()
    }

    private func checkPresence(
        of wanted: [String],
        among names: [String],
        in path: String
    ) throws(MarketDataError) {
        let known = Set(names)
        let symbols = names.map { String($0.dropLast(4)) }
        let missing = wanted.filter { !known.contains($0) }.map { name in
            let nearest = nearestName(to: String(name.dropLast(4)), among: symbols)
            return DataIssue(
                file: "\(path)/\(name)",
                message: "there is no such file",
                reason: "Each instrument has a bar file of its name.",
                remedy: nearest.map { "Did you mean \"\($0)\"?" } ?? "Remove it or add its bars."
            )
        }
        guard missing.isEmpty else { throw MarketDataError(.unknownInstrument, missing) }
    }

    private func makeSeries(
        _ instrument: InstrumentID,
        _ bars: [Bar],
        from path: String
    ) throws(MarketDataError) -> BarSeries {
        do {
            return try BarSeries(
                instrument: Instrument(id: instrument, currency: currency),
                bars: bars
            )
        } catch {
            let issue = DataIssue(
                file: path,
                message: error.message,
                reason: "A series is in order and its closes are above zero.",
                remedy: "Correct the file."
            )
            throw MarketDataError(.invalid, [issue])
        }
    }
}
