internal import Foundation

/// The parts of a run's name: `<topology>-<yyyymmdd>-<hhmmss>-<n>`.
struct RunName: Equatable {
    let name: String
    /// Digits of date and time, then the number: what runs are ordered by.
    let stamp: String
    let number: Int

    /// Reads a name; `nil` when it is not a run's.
    init?(_ name: String) {
        let parts = name.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 4, let number = Int(parts[parts.count - 1]), number >= 1,
            Self.isDigits(parts[parts.count - 2], 6), Self.isDigits(parts[parts.count - 3], 8)
        else { return nil }
        self.name = name
        self.number = number
        stamp = parts[parts.count - 3] + "-" + parts[parts.count - 2]
    }

    /// Orders names by time, then by number, then by topology.
    func isBefore(_ other: RunName) -> Bool {
        (stamp, number, name) < (other.stamp, other.number, other.name)
    }

    /// Writes a wall time in nanoseconds as "2026-01-02T03:04:05Z".
    static func iso8601(_ wallTime: Int64) -> String {
        Date(timeIntervalSince1970: Double(wallTime / 1_000_000_000)).formatted(.iso8601)
    }

    /// Turns "2026-01-02T03:04:05Z" into "20260102-030405".
    static func stamp(_ iso8601: String) -> String {
        iso8601.filter { $0.isNumber || $0 == "T" }.replacing("T", with: "-")
    }

    private static func isDigits(_ text: Substring, _ count: Int) -> Bool {
        text.utf8.count == count
            && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}
