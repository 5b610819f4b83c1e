import Foundation
import LinearAlgebra
import Risk

/// Cases and data of trusted peers that may lie beside the package, at `../shared`.
enum ReferenceFiles {
    private static let shared = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "shared")

    /// Whether cases are there to be tested against.
    static var arePresent: Bool {
        FileManager.default.fileExists(atPath: shared.appending(path: "reference").path())
    }

    /// The object a case holds.
    static func reference(_ name: String) throws -> [String: Any] {
        let file = shared.appending(path: "reference/\(name).json")
        let object = try JSONSerialization.jsonObject(with: Data(contentsOf: file))
        return object as? [String: Any] ?? [:]
    }

    /// The rows of columns of a CSV file under `data` within a span of dates, incomplete ones left out.
    static func rows(
        _ columns: [String],
        of path: String,
        from: String,
        to: String
    ) throws -> [(date: String, values: [Double])] {
        let text = try String(contentsOf: shared.appending(path: "data/\(path)"), encoding: .utf8)
        let lines = text.split(whereSeparator: \.isNewline)
        let header = lines.first?.split(separator: ",", omittingEmptySubsequences: false) ?? []
        let places = columns.compactMap { header.firstIndex(of: Substring($0)) }
        return lines.dropFirst().compactMap { line in
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
            let values = places.compactMap { Double(fields[$0]) }
            guard fields[0] >= from, fields[0] <= to, values.count == columns.count else {
                return nil
            }
            return (String(fields[0]), values)
        }
    }
}

/// What a case holds, with its tolerance.
struct ReferenceCase {
    let expected: [String: Any]
    let parameters: [String: Any]
    private let data: [String: Any]
    private let absolute: Double
    private let relative: Double

    init(_ name: String) throws {
        let object = try ReferenceFiles.reference(name)
        expected = object["expected"] as? [String: Any] ?? [:]
        parameters = object["parameters"] as? [String: Any] ?? [:]
        data = object["data"] as? [String: Any] ?? [:]
        let tolerance = object["tolerance"] as? [String: Any] ?? [:]
        absolute = tolerance["abs"] as? Double ?? 0
        relative = tolerance["rel"] as? Double ?? 0
    }

    var symbols: [String] { data["symbols"] as? [String] ?? [] }

    /// The case's columns of its own file; `<symbol>` stands for its first symbol.
    func rows(_ columns: [String]) throws -> [(date: String, values: [Double])] {
        let file = data["file"] as? String ?? ""
        return try ReferenceFiles.rows(
            columns,
            of: file.replacing("<symbol>", with: symbols.first ?? ""),
            from: data["from"] as? String ?? "",
            to: data["to"] as? String ?? ""
        )
    }

    /// The returns of the case's symbols, from prices or as stored.
    func panel() throws -> ReturnPanel {
        let rows = try rows(symbols)
        let isStored = (data["field"] as? String ?? "").contains("return")
        if isStored { return try ReturnPanel(Matrix(rows: rows.map(\.values))) }
        return try ReturnPanel(
            prices: symbols.indices.map { column in rows.map { $0.values[column] } }
        )
    }

    /// The simple returns of the case's one price column.
    func closeReturns() throws -> [Double] {
        let closes = try rows(["close"]).map { $0.values[0] }
        return zip(closes, closes.dropFirst()).map { $1 / $0 - 1 }
    }

    /// Whether a value is the one at a key of the answer, or of an object within it.
    func agrees(_ value: Double?, _ key: String, in part: String? = nil) -> Bool {
        let object = part.map { expected[$0] as? [String: Any] ?? [:] } ?? expected
        guard let value, let right = object[key] as? Double else { return false }
        return isNear(value, right)
    }

    /// Whether values are those at a key.
    func agrees(_ values: [Double], _ key: String, in part: String? = nil) -> Bool {
        let object = part.map { expected[$0] as? [String: Any] ?? [:] } ?? expected
        guard let right = object[key] as? [Double], right.count == values.count else {
            return false
        }
        return zip(values, right).allSatisfy { isNear($0, $1) }
    }

    /// Whether a matrix is the one at a key.
    func agrees(_ matrix: SymmetricMatrix, _ key: String) -> Bool {
        guard let right = expected[key] as? [[Double]], right.count == matrix.order else {
            return false
        }
        return right.indices.allSatisfy { row in
            right[row].indices.allSatisfy { isNear(matrix[row, $0], right[row][$0]) }
        }
    }

    func isNear(_ value: Double, _ right: Double) -> Bool {
        abs(value - right) <= max(absolute, relative * abs(right))
    }
}
