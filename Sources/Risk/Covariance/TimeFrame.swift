package import Market

/// A length of time whose borders are the same for everyone.
///
/// A frame holds what became known after its start and not after its end, UTC; weeks start on
/// Monday. A bar known exactly at a border belongs to the frame that ends there.
package enum TimeFrame: String, Sendable, Hashable, CaseIterable {
    case hour = "1h"
    case fourHours = "4h"
    case day = "1d"
    case week = "1w"

    /// How many hours it lasts.
    package var hours: Int {
        switch self {
        case .hour: 1
        case .fourHours: 4
        case .day: 24
        case .week: 168
        }
    }

    /// The end of the frame in which something became known.
    package func end(of knownAt: Timestamp) -> Timestamp {
        let length = Int64(hours) * 3_600_000_000_000
        // 1970-01-01 was a Thursday: weeks start four days after it.
        let origin: Int64 = self == .week ? 4 * 86_400_000_000_000 : 0
        let distance = knownAt.nanoseconds - origin
        let remainder = distance % length
        let past = remainder < 0 ? remainder + length : remainder
        return past == 0 ? knownAt : knownAt.advanced(byNanoseconds: length - past)
    }
}
