import Foundation
import Inspection
import Market
import SwiftProtobuf

/// Writes a protobuf message as indented fields that people can read.
///
/// Whole millionths become decimals, nanoseconds become times, bytes become hexadecimal digits; lists
/// and nested messages keep their order.
enum FieldText {
    /// The fields of a message, a line each; fields that hold nothing are absent.
    static func lines(_ message: some Message, indent: Int = 2) -> [String] {
        message.textFormatString().split(separator: "\n").compactMap { line in
            let depth = line.prefix { $0 == " " }.count
            let text = line.dropFirst(depth)
            guard text != "}" else { return nil }
            let margin = String(repeating: " ", count: indent + depth)
            if text.hasSuffix(" {") { return margin + text.dropLast(2) }
            return margin + field(text)
        }
    }

    /// The message as programs read it: protobuf's own JSON with sorted keys.
    static func json(_ message: some Message) throws -> JSONValue {
        try JSONDecoder().decode(JSONValue.self, from: Data(message.jsonString().utf8))
    }

    private static func field(_ text: Substring) -> String {
        guard let colon = text.firstIndex(of: ":") else { return String(text) }
        let name = String(text[..<colon])
        let value = text[text.index(after: colon)...].drop { $0 == " " }
        if name.hasSuffix("_micros"), let micros = Int64(value) {
            return "\(name.dropLast(7)): \(NumberText.quantity(Quantity(micros: micros)))"
        }
        if moments.contains(name), let nanoseconds = Int64(value) {
            return "\(name): \(Timestamp(nanoseconds: nanoseconds))"
        }
        guard value.first == "\"" else { return "\(name): \(value)" }
        let bytes = unescaped(value.dropFirst().dropLast())
        if name.hasSuffix("digest") {
            return "\(name): \(bytes.map { hexadecimal($0) }.joined())"
        }
        return "\(name): \(String(decoding: bytes, as: UTF8.self))"
    }

    private static let moments: Set<String> = ["virtual_time", "wall_time", "from", "to", "at"]

    private static func hexadecimal(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }

    /// The bytes behind the escapes of protobuf's text format.
    private static func unescaped(_ text: Substring) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\"), let code = rest.popFirst() else {
                bytes.append(byte)
                continue
            }
            switch code {
            case UInt8(ascii: "n"): bytes.append(10)
            case UInt8(ascii: "r"): bytes.append(13)
            case UInt8(ascii: "t"): bytes.append(9)
            case UInt8(ascii: "0")...UInt8(ascii: "7"):
                var value = code - UInt8(ascii: "0")
                for _ in 0..<2 {
                    guard let digit = rest.first, (48...55).contains(digit) else { break }
                    value = value &* 8 &+ (digit - 48)
                    rest.removeFirst()
                }
                bytes.append(value)
            default: bytes.append(code)
            }
        }
        return bytes
    }
}
