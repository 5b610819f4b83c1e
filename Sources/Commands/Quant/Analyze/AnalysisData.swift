import Foundation
import LinearAlgebra
import Optimization
import Performance
import Risk

/// The series that a request names, over the rows that all of them have.
struct AnalysisData {
    /// How prices become returns.
    enum Returns {
        case simple
        case logarithmic
        /// The file holds returns already.
        case stored
    }

    /// The names of the series, in the request's order.
    let symbols: [String]
    /// The dates or moments of the rows, ascending.
    let timestamps: [String]
    /// What stands in the rows, one list a series.
    let columns: [[Double]]
    /// How the columns become returns.
    let kind: Returns
    /// The benchmark's column, where the request names one.
    let benchmark: [Double]?

    /// How many assets there are.
    var count: Int { symbols.count }

    /// The dates of the returns.
    var returnDates: [String] {
        kind == .stored ? timestamps : Array(timestamps.dropFirst())
    }

    /// The returns of each series.
    var returns: [[Double]] { columns.map(made) }

    /// The benchmark's returns, where the request names one.
    var benchmarkReturns: [Double]? { benchmark.map(made) }

    /// The returns as rows of a panel.
    func panel() throws -> ReturnPanel { try ReturnPanel(matrix) }

    /// The returns, periods × assets.
    var matrix: Matrix {
        let columns = returns
        var matrix = Matrix(rows: columns.first?.count ?? 0, columns: columns.count)
        for (asset, column) in columns.enumerated() {
            for (period, value) in column.enumerated() { matrix[period, asset] = value }
        }
        return matrix
    }

    /// The place of a symbol.
    func index(of symbol: String, named key: String) throws -> Int {
        guard let index = symbols.firstIndex(of: symbol) else {
            throw CommandFailure(
                .badInput,
                "\(key) names \"\(symbol)\", which data.symbols doesn't hold",
                advice: ["Add it to data.symbols, or name one of \(listed(symbols))."]
            )
        }
        return index
    }

    /// The only series, for kinds that measure one.
    func only() throws -> Int {
        guard count == 1 else {
            throw CommandFailure(
                .badInput,
                "data.symbols names \(count) series, this kind measures one",
                advice: ["Ask for each of them in a request of its own."]
            )
        }
        return 0
    }

    /// The value of a series through time: its prices, or 1 grown by its returns, with dates.
    func curve(_ index: Int) throws -> (curve: EquityCurve, dates: [String]) {
        guard kind == .stored else { return (try EquityCurve(columns[index]), timestamps) }
        let curve = EquityCurve(compounding: try ReturnSeries(columns[index]))
        return (curve, ["start"] + timestamps)
    }

    private func made(_ column: [Double]) -> [Double] {
        switch kind {
        case .stored: column
        case .simple: zip(column.dropFirst(), column).map { $0 / $1 - 1 }
        case .logarithmic:
            zip(column.dropFirst(), column).map { ElementaryFunctions.log($0 / $1) }
        }
    }
}

/// Finds the files of a request's `data` below a directory and joins their rows.
struct AnalysisDataReader {
    private let fields: RequestFields
    private let directory: String

    /// Takes `data` and the directory that holds the sets.
    init(_ fields: RequestFields, directory: String) {
        self.fields = fields
        self.directory = directory
    }

    /// Reads one field of every symbol, `close` and the like, and the benchmark's.
    func read() throws -> AnalysisData {
        let symbols = try fields.texts("symbols")
        guard !symbols.isEmpty else { throw fields.wrong("symbols", "at least one name") }
        let kind = try returnsKind()
        let file = try fields.text("file")
        let field = try barField()
        var sources = try sources(of: symbols, file: file, field: field)
        let benchmark = try benchmarkSource(field)
        if let benchmark { sources.append(benchmark) }
        if let other = try joinedSource(field) { sources.append(other) }
        let joined = try join(sources, what: symbols)
        let place = benchmark == nil ? nil : symbols.count
        let columns = Array(joined.columns.prefix(symbols.count))
        if kind != .stored {
            try checkPrices(columns + (place.map { [joined.columns[$0]] } ?? []), symbols)
        }
        return AnalysisData(
            symbols: symbols,
            timestamps: joined.timestamps,
            columns: columns,
            kind: kind,
            benchmark: place.map { joined.columns[$0] }
        )
    }

    /// Reads several fields of one symbol's bars, over the rows that have all.
    func bars(_ heads: [String]) throws -> (timestamps: [String], columns: [[Double]]) {
        let symbols = try fields.texts("symbols")
        guard let symbol = symbols.first, symbols.count == 1 else {
            throw fields.wrong("symbols", "one name")
        }
        let path = try filled(try fields.text("file"), symbol)
        return try join([try NumberFile(path, columns: heads)], what: heads)
    }

    private func returnsKind() throws -> AnalysisData.Returns {
        let isStored =
            try fields.text("field", else: "close").contains("return")
            || fields.text("rule", else: "").contains("returns as stored")
        if isStored { return .stored }
        switch try fields.text("returns", else: "simple") {
        case "simple": return .simple
        case "log": return .logarithmic
        default: throw fields.wrong("returns", "\"simple\" or \"log\"")
        }
    }

