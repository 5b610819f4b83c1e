internal import GRDB

/// What went wrong with a journal or a run directory, in words that name the file and the way out.
package struct JournalError: Error, Sendable, CustomStringConvertible {
    /// The kinds of failure a caller can tell apart.
    package enum Code: String, Sendable {
        /// A transfer already has this event: applying it twice would create or destroy money.
        case duplicateTransfer
        /// A row with the same key is already in the segment.
        case duplicateRow
        /// A row breaks a rule the schema holds, such as a negative quantity.
        case invalidRow
        /// A message's position is not after the positions already committed.
        case positionOutOfOrder
        /// The file is not one of our journals.
        case foreignFile
        /// The file was written by a later version of the schema.
        case newerSchema
        /// The journal belongs to another process or another run.
        case wrongJournal
        /// The writer was closed.
        case closed
        /// Someone else holds the lock of the journal or of the run.
        case locked
        /// What the same messages lead to now is not what the journal holds.
        case divergence
        /// The file's contents contradict its schema.
        case corrupt
        /// The file system or SQLite failed.
        case storage
        /// A name cannot be used in a file name.
        case invalidName
        /// No run answers to the name given, or several do.
        case runNotFound
        /// A socket's path is longer than the operating system accepts.
        case pathTooLong
        /// A runtime directory can be written or read by someone else.
        case unsafeDirectory
    }

    /// The kind of failure.
    package let code: Code
    /// What happened, the value that caused it, and what to do.
    package let message: String
    /// The error underneath, where there is one.
    package let cause: (any Error)?

    /// Creates an error; the message names the offending value and the way out.
    package init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    /// The code and the message, followed by the cause where there is one.
    package var description: String {
        guard let cause else { return "\(code.rawValue): \(message)" }
        return "\(code.rawValue): \(message) (\(cause))"
    }
}

extension JournalError {
    /// Translates an error of SQLite or the file system; errors of ours pass unchanged.
    static func wrapping(_ error: any Error, _ activity: String) -> JournalError {
        if let ours = error as? JournalError { return ours }
        guard let failure = error as? DatabaseError else {
            return JournalError(.storage, "could not \(activity)", cause: error)
        }
        switch failure.resultCode {
        case .SQLITE_NOTADB:
            return JournalError(
                .foreignFile,
                "could not \(activity): it is not an SQLite database; move it out of the journal",
                cause: error
            )
        case .SQLITE_CORRUPT:
            return JournalError(
                .corrupt,
                "could not \(activity): the file is damaged; restore it from a copy",
                cause: error
            )
        case .SQLITE_FULL:
            return JournalError(
                .storage,
                "could not \(activity): the disk is full; free space",
                cause: error
            )
        default:
            let reason = failure.message.map { ": \($0)" } ?? ""
            return JournalError(.storage, "could not \(activity)\(reason)", cause: error)
        }
    }

    /// Translates a refused insertion into words about the row itself.
    static func refusing(_ name: String, _ error: any Error, isTransfer: Bool) -> JournalError {
        guard let failure = error as? DatabaseError,
            failure.resultCode == .SQLITE_CONSTRAINT
        else { return wrapping(error, "store \(name)") }
        switch failure.extendedResultCode {
        case .SQLITE_CONSTRAINT_PRIMARYKEY, .SQLITE_CONSTRAINT_UNIQUE, .SQLITE_CONSTRAINT_ROWID,
            .SQLITE_CONSTRAINT_TRIGGER:
            return .duplicate(name, isTransfer: isTransfer, cause: error)
        default:
            let rule = failure.message ?? "a rule of the schema"
            return JournalError(.invalidRow, "\(name) breaks a rule: \(rule)", cause: error)
        }
    }

    /// Says that a row's key is taken; transfers have a code of their own.
    static func duplicate(
        _ name: String,
        isTransfer: Bool,
        cause: (any Error)? = nil
    ) -> JournalError {
        isTransfer
            ? JournalError(
                .duplicateTransfer,
                "\(name) is already journaled; a transfer has each of its events once",
                cause: cause
            )
            : JournalError(
                .duplicateRow,
                "\(name) is already journaled; its key must be new",
                cause: cause
            )
    }
}
