import Market
import Yams

extension TopologyReader {
    mutating func data(of root: Section) -> DataSpecification {
        let keys = ["prices", "closes", "bars", "synthetic", "known_at"]
        let section = section("data", of: root, keys: keys)
        let prices = choice("prices", of: section, standard: PriceAdjustment.adjusted)
        if prices == .raw {
            report(
                "raw prices are not read in this version",
                at: section.mark(of: "prices"),
                path: section.path(of: "prices"),
                reason: "Without entries for splits and dividends a split would look like a crash.",
                remedy: "Use adjusted prices and write `prices: adjusted`."
            )
        }
        return DataSpecification(
            prices: prices,
            source: source(of: section),
            knownAtSecondOfDay: timeOfDay("known_at", of: section, standard: 21 * 3_600)
        )
    }

    private mutating func source(of section: Section) -> DataSource {
        guard !section.isMalformed else { return .closes(path: "") }
        let given = ["closes", "bars", "synthetic"].filter { section.entries[$0] != nil }
        guard given.count == 1, let kind = given.first else {
            let found = given.isEmpty ? "none" : given.joined(separator: " and ")
            report(
                "names no single source: found \(found)",
                at: section.mark,
                path: "data",
                reason: "Bars come from one place, so that one digest covers them.",
                remedy: "Give exactly one of closes, bars and synthetic."
            )
            return .closes(path: "")
        }
        switch kind {
        case "closes": return .closes(path: path("closes", of: section))
        case "bars": return .bars(directory: path("bars", of: section))
        default: return .synthetic(synthetic(of: section))
        }
    }

    private mutating func synthetic(of data: Section) -> SyntheticSpecification {
        let keys = [
            "from", "days", "market_volatility", "market_drift", "idiosyncratic_volatility",
            "segment_volatility", "regime_persistence", "volume_mean", "unclaimed",
        ]
        let section = section("synthetic", of: data, keys: keys)
        let standard = SyntheticSpecification()
        let volatility = 0.0...3.0
        return SyntheticSpecification(
            from: date("from", of: section) ?? standard.from,
            days: whole("days", of: section, standard: standard.days, in: 2...25_000),
            marketVolatility: optionalNumber("market_volatility", of: section, in: volatility),
            marketDrift: optionalNumber("market_drift", of: section, in: -1...1),
            idiosyncraticVolatility: optionalNumber(
                "idiosyncratic_volatility",
                of: section,
                in: volatility
            ),
            segmentVolatility: optionalNumber("segment_volatility", of: section, in: volatility),
            regimePersistence: optionalNumber("regime_persistence", of: section, in: 0...0.9999),
            volumeMean: optionalNumber("volume_mean", of: section, in: 1...1e9),
            unclaimed: unclaimed(of: section)
        )
    }

    private mutating func unclaimed(of section: Section) -> [SyntheticSegment] {
        guard let node = section.entries["unclaimed"] else { return [] }
        let path = section.path(of: "unclaimed")
        guard case .mapping(let mapping) = node else {
            reportType(of: node, at: path, expected: "a mapping of segments to lists of symbols")
            return []
        }
        var segments: [SyntheticSegment] = []
        for (key, value) in mapping {
            let name = key.scalar?.string ?? ""
            if !isIdentifier(name) {
                reportType(of: key, at: path, expected: "a segment's name, such as shipping")
            }
            let place = Section(path: path, mark: SourceMark(value), entries: [name: value])
            let symbols = symbols(name, of: place)
            segments.append(
                SyntheticSegment(segment: name, instruments: symbols.map(\.instrument))
            )
        }
        return segments
    }

    /// Reads a path and drops `.` and doubled `/` from it; it stays relative to the file.
    private mutating func path(_ key: String, of section: Section) -> String {
        let expected = "a path relative to this file, such as data/sp500/closes.csv"
        guard let scalar = scalar(key, of: section, expected: expected) else { return "" }
        let isPrintable = scalar.text.unicodeScalars.allSatisfy {
            $0.value >= 32 && $0.value != 127
        }
        let parts = scalar.text.split(separator: "/").filter { $0 != "." }
        guard isPrintable, !parts.isEmpty else {
            reportValue(scalar, expected: expected)
            return ""
        }
        return (scalar.text.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
    }

    private mutating func timeOfDay(
        _ key: String,
        of section: Section,
        standard: Int64
    ) -> Int64 {
        let expected = "a time of day in UTC, such as \"21:00\""
        guard let scalar = scalar(key, of: section, expected: expected) else { return standard }
        let parts = scalar.text.split(separator: ":", omittingEmptySubsequences: false)
        let isDigits = parts.allSatisfy { part in
            part.utf8.count == 2 && part.utf8.allSatisfy { (48...57).contains($0) }
        }
        guard parts.count == 2, isDigits, let hour = Int64(parts[0]), let minute = Int64(parts[1]),
            hour < 24, minute < 60
        else {
            reportValue(scalar, expected: expected)
            return standard
        }
        return hour * 3_600 + minute * 60
    }
}
