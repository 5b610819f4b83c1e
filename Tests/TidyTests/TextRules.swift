import Foundation

/// Nothing is left for later in a comment.
enum MarkerRule {
    static let name = "nothing is left for later"

    /// Returns the comments that put something off.
    static func violations(in file: SourceFile) -> [Violation] {
        guard !file.isGenerated else { return [] }
        return file.comments.flatMap { comment in
            let words = comment.text.split { !$0.isLetter }
            return ["TODO", "FIXME", "XXX", "HACK"].filter { words.contains($0[...]) }.map {
                Violation(
                    file: file.path,
                    line: comment.line,
                    rule: name,
                    found: $0,
                    instead: "do it now, or open an issue and take the comment out"
                )
            }
        }
    }
}

/// No file knows where it lies on somebody's machine.
enum MachinePathRule {
    static let name = "no path of one machine"

    private static let folders = ["home", "root", "work", "tmp", "Users", "mnt"].map { "/\($0)/" }

    /// Paths that are meant: sockets need a short, private directory (``RuntimeDirectory``).
    private static let allowed: [String: [String]] = [
        "README.md": ["bursar-"],
        "Sources/Journal/Run/RuntimeDirectory.swift": ["bursar-"],
        "Tests/JournalTests/RuntimeDirectoryTests.swift": ["bursar-"],
        "Tests/ZeroMQTests/SocketFileTests.swift": ["bursar-XXXXXX"],
    ]

    /// Returns the lines of a text, code or not, with a path of one machine.
    static func violations(path: String, lines: [String]) -> [Violation] {
        lines.enumerated().flatMap { index, line in
            folders.filter { has($0, in: line, of: path) }.map {
                Violation(
                    file: path,
                    line: index + 1,
                    rule: name,
                    found: "a path in \($0)",
                    instead:
                        "derive it: #filePath, the script's folder, an argument, a temporary one"
                )
            }
        }
    }

    private static func has(_ folder: String, in line: String, of path: String) -> Bool {
        guard line.contains(folder) else { return false }
        var rest = line[...]
        while let range = rest.range(of: folder) {
            let before = rest[..<range.lowerBound].last
            let isInside =
                before.map { $0.isLetter || $0.isNumber || "_.-~}$".contains($0) } ?? false
            let after = rest[range.upperBound...]
            let isAllowed =
                folder.dropFirst().hasPrefix("tmp")
                && (allowed[path] ?? []).contains { after.hasPrefix($0) }
            if !isInside, !isAllowed { return true }
            rest = after
        }
        return false
    }
}
