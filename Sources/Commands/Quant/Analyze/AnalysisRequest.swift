import Foundation
import Inspection

/// One question: what to compute, on which data, with which parameters.
struct AnalysisRequest {
    /// What to compute, one of ``Analysis/kinds``.
    let kind: String
    /// Which series, and how they become returns.
    let data: RequestFields
    /// The figures of the kind.
    let parameters: RequestFields
    /// What the request says of its own conventions, in words; empty unless it does.
    let convention: String
    /// Where the sets lie.
    let directory: String

    /// Reads a request; keys other than these are not looked at.
    ///
    /// - Throws: ``CommandFailure`` that names what is wrong and where.
    init(_ bytes: Data, path: String, directory: String) throws {
        let root: JSONValue
        do {
            root = try JSONDecoder().decode(JSONValue.self, from: bytes)
        } catch {
            throw CommandFailure(
                .badInput,
                "\(path) is not JSON: \(Self.words(error))",
                advice: ["A request is {\"kind\", \"data\", \"parameters\"}."]
            )
        }
        guard case .object(let values) = root else {
            throw CommandFailure(
                .badInput,
                "\(path) holds no object",
                advice: ["A request is {\"kind\", \"data\", \"parameters\"}."]
            )
        }
        let fields = RequestFields(path: path, values: values)
        kind = try fields.text("kind")
        data = try fields.object("data")
        parameters =
            fields.has("parameters")
            ? try fields.object("parameters")
            : RequestFields(path: "\(path).parameters", values: [:])
        convention = try fields.text("convention", else: "")
        self.directory = directory
    }

    /// The series that `data` names.
    func series() throws -> AnalysisData {
        try AnalysisDataReader(data, directory: directory).read()
    }

    /// Several fields of one symbol's bars.
    func bars(_ heads: [String]) throws -> (timestamps: [String], columns: [[Double]]) {
        try AnalysisDataReader(data, directory: directory).bars(heads)
    }

    private static func words(_ error: any Error) -> String {
        guard case DecodingError.dataCorrupted(let context) = error else { return "\(error)" }
        return context.debugDescription
    }
}
