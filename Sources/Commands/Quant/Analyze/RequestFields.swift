import Inspection
import LinearAlgebra

/// An object of a request, whose figures are asked for by key.
///
/// Every refusal names the key's whole path and what was expected there.
struct RequestFields {
    /// Where the object stands, such as `parameters`.
    let path: String
    private let values: [String: JSONValue]

    /// Takes an object that stands at a path.
    init(path: String, values: [String: JSONValue]) {
        self.path = path
        self.values = values
    }

    /// The keys, sorted.
    var keys: [String] { values.keys.sorted() }

    /// Whether a key stands there with a value other than null.
    func has(_ key: String) -> Bool { value(key) != nil }

    /// Whether a key stands there, null included.
    func states(_ key: String) -> Bool { values[key] != nil }

    /// The value of a key; `nil` where it is missing or null.
    func value(_ key: String) -> JSONValue? {
        guard let value = values[key], value != .null else { return nil }
        return value
    }

    func text(_ key: String) throws -> String {
        guard case .string(let text) = try required(key) else { throw wrong(key, "a text") }
        return text
    }

    func text(_ key: String, else standard: String) throws -> String {
        has(key) ? try text(key) : standard
    }

    func number(_ key: String) throws -> Double {
        guard let number = Self.number(try required(key)) else { throw wrong(key, "a number") }
        return number
    }

    func number(_ key: String, else standard: Double) throws -> Double {
        has(key) ? try number(key) : standard
    }

    func integer(_ key: String) throws -> Int {
        guard let integer = Self.integer(try required(key)) else {
            throw wrong(key, "a whole number")
        }
        return Int(integer)
    }

    func integer(_ key: String, else standard: Int) throws -> Int {
        has(key) ? try integer(key) : standard
    }

    func texts(_ key: String) throws -> [String] {
        try array(key).map { value in
            guard case .string(let text) = value else { throw wrong(key, "a list of texts") }
            return text
        }
    }

    func numbers(_ key: String) throws -> [Double] {
        try array(key).map { value in
            guard let number = Self.number(value) else { throw wrong(key, "a list of numbers") }
            return number
        }
    }

    /// As many numbers as there are assets, in their order, or by name.
    func numbers(_ key: String, for names: [String]) throws -> [Double] {
        if case .object(let values) = try required(key) {
            let fields = RequestFields(path: "\(path).\(key)", values: values)
            return try names.map { try fields.number($0) }
        }
        let found = try numbers(key)
        guard found.count == names.count else {
            throw wrong(key, "\(names.count) numbers, one for each of \(listed(names))")
        }
        return found
    }

    func integers(_ key: String) throws -> [Int64] {
        try array(key).map { value in
            guard let integer = Self.integer(value) else {
                throw wrong(key, "a list of whole numbers")
            }
            return integer
        }
    }

    /// A list of rows, each a list.
    func rows(_ key: String) throws -> [[JSONValue]] {
        try array(key).map { value in
            guard case .array(let row) = value else { throw wrong(key, "a list of lists") }
            return row
        }
    }

    /// A list of rows of numbers, equally long.
    func matrix(_ key: String) throws -> [[Double]] {
        let rows = try rows(key).map { row in
            try row.map { value in
                guard let number = Self.number(value) else { throw wrong(key, "rows of numbers") }
                return number
            }
        }
        guard rows.allSatisfy({ $0.count == rows.first?.count }) else {
            throw wrong(key, "rows of one length")
        }
        return rows
    }

    /// A list of rows of whole numbers.
    func integerRows(_ key: String) throws -> [[Int64]] {
        try rows(key).map { row in
            try row.map { value in
                guard let number = Self.integer(value) else {
                    throw wrong(key, "rows of whole numbers")
                }
                return number
            }
        }
    }

    func object(_ key: String) throws -> RequestFields {
        guard case .object(let values) = try required(key) else { throw wrong(key, "an object") }
        return RequestFields(path: "\(path).\(key)", values: values)
    }

    /// The refusal of a key's value.
    func wrong(_ key: String, _ expected: String) -> CommandFailure {
        let found = values[key].map { " is \(String($0.line.prefix(60)))" } ?? " is missing"
        return CommandFailure(
            .badInput,
            "\(path).\(key)\(found), expected \(expected)",
            advice: [
                "A request is {\"kind\", \"data\", \"parameters\"}: see `bursar help analyze`."
            ]
        )
    }

    private func required(_ key: String) throws -> JSONValue {
        guard let value = value(key) else { throw wrong(key, "a value") }
        return value
    }

    private func array(_ key: String) throws -> [JSONValue] {
        guard case .array(let values) = try required(key) else { throw wrong(key, "a list") }
        return values
    }

    private static func number(_ value: JSONValue) -> Double? {
        switch value {
        case .integer(let whole): Double(whole)
        case .number(let number): number
        default: nil
        }
    }

    private static func integer(_ value: JSONValue) -> Int64? {
        switch value {
        case .integer(let whole): whole
        case .number(let number): Int64(exactly: number)
        default: nil
        }
    }
}
