internal import Foundation
internal import GRDB

/// Reads a row's values one after the other, in the order of its table's columns.
struct RowValues {
    private let row: Row
    private var column: Int

    /// Starts at a column: 1 where the row number comes first.
    init(_ row: Row, from column: Int = 0) {
        self.row = row
        self.column = column
    }

    mutating func integer() -> Int64 {
        defer { column += 1 }
        return row[column]
    }

    mutating func optionalInteger() -> Int64? {
        defer { column += 1 }
        return row[column]
    }

    mutating func real() -> Double {
        defer { column += 1 }
        return row[column]
    }

    mutating func text() -> String {
        defer { column += 1 }
        return row[column]
    }

    mutating func blob() -> [UInt8] {
        defer { column += 1 }
        let data: Data = row[column]
        return [UInt8](data)
    }

    mutating func optionalBlob() -> [UInt8]? {
        defer { column += 1 }
        let data: Data? = row[column]
        return data.map { [UInt8]($0) }
    }

    /// Reads a word of a closed vocabulary.
    mutating func word<Word: RawRepresentable<String>>(
        _ vocabulary: Word.Type = Word.self
    ) throws(JournalError) -> Word {
        let text = text()
        guard let word = Word(rawValue: text) else {
            throw JournalError(.corrupt, "\"\(text)\" is no \(vocabulary); the journal is damaged")
        }
        return word
    }
}
