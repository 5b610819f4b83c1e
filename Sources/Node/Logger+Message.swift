package import Logging
package import Messaging

extension Logger {
    /// Returns the log with the id of a message in every line; `nil` for none being handled.
    package func about(_ message: MessageID?) -> Logger {
        guard let message else { return self }
        var log = self
        log[metadataKey: "message"] = "\(message)"
        return log
    }
}
