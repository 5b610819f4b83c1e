/// One thing that is wrong in a topology's file, with the place, the reason and the way out.
package struct TopologyIssue: Sendable, Hashable, CustomStringConvertible {
    /// The file as it was named by the caller.
    package let file: String
    /// The line, from 1.
    package let line: Int
    /// The column in characters, from 1.
    package let column: Int
    /// The key, such as `workers[2].mandate.universe`; empty for the file as a whole.
    package let path: String
    /// What is wrong, with the offending value.
    package let message: String
    /// Why that is not taken, a sentence.
    package let reason: String
    /// What to do, a sentence.
    package let remedy: String

    /// Names a problem and its place.
    package init(
        file: String,
        line: Int,
        column: Int,
        path: String,
        message: String,
        reason: String,
        remedy: String
    ) {
        self.file = file
        self.line = line
        self.column = column
        self.path = path
        self.message = message
        self.reason = reason
        self.remedy = remedy
    }

    /// Two lines: where and what; then why and what to do.
    package var description: String {
        let subject = path.isEmpty ? message : "\(path): \(message)"
        return "\(file):\(line):\(column)  \(subject)\n  \(reason) \(remedy)"
    }
}

/// Why a topology was refused: everything that is wrong with it, in the order of the file.
package struct TopologyError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kinds of failure.
    package enum Code: Sendable, Hashable {
        /// The file could not be read, is too large or is not UTF-8.
        case unreadableFile
        /// The text is not YAML, or a key is written twice.
        case malformedYAML
        /// The text is YAML but not a topology or a worker that can run.
        case invalid
    }

    /// The kind of failure.
    package let code: Code
    /// What is wrong, in the order of the file; never empty.
    package let issues: [TopologyIssue]

    init(_ code: Code, _ issues: [TopologyIssue]) {
        precondition(!issues.isEmpty, "a refusal names at least one issue")
        self.code = code
        self.issues = issues.sorted {
            ($0.line, $0.column, $0.path) < ($1.line, $1.column, $1.path)
        }
    }

    /// All issues as people read them, then how many there are.
    package var message: String {
        let count = issues.count == 1 ? "1 error" : "\(issues.count) errors"
        return issues.map(\.description).joined(separator: "\n") + "\n\(count)"
    }

    package var description: String { message }
}
