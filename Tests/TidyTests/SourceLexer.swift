/// Splits Swift code into tokens and comments.
///
/// It knows line comments, nested block comments, strings of all four forms with interpolation
/// (whose inside is code again), and names in backticks, which become one token. Regex literals are
/// not known: nobody here writes any.
struct SourceLexer {
    private let bytes: [UInt8]
    private var position = 0
    private var line = 1
    private var end = 0
    private(set) var tokens: [Token] = []
    private(set) var comments: [(line: Int, text: String)] = []

    /// Takes the text of a file.
    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// Reads to the end of the text.
    mutating func run() {
        while position < bytes.count {
            readCode()
            // A parenthesis too many ends the code early; what follows is read all the same.
            advance()
        }
    }

    private func byte(_ offset: Int = 0) -> UInt8 {
        position + offset < bytes.count ? bytes[position + offset] : 0
    }

    private func stands(_ pair: String) -> Bool {
        pair.utf8.elementsEqual([byte(), byte(1)])
    }

    private mutating func advance(_ count: Int = 1) {
        for _ in 0..<count where position < bytes.count {
            if bytes[position] == UInt8(ascii: "\n") { line += 1 }
            position += 1
        }
    }

    private func text(from start: Int) -> String {
        String(decoding: bytes[start..<min(position, bytes.count)], as: UTF8.self)
    }

    private mutating func append(_ text: String, from start: Int, _ line: Int) {
        tokens.append(Token(text: text, line: line, isGlued: start == end && start > 0))
        end = position
    }

    /// Reads code up to the parenthesis that closes an interpolation, or to the end.
    private mutating func readCode() {
        var depth = 0
        while position < bytes.count {
            if stands("//") {
                readLineComment()
            } else if stands("/*") {
                readBlockComment()
            } else if let pounds = poundsBeforeQuote() {
                readString(pounds: pounds)
            } else if byte() == UInt8(ascii: "`") {
                readBackticks()
            } else if isWord(byte()) {
                readWord()
            } else {
                if byte() == UInt8(ascii: "(") { depth += 1 }
                if byte() == UInt8(ascii: ")") { depth -= 1 }
                guard depth >= 0 else { return }
                readSign()
            }
        }
    }

    private func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...0xff: true
        default: false
        }
    }

    private mutating func readWord() {
        let start = position
        while isWord(byte()) { position += 1 }
        append(text(from: start), from: start, line)
    }

    private mutating func readSign() {
        let (start, first) = (position, line)
        advance()
        if bytes[start] > UInt8(ascii: " ") { append(text(from: start), from: start, first) }
    }

    private mutating func readBackticks() {
        let (start, first) = (position, line)
        advance()
        while position < bytes.count, byte() != UInt8(ascii: "`") { advance() }
        advance()
        append(text(from: start), from: start, first)
    }

    private mutating func readLineComment() {
        let start = position
        while position < bytes.count, byte() != UInt8(ascii: "\n") { position += 1 }
        comments.append((line, text(from: start)))
    }

    private mutating func readBlockComment() {
        let (start, first) = (position, line)
        var depth = 0
        repeat {
            if stands("/*") {
                depth += 1
                advance(2)
            } else if stands("*/") {
                depth -= 1
                advance(2)
            } else {
                advance()
            }
        } while depth > 0 && position < bytes.count
        let parts = text(from: start).split(separator: "\n", omittingEmptySubsequences: false)
        for (offset, part) in parts.enumerated() { comments.append((first + offset, String(part))) }
    }

    private func poundsBeforeQuote() -> Int? {
        var pounds = 0
        while byte(pounds) == UInt8(ascii: "#") { pounds += 1 }
        return byte(pounds) == UInt8(ascii: "\"") ? pounds : nil
    }

    /// Reads a string as the tokens of its two ends, with the code of its interpolations between.
    private mutating func readString(pounds: Int) {
        let quote = UInt8(ascii: "\"")
        let start = position
        position += pounds
        let isMultiline = byte(1) == quote && byte(2) == quote
        let quotes = isMultiline ? 3 : 1
        advance(quotes)
        append("\"", from: start, line)
        while position < bytes.count {
            if byte() == UInt8(ascii: "\\"), isPounds(pounds, at: 1) {
                advance(pounds + 1)
                guard byte() == UInt8(ascii: "(") else {
                    advance()
                    continue
                }
                readSign()
                readCode()
                readSign()
            } else if isEnd(quotes: quotes, pounds: pounds) {
                break
            } else {
                advance()
            }
        }
        advance(quotes + pounds)
        append("\"", from: position, line)
    }

    private func isPounds(_ count: Int, at offset: Int) -> Bool {
        (0..<count).allSatisfy { byte(offset + $0) == UInt8(ascii: "#") }
    }

    private func isEnd(quotes: Int, pounds: Int) -> Bool {
        (0..<quotes).allSatisfy { byte($0) == UInt8(ascii: "\"") } && isPounds(pounds, at: quotes)
    }
}