    /// The head of a bar file's column: the first word of `field`.
    private func barField() throws -> String {
        let field = try fields.text("field", else: "close")
        return field.split { $0 == " " || $0 == "," }.first.map(String.init) ?? "close"
    }

    private func sources(
        of symbols: [String],
        file: String,
        field: String
    ) throws -> [NumberFile] {
        guard file.contains("<symbol>") else {
            return [try NumberFile(try filled(file, ""), columns: symbols)]
        }
        return try symbols.map { try NumberFile(try filled(file, $0), columns: [field]) }
    }

    private func benchmarkSource(_ field: String) throws -> NumberFile? {
        guard fields.has("benchmark") else { return nil }
        let benchmark = try fields.object("benchmark")
        let symbol = try benchmark.text("symbol")
        let head = try benchmark.text("field", else: field)
        let own = try fields.text("set", else: "")
        let set = try benchmark.text("set", else: own)
        let standard =
            set == own ? try fields.text("file") : try fileOfSet(set, holding: symbol)
        return try source(try benchmark.text("file", else: standard), symbol, head)
    }

    /// What a rule such as `… (inner join with us_long/SP500 first)` joins only for its dates.
    private func joinedSource(_ field: String) throws -> NumberFile? {
        let words = try fields.text("rule", else: "").split { " ();,".contains($0) }
        guard !fields.has("benchmark"),
            let place = words.firstIndex(of: "with"), place >= 2,
            words[place - 2] == "inner", words[place - 1] == "join", place + 1 < words.count
        else { return nil }
        let parts = words[place + 1].split(separator: "/")
        guard parts.count == 2 else { return nil }
        let (set, symbol) = (String(parts[0]), String(parts[1]))
        return try source(try fileOfSet(set, holding: symbol), symbol, field)
    }

    /// The bar files of a set; its wide file where only that has the symbol, as a column.
    private func fileOfSet(_ set: String, holding symbol: String) throws -> String {
        let bars = "\(set)/<symbol>.csv"
        let folder = URL(fileURLWithPath: "\(directory)/\(set)")
        let isInside = !set.hasPrefix("/") && !set.split(separator: "/").contains("..")
        guard isInside, FileManager.default.fileExists(atPath: folder.path),
            !FileManager.default.fileExists(atPath: folder.appending(path: "\(symbol).csv").path)
        else { return bars }
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        let wide = try names.first { name in
            guard name.hasSuffix(".csv") else { return false }
            return try NumberFile.names(of: folder.appending(path: name).path).contains(symbol)
        }
        return wide.map { "\(set)/\($0)" } ?? bars
    }

    private func source(_ file: String, _ symbol: String, _ head: String) throws -> NumberFile {
        let isWide = !file.contains("<symbol>")
        return try NumberFile(try filled(file, symbol), columns: [isWide ? symbol : head])
    }

    /// The path of a file below the directory, which it must not leave.
    private func filled(_ file: String, _ symbol: String) throws -> String {
        let relative = file.replacing("<symbol>", with: symbol)
        let isInside = !relative.hasPrefix("/") && !relative.split(separator: "/").contains("..")
        guard isInside else { throw fields.wrong("file", "a path below the data directory") }
        let path = "\(directory)/\(relative)"
        guard FileManager.default.fileExists(atPath: path) else {
            throw CommandFailure(
                .badInput,
                "\(path) is not there, named by \(fields.path).file",
                advice: ["Say with --data where the sets lie, or correct the request."]
            )
        }
        return path
    }

    /// The rows within `from` and `to` on which every column of every file has a figure.
    private func join(
        _ files: [NumberFile],
        what names: [String]
    ) throws -> (timestamps: [String], columns: [[Double]]) {
        let from = try fields.text("from", else: "")
        let to = try fields.text("to", else: "9999")
        let places = files.dropFirst().map { file in
            Dictionary(
                zip(file.timestamps, file.timestamps.indices),
                uniquingKeysWith: { first, _ in first }
            )
        }
        var timestamps: [String] = []
        var columns: [[Double]] = files.flatMap(\.columns).map { _ in [] }
        for (row, timestamp) in (files.first?.timestamps ?? []).enumerated() {
            guard timestamp >= from, timestamp.prefix(to.count) <= to else { continue }
            let rows = [row] + places.map { $0[timestamp] ?? -1 }
            guard !rows.contains(-1) else { continue }
            let figures = zip(files, rows).flatMap { file, row in file.columns.map { $0[row] } }
            guard figures.allSatisfy(\.isFinite) else { continue }
            timestamps.append(timestamp)
            for (column, figure) in figures.enumerated() { columns[column].append(figure) }
        }
        guard timestamps.count > 1 else {
            throw CommandFailure(
                .badInput,
                "\(timestamps.count) rows of \(listed(names)) lie within \(from) … \(to)",
                advice: ["Widen data.from and data.to, or leave out what starts later."]
            )
        }
        return (timestamps, columns)
    }

    private func checkPrices(_ columns: [[Double]], _ symbols: [String]) throws {
        for (index, column) in columns.enumerated() {
            guard let bad = column.first(where: { $0 <= 0 }) else { continue }
            let name = index < symbols.count ? symbols[index] : "the benchmark"
            throw CommandFailure(
                .badInput,
                "a price of \(name) is \(bad)",
                advice: ["Returns need prices above zero; use other dates or mend the file."]
            )
        }
    }
}
