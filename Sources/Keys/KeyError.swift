/// A refusal to read, make or move keys, in words that say what is wrong and how to mend it.
package struct KeyError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kinds of refusal that callers tell apart.
    package enum Code: String, Sendable {
        /// There is no directory, or no key of that name in it.
        case notFound
        /// Others could read a secret, or write where keys are kept.
        case unsafe
        /// A file is not a key file.
        case malformed
        /// A name that can't name a key, or that stands for two.
        case nameInvalid
        /// The file system refused.
        case storage
        /// libzmq refused.
        case unavailable
    }

    /// Which kind of refusal this is.
    package let code: Code
    /// What was refused, with the path, and the way out; never a secret.
    package let message: String

    /// A refusal with its words.
    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The words.
    package var description: String { message }
}
