import Foundation

/// Sets measurements as a table, each target beside its figure.
enum Table {
    private typealias Row = [String]

    private static let isRightAligned = [false, false, true, true, true, false]

    /// The lines of the table.
    static func lines(_ measurements: Measurements) -> [String] {
        let header = ["", "", "median", "min – max", "target", ""]
        let rows = Figure.allCases.map { row($0, measurements.values[$0] ?? []) }
        let widths = header.indices.map { column in
            ([header] + rows).map { $0[column].count }.max() ?? 0
        }
        var lines = [line(header, widths)]
        for (figure, row) in zip(Figure.allCases, rows) {
            if let heading = figure.heading { lines += ["", heading] }
            lines.append(line(row, widths))
        }
        return lines
    }

    /// How many targets are met, missed and not measured.
    static func verdict(_ measurements: Measurements) -> String {
        let targets = Figure.allCases.compactMap { figure in
            figure.target.map { ($0, Series(measurements.values[figure] ?? [])) }
        }
        let measured = targets.compactMap { target, series in
            series.map { target.isMet(by: $0.median) }
        }
        let met = measured.count { $0 }
        let unmeasured = targets.count - measured.count
        return "\(met) of \(targets.count) targets met, \(measured.count - met) missed"
            + (unmeasured > 0 ? ", \(unmeasured) not measured" : "")
    }

    private static func row(_ figure: Figure, _ values: [Double]) -> Row {
        let target = figure.target.map(text) ?? ""
        let name = "  \(figure.name)"
        guard let series = Series(values) else {
            return [name, figure.unit, "–", "not measured", target, target.isEmpty ? "" : "?"]
        }
        let mark = figure.target.map { $0.isMet(by: series.median) ? "✓" : "✗" } ?? ""
        let range = "\(text(series.minimum)) – \(text(series.maximum))"
        return [name, figure.unit, text(series.median), range, target, mark]
    }

    private static func line(_ row: Row, _ widths: [Int]) -> String {
        let cells = row.indices.map { column in
            let padding = String(repeating: " ", count: widths[column] - row[column].count)
            return isRightAligned[column] ? padding + row[column] : row[column] + padding
        }
        return cells.joined(separator: "  ").replacing(/\s+$/, with: "")
    }

    private static func text(_ target: Figure.Target) -> String {
        switch target {
        case .atLeast(let bound): "≥ \(bound.formatted())"
        case .atMost(let bound): "≤ \(bound.formatted())"
        case .below(let bound): "< \(bound.formatted())"
        }
    }

    /// A number with as many digits as it deserves.
    private static func text(_ value: Double) -> String {
        let digits = value >= 100 ? 0 : value >= 10 ? 1 : 2
        return value.formatted(
            .number.precision(.fractionLength(digits)).locale(Locale(identifier: "en_US"))
        )
    }
}
