import Foundation
import Inspection

@testable import Commands

/// The cases that trusted peers computed, kept beside the repository; clones without them skip.
enum ReferenceCases {
    static let shared = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "shared")

    /// Whether the cases and their data are there.
    static var isThere: Bool {
        ["reference", "data"].allSatisfy {
            FileManager.default.fileExists(atPath: shared.appending(path: $0).path)
        }
    }

    /// The paths of all cases, in order.
    static func paths() throws -> [URL] {
        try FileManager.default.contentsOfDirectory(
            at: shared.appending(path: "reference"),
            includingPropertiesForKeys: nil
        )
        .filter { $0.pathExtension == "json" }
        .sorted { $0.path < $1.path }
    }
}

/// One case: the request, what is expected and how closely.
struct ReferenceCase {
    let name: String
    let kind: String
    private let request: Data
    private let expected: JSONValue
    private let absolute: Double
    private let relative: Double

    /// Reads a case; only `kind`, `data` and `parameters` go into the request.
    init(_ url: URL) throws {
        let data = try Data(contentsOf: url)
        guard case .object(let values) = try JSONDecoder().decode(JSONValue.self, from: data),
            let kind = values["kind"], let series = values["data"],
            let parameters = values["parameters"], let expected = values["expected"],
            case .object(let tolerance)? = values["tolerance"], case .string(let text) = kind
        else { throw CommandFailure(.badInput, "\(url.path) is no case") }
        name = url.deletingPathExtension().lastPathComponent
        self.kind = text
        let question: JSONValue = ["kind": kind, "data": series, "parameters": parameters]
        request = Data(question.line.utf8)
        self.expected = expected
        absolute = Self.number(tolerance["abs"]) ?? 0
        relative = Self.number(tolerance["rel"]) ?? 0
    }

    /// Answers the request and returns where the answer differs.
    func differences() throws -> [String] {
        let question = try AnalysisRequest(
            request,
            path: name,
            directory: ReferenceCases.shared.appending(path: "data").path
        )
        guard case .object(let answer) = try Analysis.answer(question),
            let result = answer["result"]
        else { return ["no result"] }
        // Any assignment that reaches the objective is right.
        let free = kind == "assignment_mip" ? ["assignment_example", "capital_used"] : []
        var found: [String] = []
        compare(expected, result, at: "", leaving: free, &found)
        return found
    }

    private func compare(
        _ expected: JSONValue,
        _ value: JSONValue?,
        at path: String,
        leaving free: [String] = [],
        _ found: inout [String]
    ) {
        switch (expected, value) {
        case (.object(let left), .object(let right)):
            for key in left.keys.sorted() where !free.contains(key) {
                compare(left[key] ?? .null, right[key], at: "\(path).\(key)", &found)
            }
        case (.array(let left), .array(let right)) where left.count == right.count:
            for (index, (left, right)) in zip(left, right).enumerated() {
                compare(left, right, at: "\(path)[\(index)]", &found)
            }
        default:
            if let left = Self.number(expected), let right = Self.number(value) {
                if abs(right - left) <= max(absolute, relative * abs(left)) { return }
            } else if expected == value {
                return
            }
            found.append("\(path): \(value?.line ?? "missing"), expected \(expected.line)")
        }
    }

    private static func number(_ value: JSONValue?) -> Double? {
        switch value {
        case .integer(let whole): Double(whole)
        case .number(let number): number
        default: nil
        }
    }
}
