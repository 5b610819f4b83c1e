/// Files and functions stay small enough to be read at once.
enum SizeRule {
    static let name = "files and functions stay small"
    static let linesMaximum = 400
    static let testLinesMaximum = 500
    static let functionLinesMaximum = 60

    /// Returns the file when it is too long, and each of its functions that is.
    static func violations(in file: SourceFile) -> [Violation] {
        guard !file.isGenerated else { return [] }
        let maximum = file.isTest ? testLinesMaximum : linesMaximum
        var found: [Violation] = []
        if file.lineCount > maximum {
            found.append(
                violation(
                    file,
                    maximum + 1,
                    "\(file.lineCount) lines, more than \(maximum)",
                    "move a concern to a file of its own, Type+Aspect.swift"
                )
            )
        }
        let most = functionLinesMaximum
        for function in functions(in: file) where function.lines > most {
            found.append(
                violation(
                    file,
                    function.line,
                    "\(function.name) has \(function.lines) lines, more than \(most)",
                    "split it: one function branches, the rest run straight"
                )
            )
        }
        return found
    }

    private static func violation(
        _ file: SourceFile,
        _ line: Int,
        _ found: String,
        _ instead: String
    ) -> Violation {
        Violation(file: file.path, line: line, rule: name, found: found, instead: instead)
    }

    /// Returns every function, initialiser and subscript with a body, and how many lines it takes.
    static func functions(in file: SourceFile) -> [(name: String, line: Int, lines: Int)] {
        file.tokens.indices.compactMap { index in
            guard isFunction(file, index), let open = body(file, index),
                let close = file.closing(open)
            else { return nil }
            let start = file.tokens[index].line
            let isNamed = file.text(index) == "func"
            let name = isNamed ? "func \(file.text(index + 1))" : file.text(index)
            return (name, start, file.tokens[close].line - start + 1)
        }
    }

    private static func isFunction(_ file: SourceFile, _ index: Int) -> Bool {
        guard file.text(index - 1) != "." else { return false }
        switch file.text(index) {
        case "func": return true
        case "init", "subscript": return ["(", "<", "?", "!"].contains(file.text(index + 1))
        case "deinit": return file.text(index + 1) == "{"
        default: return false
        }
    }

    /// Words that begin another declaration: a function that reaches one has no body.
    private static let starts: Set = [
        "actor", "associatedtype", "case", "class", "deinit", "enum", "extension", "fileprivate",
        "func", "init", "internal", "let", "mutating", "nonisolated", "nonmutating", "package",
        "private", "protocol", "public", "static", "struct", "subscript", "typealias", "var", "@",
        "#", "}",
    ]

    /// Returns the index of the brace that opens a function's body; `nil` for a requirement.
    private static func body(_ file: SourceFile, _ index: Int) -> Int? {
        if file.text(index + 1) == "{" { return index + 1 }
        guard let open = file.tokens[index...].firstIndex(where: { $0.text == "(" }),
            var next = file.closing(open)
        else { return nil }
        next += 1
        while next < file.tokens.count {
            let token = file.tokens[next]
            if token.text == "{" { return next }
            if token.text == "(" || token.text == "[" {
                guard let close = file.closing(next) else { return nil }
                next = close + 1
                continue
            }
            let isFirst = token.line > file.tokens[next - 1].line
            if token.text == "}" || isFirst && starts.contains(token.text) { return nil }
            next += 1
        }
        return nil
    }
}
