import Foundation
import LinearAlgebra

@testable import Optimization

/// Cases and data of trusted peers that may lie beside the package, at `../shared`.
enum ReferenceFiles {
    private static let shared = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "shared")

    /// Whether the cases are there to be tested against.
    static let areThere = FileManager.default.fileExists(
        atPath: shared.appending(path: "reference").path()
    )

    static func object(_ name: String) throws -> [String: Any] {
        let file = shared.appending(path: "reference/\(name).json")
        let object = try JSONSerialization.jsonObject(with: Data(contentsOf: file))
        return object as? [String: Any] ?? [:]
    }

    /// The columns named of a CSV file, by date, where all are present.
    static func columns(
        _ names: [String],
        of path: String,
        from: String,
        to: String
    ) throws -> [(date: String, values: [Double])] {
        let text = try String(contentsOf: shared.appending(path: "data/\(path)"), encoding: .utf8)
        let lines = text.split(whereSeparator: \.isNewline)
        let header = lines[0].split(separator: ",", omittingEmptySubsequences: false)
        let places = names.compactMap { header.firstIndex(of: Substring($0)) }
        return lines.dropFirst().compactMap { line in
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
            let values = places.compactMap { $0 < fields.count ? Double(fields[$0]) : nil }
            guard fields[0] >= from, fields[0].prefix(10) <= to, values.count == names.count else {
                return nil
            }
            return (String(fields[0].prefix(10)), values)
        }
    }
}

/// A case: its data as returns, its parameters, and what is right within its own tolerance.
struct ReferenceCase {
    let symbols: [String]
    let dates: [String]
    /// Simple returns, `T × n`.
    let returns: Matrix
    let parameters: [String: Any]
    let expected: [String: Any]
    let absolute: Double
    let relative: Double

    init(_ name: String) throws {
        let object = try ReferenceFiles.object(name)
        let data = object["data"] as? [String: Any] ?? [:]
        parameters = object["parameters"] as? [String: Any] ?? [:]
        expected = object["expected"] as? [String: Any] ?? [:]
        let tolerance = object["tolerance"] as? [String: Any] ?? [:]
        absolute = tolerance["abs"] as? Double ?? 0
        relative = tolerance["rel"] as? Double ?? 0
        symbols = data["symbols"] as? [String] ?? []
        let rows = try Self.rows(data, symbols)
        if (data["field"] as? String)?.hasPrefix("decimal return") == true {
            returns = Matrix(rows: rows.map(\.values))
            dates = rows.map(\.date)
        } else {
            returns = Matrix(
                rows: zip(rows.dropFirst(), rows).map { now, before in
                    zip(now.values, before.values).map { $0 / $1 - 1 }
                }
            )
            dates = rows.dropFirst().map(\.date)
        }
    }

    private static func rows(
        _ data: [String: Any],
        _ symbols: [String]
    ) throws -> [(date: String, values: [Double])] {
        let file = data["file"] as? String ?? ""
        let (from, to) = (data["from"] as? String ?? "", data["to"] as? String ?? "")
        guard file.contains("<symbol>") else {
            return try ReferenceFiles.columns(symbols, of: file, from: from, to: to)
        }
        var byDate: [String: [Double]] = [:]
        for symbol in symbols {
            let path = file.replacingOccurrences(of: "<symbol>", with: symbol)
            let field = data["field"] as? String ?? "close"
            for row in try ReferenceFiles.columns([field], of: path, from: from, to: to) {
                byDate[row.date, default: []] += row.values
            }
        }
        return byDate.filter { $0.value.count == symbols.count }
            .sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// Sample covariance, `n − 1`.
    var covariance: SymmetricMatrix { Samples.covariance(returns) }

    var problem: PortfolioProblem {
        PortfolioProblem(
            names: symbols,
            covariance: covariance,
            means: parameters["mu"] as? [Double],
            history: returns
        )
    }

    func agrees(_ value: Double, _ right: Any?) -> Bool {
        guard let right = right as? Double else { return false }
        return abs(value - right) <= max(absolute, relative * abs(right))
    }

    func agrees(_ values: [Double], _ right: Any?) -> Bool {
        guard let right = right as? [Double], right.count == values.count else { return false }
        return zip(values, right).allSatisfy { agrees($0, $1) }
    }

    func agrees(_ values: [Double], key: String) -> Bool { agrees(values, expected[key]) }

    func agrees(_ value: Double, key: String) -> Bool { agrees(value, expected[key]) }
}
