import Foundation

/// Some columns of a CSV file whose first column holds dates or moments.
///
/// Figures are doubles just as they are written, so that analyses lose nothing to a price scale.
struct NumberFile {
    /// Where it was read from.
    let path: String
    /// The dates or moments of the rows, ascending.
    let timestamps: [String]
    /// The columns asked for; NaN where a field is empty.
    let columns: [[Double]]

    /// The heads after the first, in the order of the file.
    static func names(of path: String) throws -> [String] {
        try CommaText(path).heads.dropFirst().map { $0 }
    }

    /// Reads the columns of some heads, in the order asked for.
    ///
    /// - Throws: ``CommandFailure`` with the place for a missing head, a field that is no number or
    ///   rows out of order.
    init(_ path: String, columns names: [String]) throws {
        var text = try CommaText(path)
        let heads = text.heads
        let places = try names.map { name in
            guard let place = heads.dropFirst().firstIndex(of: name) else {
                throw CommandFailure(
                    .badInput,
                    "\(path):1  there is no column \"\(name)\"",
                    advice: ["Its columns are \(listed(Array(heads.dropFirst())))."]
                )
            }
            return place
        }
        var timestamps: [String] = []
        var columns = [[Double]](repeating: [], count: names.count)
        while try text.advance() {
            let timestamp = text.field(0)
            if let last = timestamps.last, last >= timestamp {
                throw CommandFailure(
                    .badInput,
                    "\(path):\(text.line)  \(timestamp) comes after \(last)",
                    advice: ["Rows are one a date, oldest first; sort them and drop doubles."]
                )
            }
            timestamps.append(timestamp)
            for (column, place) in places.enumerated() {
                columns[column].append(try text.number(place))
            }
        }
        self.path = path
        self.timestamps = timestamps
        self.columns = columns
    }
}

/// Names in a row, only the first few of many.
func listed(_ names: [String]) -> String {
    let shown = names.prefix(12).joined(separator: ", ")
    return names.count > 12 ? "\(shown) and \(names.count - 12) more" : shown
}

/// Cuts the lines of a CSV file into fields; quotes mean nothing.
private struct CommaText {
    let path: String
    let heads: [String]
    private(set) var line = 1
    private let bytes: [UInt8]
    private var next: Int
    private var fields: [Range<Int>] = []

    init(_ path: String) throws {
        self.path = path
        let bytes: [UInt8]
        do {
            bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        } catch {
            throw CommandFailure(
                .badInput,
                "\(path) can't be read: \(error.localizedDescription)",
                advice: ["Check the path and the permissions."]
            )
        }
        let (ranges, after) = Self.cut(bytes, from: 0)
        self.bytes = bytes
        next = after
        heads = ranges.map { String(decoding: bytes[$0], as: UTF8.self) }
        guard heads.count > 1 else {
            throw CommandFailure(
                .badInput,
                "\(path):1  the header is \"\(heads.joined())\", expected timestamp,NAME,…",
                advice: ["A series is told by the head of its column."]
            )
        }
    }

    /// Goes to the next line that holds anything.
    mutating func advance() throws -> Bool {
        repeat {
            guard next < bytes.count else { return false }
            (fields, next) = Self.cut(bytes, from: next)
            line += 1
        } while fields.count == 1 && fields[0].isEmpty
        guard fields.count == heads.count else {
            throw CommandFailure(
                .badInput,
                "\(path):\(line)  \(fields.count) fields, the header has \(heads.count)",
                advice: ["The line may be cut short; fetch the file again."]
            )
        }
        return true
    }

    func field(_ index: Int) -> String { String(decoding: bytes[fields[index]], as: UTF8.self) }

    func number(_ index: Int) throws -> Double {
        if fields[index].isEmpty { return .nan }
        let text = field(index)
        guard let value = Double(text), value.isFinite else {
            throw CommandFailure(
                .badInput,
                "\(path):\(line)  \(heads[index]) is \"\(text)\", not a number",
                advice: ["Write figures as 12.5; leave the field empty where there is none."]
            )
        }
        return value
    }

    /// The fields of the line that starts at a place, and where the next one starts.
    private static func cut(_ bytes: [UInt8], from start: Int) -> ([Range<Int>], Int) {
        var (fields, first, index) = ([Range<Int>](), start, start)
        while index < bytes.count, bytes[index] != UInt8(ascii: "\n") {
            if bytes[index] == UInt8(ascii: ",") {
                fields.append(first..<index)
                first = index + 1
            }
            index += 1
        }
        let isReturn = index > first && bytes[index - 1] == UInt8(ascii: "\r")
        fields.append(first..<(isReturn ? index - 1 : index))
        return (fields, index + 1)
    }
}
