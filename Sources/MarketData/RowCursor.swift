/// Walks the lines of a file and cuts each into fields; LF and CRLF line ends alike.
struct RowCursor {
    let bytes: [UInt8]
    /// The number of the line read last, from 1.
    private(set) var line = 0
    /// Where the line read last begins.
    private(set) var lineStart = 0
    /// The fields of the line read last, without commas and line end; at least one.
    private(set) var fields: [Range<Int>] = []
    private var next = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Reads the next line; false at the end of the file.
    mutating func advance() -> Bool {
        guard next < bytes.count else { return false }
        line += 1
        lineStart = next
        fields.removeAll(keepingCapacity: true)
        var fieldStart = next
        var index = next
        while index < bytes.count, bytes[index] != newline {
            if bytes[index] == UInt8(ascii: ",") {
                fields.append(fieldStart..<index)
                fieldStart = index + 1
            }
            index += 1
        }
        next = index + 1
        let isReturn = index > fieldStart && bytes[index - 1] == carriageReturn
        fields.append(fieldStart..<(isReturn ? index - 1 : index))
        return true
    }

    /// The column of a field, from 1.
    func column(of field: Int) -> Int { fields[field].lowerBound - lineStart + 1 }

    /// The text of a field, fit to be shown: `?` stands for each control character.
    func text(of field: Int) -> String {
        let shown = bytes[fields[field]].map { $0 < 32 || $0 == 127 ? UInt8(ascii: "?") : $0 }
        return String(decoding: shown, as: UTF8.self)
    }
}
