/// What programs read: a JSON value whose text is the same whenever the value is.
package indirect enum JSONValue: Sendable, Hashable {
    case null
    case bool(Bool)
    case integer(Int64)
    /// A number; NaN and infinity are written as `null`, which is all that JSON has for them.
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    /// Returns the value as text with sorted keys, one a line.
    package var pretty: String { text(indent: 0) }

    /// Returns the value as text with sorted keys, all in one line.
    package var line: String { text(indent: nil) }

    /// Takes a number that may be missing.
    package static func optional(_ value: Double?) -> JSONValue {
        value.map { .number($0) } ?? .null
    }

    /// Takes a text that may be missing.
    package static func optional(_ value: String?) -> JSONValue {
        value.map { .string($0) } ?? .null
    }

    private func text(indent: Int?) -> String {
        switch self {
        case .null: "null"
        case .bool(let value): value ? "true" : "false"
        case .integer(let value): "\(value)"
        case .number(let value): value.isFinite ? Self.text(of: value) : "null"
        case .string(let value): Self.quoted(value)
        case .array(let values):
            Self.joined(values.map { $0.text(indent: indent.map { $0 + 2 }) }, "[", "]", indent)
        case .object(let values):
            Self.joined(
                values.sorted { $0.key < $1.key }.map { key, value in
                    let space = indent == nil ? "" : " "
                    let inner = value.text(indent: indent.map { $0 + 2 })
                    return "\(Self.quoted(key)):\(space)\(inner)"
                },
                "{",
                "}",
                indent
            )
        }
    }

    private static func text(of value: Double) -> String {
        let isWhole = value == value.rounded() && abs(value) < 1e15
        return isWhole ? "\(Int64(value))" : "\(value)"
    }

    private static func joined(
        _ parts: [String],
        _ opening: String,
        _ closing: String,
        _ indent: Int?
    ) -> String {
        guard !parts.isEmpty else { return opening + closing }
        guard let indent else { return opening + parts.joined(separator: ",") + closing }
        let outer = String(repeating: " ", count: indent)
        let body = parts.map { "\(outer)  \($0)" }.joined(separator: ",\n")
        return "\(opening)\n\(body)\n\(outer)\(closing)"
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\t": quoted += "\\t"
            case "\r": quoted += "\\r"
            case let control where control.value < 0x20:
                let digits = String(control.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral, ExpressibleByBooleanLiteral
{
    /// Takes a text written in code.
    package init(stringLiteral value: String) { self = .string(value) }
    /// Takes true or false written in code.
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    /// Takes a list written in code.
    package init(arrayLiteral values: JSONValue...) { self = .array(values) }
    /// Takes keys and values written in code; a key stands once.
    package init(dictionaryLiteral pairs: (String, JSONValue)...) {
        self = .object([String: JSONValue](uniqueKeysWithValues: pairs))
    }
}

extension JSONValue: Decodable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let object = try? container.decode([String: JSONValue].self) {
            self = .object(object)
        } else if let array = try? container.decode([JSONValue].self) {
            self = .array(array)
        } else if let text = try? container.decode(String.self) {
            self = .string(text)
        } else if let flag = try? container.decode(Bool.self) {
            self = .bool(flag)
        } else if let whole = try? container.decode(Int64.self) {
            self = .integer(whole)
        } else {
            self = .number(try container.decode(Double.self))
        }
    }
}
