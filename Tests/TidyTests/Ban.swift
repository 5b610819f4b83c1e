/// Code that is not written here, and what is written instead.
struct Ban: Sendable {
    /// Where a ban holds.
    enum Area: Sendable {
        /// Everywhere but in these rooms' sources.
        case everywhere(except: Set<String>)
        /// In the sources of these rooms.
        case rooms(Set<String>)
        /// In the sources of a row and of all rows below it.
        case upTo(House.Row)
        /// In tests.
        case tests
    }

    /// What a match must have before it.
    enum Before: Sendable {
        case anything
        /// No point and no `func`: a call or use of a global name.
        case global
        /// A type's name, a clock's or nothing: not a property of ours, such as `context.now`.
        case clock
    }

    /// The banned code; it matches word by word, whatever the spaces between, but none before `!`.
    let code: String
    /// Where it is banned.
    let area: Area
    /// What to write instead.
    let instead: String
    /// What must stand before it.
    var before = Before.anything
    /// Files in which it is the thing itself.
    var exempt: Set<String> = []

    /// Returns where a file has the banned code.
    func violations(in file: SourceFile) -> [Violation] {
        guard holds(for: file) else { return [] }
        var lexer = SourceLexer(code)
        lexer.run()
        let words = lexer.tokens.map(\.text)
        return file.tokens.indices.compactMap { index in
            guard file.tokens[index].text == words[0],
                index + words.count <= file.tokens.count,
                (1..<words.count).allSatisfy({ matches(words[$0], file.tokens[index + $0]) }),
                isBanned(after: index, in: file)
            else { return nil }
            return Violation(
                file: file.path,
                line: file.tokens[index].line,
                rule: BanRule.name,
                found: "`\(code)`",
                instead: instead
            )
        }
    }

    private func holds(for file: SourceFile) -> Bool {
        guard !file.isGenerated, !exempt.contains(file.path) else { return false }
        switch area {
        case .everywhere(let rooms): return file.isTest || !rooms.contains(file.room)
        case .rooms(let rooms): return !file.isTest && rooms.contains(file.room)
        case .upTo(let row):
            guard !file.isTest, let own = House.rooms[file.room] else { return false }
            return own <= row
        case .tests: return file.isTest
        }
    }

    private func matches(_ word: String, _ token: Token) -> Bool {
        token.text == word && (word != "!" || token.isGlued)
    }

    private func isBanned(after index: Int, in file: SourceFile) -> Bool {
        let word = file.text(index - 1)
        switch before {
        case .anything: return true
        case .global: return word != "." && word != "func"
        case .clock:
            guard let first = word.first, first.isLetter || first == "_" || ")]".contains(first)
            else { return true }
            let isKeyword = ["return", "in", "case", "default"].contains(word)
            return isKeyword || first.isUppercase || word.lowercased().contains("clock")
        }
    }
}
