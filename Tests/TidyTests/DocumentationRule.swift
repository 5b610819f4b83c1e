import Foundation

/// Every declaration that other targets see says what it is.
struct DocumentationRule {
    static let name = "what other targets see is documented"

    /// Members whose meaning a protocol of the language or of a package has settled.
    static let settled: Set = [
        "description", "debugDescription", "hash", "encode", "unownedExecutor", "enqueue",
        "checkIsolated", "isIsolatingCurrentContext", "asUnownedSerialExecutor", "next", "<", "=",
    ]

    /// Members that ArgumentParser asks of a command, whose help text is their documentation.
    static let settledByCommands: Set = ["configuration", "init()", "run", "validate"]

    /// Requirements of our own protocols, by protocol: their documentation stands there.
    let requirements: [String: Set<String>]

    /// Collects the protocols of all files.
    init(files: [SourceFile]) {
        var requirements: [String: Set<String>] = [:]
        for file in files {
            for index in file.tokens.indices where file.text(index) == "protocol" {
                guard let open = file.tokens[index...].firstIndex(where: { $0.text == "{" }),
                    let close = file.closing(open)
                else { continue }
                let members = (open..<close).compactMap {
                    Self.keywords.contains(file.text($0)) ? Self.name(file, $0) : nil
                }
                requirements[file.text(index + 1), default: []].formUnion(members)
            }
        }
        self.requirements = requirements
    }

    /// Returns the declarations without documentation, and those whose first line says nothing.
    func violations(in file: SourceFile) -> [Violation] {
        guard !file.isTest, !file.isGenerated else { return [] }
        let protocols = Set(file.tokens.map(\.text)).intersection(requirements.keys)
        let inherited = protocols.reduce(into: Set<String>()) {
            $0.formUnion(requirements[$1] ?? [])
        }
        let isCommand = file.imports.contains { $0.module == "ArgumentParser" }
        return file.tokens.indices.compactMap { index in
            guard let keyword = Self.keyword(file, index) else { return nil }
            let name = Self.name(file, keyword)
            let line = file.tokens[index].line
            if let summary = Self.summary(file, index) {
                guard Self.echoes(summary, name) else { return nil }
                return violation(
                    file,
                    line,
                    "the documentation of \(name) is its name again",
                    "say what the name does not, or rename"
                )
            }
            let isSettled =
                Self.settled.contains(name) || inherited.contains(name)
                || isCommand && Self.settledByCommands.contains(name) || name == "init(from:)"
            guard !isSettled else { return nil }
            return violation(
                file,
                line,
                "\(file.text(keyword)) \(name) has no documentation",
                "write one sentence above it, then only what the signature cannot say"
            )
        }
    }

    private func violation(
        _ file: SourceFile,
        _ line: Int,
        _ found: String,
        _ instead: String
    ) -> Violation {
        Violation(file: file.path, line: line, rule: Self.name, found: found, instead: instead)
    }
}

// MARK: - Reading declarations

extension DocumentationRule {
    private static let keywords: Set = [
        "actor", "associatedtype", "class", "enum", "func", "init", "let", "macro", "protocol",
        "struct", "subscript", "typealias", "var",
    ]
    private static let modifiers: Set = [
        "borrowing", "consuming", "convenience", "distributed", "final", "fileprivate", "indirect",
        "internal", "lazy", "mutating", "nonisolated", "nonmutating", "open", "override", "package",
        "private", "public", "required", "static", "unowned", "weak",
    ]

    /// Returns the keyword of the declaration that an access modifier at `index` opens.
    private static func keyword(_ file: SourceFile, _ index: Int) -> Int? {
        guard ["package", "public", "open"].contains(file.text(index)),
            file.text(index + 1) != "("
        else { return nil }
        var next = index + 1
        while true {
            let word = file.text(next)
            if word == "(", let close = file.closing(next) {
                next = close + 1
            } else if word == "class", ["func", "var", "subscript"].contains(file.text(next + 1)) {
                next += 1
            } else if keywords.contains(word) {
                return next
            } else if modifiers.contains(word) {
                next += 1
            } else {
                return nil
            }
        }
    }

    private static func name(_ file: SourceFile, _ keyword: Int) -> String {
        guard file.text(keyword) == "init" else { return file.text(keyword + 1) }
        guard file.text(keyword + 1) == "(" else { return "init" }
        switch (file.text(keyword + 2), file.text(keyword + 3)) {
        case (")", _): return "init()"
        case ("from", "decoder"): return "init(from:)"
        default: return "init"
        }
    }

    /// Returns the first line of the documentation above a declaration; `nil` when there is none.
    private static func summary(_ file: SourceFile, _ index: Int) -> String? {
        func line(_ number: Int) -> String {
            number < 1 ? "" : file.lines[number - 1].trimmingCharacters(in: .whitespaces)
        }
        var above = file.tokens[start(file, index)].line - 1
        while line(above).hasPrefix("//"), !line(above).hasPrefix("///") { above -= 1 }
        if line(above).hasSuffix("*/") { return line(above) }
        guard line(above).hasPrefix("///") else { return nil }
        while line(above - 1).hasPrefix("///") { above -= 1 }
        return String(line(above).dropFirst(3))
    }

    /// Returns the first token of a declaration: attributes and other modifiers come before access.
    private static func start(_ file: SourceFile, _ index: Int) -> Int {
        var start = index
        while start > 0 {
            var before = start - 1
            if file.text(before) == ")", let open = file.opening(before), open > 0 {
                before = open - 1
            }
            if file.text(before - 1) == "@" {
                start = before - 1
            } else if modifiers.contains(file.text(before)) {
                start = before
            } else {
                break
            }
        }
        return start
    }

    private static func echoes(_ summary: String, _ name: String) -> Bool {
        let words = summary.lowercased().split { !$0.isLetter }.filter {
            !["a", "an", "the"].contains($0)
        }
        return words.joined() == name.lowercased()
    }
}
