import Foundation

/// One word or sign of Swift code; comments and the insides of strings are no tokens.
struct Token: Equatable {
    let text: String
    let line: Int
    /// Whether it follows the one before without a space.
    let isGlued: Bool
}

/// One Swift file, taken apart far enough for the rules.
struct SourceFile {
    /// Path from the root of the repository, such as `Sources/Market/Bar.swift`.
    let path: String
    /// The target's folder, such as `Market`.
    let room: String
    /// Whether the file belongs to a test target.
    let isTest: Bool
    /// The text as it stands, by line.
    let lines: [String]
    /// Words and signs of the code, in order.
    let tokens: [Token]
    /// Comments, by the line each begins in or goes on in.
    let comments: [(line: Int, text: String)]

    /// Takes a file apart.
    init(path: String, text: String) {
        self.path = path
        let parts = path.split(separator: "/")
        room = parts.count > 2 ? String(parts[1]) : ""
        isTest = parts.first == "Tests"
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var lexer = SourceLexer(text)
        lexer.run()
        tokens = lexer.tokens
        comments = lexer.comments
    }

    /// Whether a program wrote the file; only the table of imports holds for it.
    var isGenerated: Bool { path.hasSuffix(".pb.swift") }

    /// Number of lines, the last one's end not counted.
    var lineCount: Int { lines.last == "" ? lines.count - 1 : lines.count }

    /// Modules that the file imports, with the line of each.
    var imports: [(module: String, line: Int)] {
        let kinds: Set = ["struct", "class", "enum", "protocol", "typealias", "func", "let", "var"]
        return tokens.indices.dropLast().compactMap { index in
            guard tokens[index].text == "import", text(index - 1) != "." else { return nil }
            let name = kinds.contains(tokens[index + 1].text) ? text(index + 2) : text(index + 1)
            return (name, tokens[index].line)
        }
    }

    /// Returns a token's text; empty beyond either end.
    func text(_ index: Int) -> String {
        tokens.indices.contains(index) ? tokens[index].text : ""
    }

    /// Returns the index of the bracket that closes the one at `index`; `nil` when none does.
    func closing(_ index: Int) -> Int? {
        let pairs = ["(": ")", "[": "]", "{": "}"]
        let open = tokens[index].text
        guard let close = pairs[open] else { return nil }
        var depth = 0
        for next in index..<tokens.count {
            if tokens[next].text == open { depth += 1 }
            if tokens[next].text == close { depth -= 1 }
            if depth == 0 { return next }
        }
        return nil
    }

    /// Returns the index of the parenthesis that opens what the one at `index` closes.
    func opening(_ index: Int) -> Int? {
        var depth = 0
        for next in stride(from: index, through: 0, by: -1) {
            if tokens[next].text == ")" { depth += 1 }
            if tokens[next].text == "(" { depth -= 1 }
            if depth == 0 { return next }
        }
        return nil
    }
}
