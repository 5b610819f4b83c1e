/// One thing that is wrong in a data file, with the place, the reason and the way out.
package struct DataIssue: Sendable, Hashable, CustomStringConvertible {
    /// The file, as a path.
    package let file: String
    /// The line, from 1.
    package let line: Int
    /// The column in bytes, from 1.
    package let column: Int
    /// What is wrong, with the offending value.
    package let message: String
    /// Why that is not taken, a sentence.
    package let reason: String
    /// What to do, a sentence.
    package let remedy: String

    /// Names a problem and its place; a file as a whole is line 1, column 1.
    package init(
        file: String,
        line: Int = 1,
        column: Int = 1,
        message: String,
        reason: String,
        remedy: String
    ) {
        self.file = file
        self.line = line
        self.column = column
        self.message = message
        self.reason = reason
        self.remedy = remedy
    }

    /// Two lines: where and what; then why and what to do.
    package var description: String {
        "\(file):\(line):\(column)  \(message)\n  \(reason) \(remedy)"
    }
}

/// Why data was refused: everything that is wrong with it, file by file.
package struct MarketDataError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kinds of failure.
    package enum Code: Sendable, Hashable {
        /// A file or directory is missing or can't be read.
        case unreadable
        /// A file's content is not what this version takes.
        case invalid
        /// An instrument was asked for that the data does not hold.
        case unknownInstrument
        /// The data is generated, so there is no file to read.
        case generated
    }

    /// The kind of failure.
    package let code: Code
    /// What is wrong; never empty.
    package let issues: [DataIssue]

    init(_ code: Code, _ issues: [DataIssue]) {
        precondition(!issues.isEmpty, "a refusal names at least one issue")
        self.code = code
        self.issues = issues
    }

    /// All issues as people read them, then how many there are.
    package var message: String {
        let count = issues.count == 1 ? "1 error" : "\(issues.count) errors"
        return issues.map(\.description).joined(separator: "\n") + "\n\(count)"
    }

    package var description: String { message }
}
