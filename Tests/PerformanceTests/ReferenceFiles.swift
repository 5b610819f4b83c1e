import Foundation
import Market

/// Cases and data of trusted peers that may lie beside the package, at `../shared`.
enum ReferenceFiles {
    private static let shared = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "shared")

    /// Whether a case is there to be tested against.
    static func has(_ name: String) -> Bool {
        let path = shared.appending(path: "reference/\(name).json").path()
        return FileManager.default.fileExists(atPath: path)
    }

    /// The object a case holds.
    static func reference(_ name: String) throws -> [String: Any] {
        let file = shared.appending(path: "reference/\(name).json")
        let object = try JSONSerialization.jsonObject(with: Data(contentsOf: file))
        return object as? [String: Any] ?? [:]
    }

    /// The dates and values of one column of a CSV file under `data`, within a span of dates.
    static func column(
        _ name: String,
        of path: String,
        from: String,
        to: String
    ) throws -> [(date: CalendarDate, value: Double)] {
        let text = try String(contentsOf: shared.appending(path: "data/\(path)"), encoding: .utf8)
        let lines = text.split(whereSeparator: \.isNewline)
        let header = lines.first?.split(separator: ",", omittingEmptySubsequences: false) ?? []
        guard let index = header.firstIndex(of: Substring(name)) else { return [] }
        var rows: [(date: CalendarDate, value: Double)] = []
        for line in lines.dropFirst() {
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
            guard fields[0] >= from, fields[0] <= to, let value = Double(fields[index]) else {
                continue
            }
            rows.append((try CalendarDate(String(fields[0])), value))
        }
        return rows
    }
}

/// What a case says is right, by key, with its tolerance.
struct ReferenceCase {
    let expected: [String: Any]
    let parameters: [String: Any]
    private let absolute: Double
    private let relative: Double

    init(_ name: String) throws {
        let object = try ReferenceFiles.reference(name)
        expected = object["expected"] as? [String: Any] ?? [:]
        parameters = object["parameters"] as? [String: Any] ?? [:]
        let tolerance = object["tolerance"] as? [String: Any] ?? [:]
        absolute = tolerance["abs"] as? Double ?? 0
        relative = tolerance["rel"] as? Double ?? 0
    }

    /// Whether a value is the expected one within the case's own tolerance.
    func agrees(_ value: Double?, _ key: String) -> Bool {
        guard let value, let right = number(key) else { return false }
        return isWithin(value, right)
    }

    /// Whether values are the expected ones, in number and within the case's own tolerance.
    func agrees(_ values: [Double], _ key: String) -> Bool {
        guard let right = entry(key) as? [Double] else { return false }
        return values.count == right.count && zip(values, right).allSatisfy(isWithin)
    }

    /// The number under a key, `nil` for anything else.
    func number(_ key: String) -> Double? { entry(key) as? Double }

    /// What is under a key, with a dot between the keys of objects in objects.
    private func entry(_ key: String) -> Any? {
        key.split(separator: ".").reduce(expected as Any?) { object, part in
            (object as? [String: Any])?[String(part)]
        }
    }

    private func isWithin(_ value: Double, _ right: Double) -> Bool {
        abs(value - right) <= max(absolute, relative * abs(right))
    }

    /// The text under a key, `nil` for null.
    func text(_ key: String) -> String? { expected[key] as? String }
}
