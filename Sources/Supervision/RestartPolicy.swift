import LinearAlgebra

/// Decides whether and when a process that crashed is started again.
///
/// A process that had worked for a while starts again at once. One that falls soon after its start
/// waits, ever longer each time, with jitter from a seed so that processes
/// that fell together do not rise together. Too many crashes in a short time mean that starting
/// again does not help: the process is put into quarantine, for a person to look at.
package struct RestartPolicy: Sendable, Hashable {
    /// What to do about a crash.
    package enum Verdict: Sendable, Hashable {
        /// Start again after a while.
        case restart(after: Duration)
        /// Leave it, for the reason given in words.
        case quarantine(String)
    }

    /// How patient a policy is.
    package struct Patience: Sendable, Hashable {
        /// Crashes within the window that are still answered by a restart, above zero.
        package var crashesMaximum: Int
        /// Time over which crashes are counted.
        package var window: Duration
        /// How long a process must have worked for its crash not to count as one in a row.
        package var healthyAfter: Duration
        /// Delay of the second restart in a row; each further one is twice as long.
        package var delayFirst: Duration
        /// Longest delay.
        package var delayMaximum: Duration

        /// Takes the limits; five crashes in thirty seconds are too many by default.
        package init(
            crashesMaximum: Int = 5,
            window: Duration = .seconds(30),
            healthyAfter: Duration = .milliseconds(250),
            delayFirst: Duration = .milliseconds(50),
            delayMaximum: Duration = .milliseconds(500)
        ) {
            self.crashesMaximum = crashesMaximum
            self.window = window
            self.healthyAfter = healthyAfter
            self.delayFirst = delayFirst
            self.delayMaximum = delayMaximum
        }
    }

    /// How patient it is.
    package let patience: Patience
    private var crashes: [Duration] = []
    private var inARow = 0
    private var random: Xoshiro256

    /// Starts with no crash.
    ///
    /// - Parameters:
    ///   - patience: How patient it is.
    ///   - name: The process's name, which together with the seed gives its own jitter.
    ///   - seed: Of the run.
    package init(_ patience: Patience, name: String, seed: UInt64) {
        self.patience = patience
        // FNV-1a: any mixing will do, as long as it is the same every time.
        let mixed = name.utf8.reduce(0xcbf2_9ce4_8422_2325 ^ seed) {
            ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3
        }
        random = Xoshiro256(seed: mixed)
    }

    /// Crashes within the window before the last.
    package var recentCrashes: Int { crashes.count }

    /// Takes note of a crash at a time since any fixed moment, so long after the start.
    package mutating func crashed(at time: Duration, after uptime: Duration) -> Verdict {
        inARow = uptime < patience.healthyAfter ? inARow + 1 : 1
        crashes.removeAll { time - $0 > patience.window }
        crashes.append(time)
        guard crashes.count <= patience.crashesMaximum else {
            return .quarantine(
                "it crashed \(crashes.count) times within \(patience.window.components.seconds) s"
            )
        }
        guard inARow > 1 else { return .restart(after: .zero) }
        let doublings = min(inARow - 2, 30)
        let delay = min(patience.delayFirst * (1 << doublings), patience.delayMaximum)
        return .restart(after: delay * random.uniform(in: 0.5...1))
    }
}
