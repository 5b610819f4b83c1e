internal import CZeroMQ

/// An instant of CLOCK_BOOTTIME, which never goes back and counts the time a machine sleeps.
package struct MonotonicInstant: InstantProtocol, Hashable, Sendable {
    /// Nanoseconds since the machine started.
    package let nanoseconds: Int64

    /// The instant this many nanoseconds after the machine started.
    package init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    /// Returns the present instant.
    package static func read() -> MonotonicInstant {
        MonotonicInstant(nanoseconds: czmq_boot_nanoseconds())
    }

    /// Returns the instant a duration later, kept within 292 years of the machine's start.
    package func advanced(by duration: Duration) -> MonotonicInstant {
        let (sum, isTooLate) = nanoseconds.addingReportingOverflow(duration.wholeNanoseconds)
        guard isTooLate else { return MonotonicInstant(nanoseconds: sum) }
        return MonotonicInstant(nanoseconds: duration < .zero ? .min : .max)
    }

    /// Returns how much later the other instant is; negative if it is earlier.
    package func duration(to other: MonotonicInstant) -> Duration {
        .nanoseconds(other.nanoseconds) - .nanoseconds(nanoseconds)
    }

    /// Orders instants by time.
    package static func < (left: MonotonicInstant, right: MonotonicInstant) -> Bool {
        left.nanoseconds < right.nanoseconds
    }
}

/// The machine's calendar clock, which people and NTP may set.
package enum WallClock {
    /// Returns nanoseconds since 1970-01-01 00:00 UTC.
    package static func nanosecondsSinceEpoch() -> Int64 {
        czmq_wall_nanoseconds()
    }
}

extension Duration {
    /// The duration in nanoseconds, rounded towards zero and kept within ±292 years.
    fileprivate var wholeNanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (product, isTooLong) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, isTooLongAfterAll) = product.addingReportingOverflow(attoseconds / 1_000_000_000)
        return isTooLong || isTooLongAfterAll ? (seconds < 0 ? .min : .max) : sum
    }
}
