/// A version of the message protocol: a major difference is refused, a minor one is understood.
package struct ProtocolVersion: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Changes when old and new cannot talk.
    package let major: Int
    /// Changes when something was added.
    package let minor: Int

    /// The version this code speaks.
    package static let current = ProtocolVersion(major: 1, minor: 0)

    /// Takes the parts.
    package init(major: Int, minor: Int) {
        self.major = major
        self.minor = minor
    }

    /// Reads `1.0`; `nil` for any other shape.
    package init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let major = Int(parts[0]), let minor = Int(parts[1]),
            major >= 0, minor >= 0
        else { return nil }
        self.init(major: major, minor: minor)
    }

    package static func < (left: ProtocolVersion, right: ProtocolVersion) -> Bool {
        (left.major, left.minor) < (right.major, right.minor)
    }

    package var description: String { "\(major).\(minor)" }

    /// Agrees on a version with another side that speaks from one version to another.
    ///
    /// - Parameters:
    ///   - least: The least version the other side speaks.
    ///   - greatest: The greatest version the other side speaks.
    /// - Returns: The greatest version both speak; `nil` when their major versions do not meet.
    package static func agreed(
        least: ProtocolVersion,
        greatest: ProtocolVersion
    ) -> ProtocolVersion? {
        guard least.major <= current.major, greatest.major >= current.major else { return nil }
        return min(current, greatest)
    }
}
