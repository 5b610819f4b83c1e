/// The clocks of a process: for headers, journals and group commits, never for decisions.
package struct NodeClock: Sendable {
    /// Nanoseconds since 1970, for people.
    package let wallTime: @Sendable () -> Int64
    /// Time since a fixed moment, never going back.
    package let elapsed: @Sendable () -> Duration

    /// Takes the two readings.
    package init(
        wallTime: @escaping @Sendable () -> Int64,
        elapsed: @escaping @Sendable () -> Duration
    ) {
        self.wallTime = wallTime
        self.elapsed = elapsed
    }
}
