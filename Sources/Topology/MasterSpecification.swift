package import Market

/// How the master allocates capital, what the portfolio may risk, and how processes are linked.
package struct MasterSpecification: Sendable, Equatable {
    /// How capital is shared out.
    package let allocation: AllocationSpecification
    /// What the portfolio as a whole may risk.
    package let limits: PortfolioLimitsSpecification
    /// How master and workers are linked.
    package let transport: TransportSpecification

    /// Takes the parts; each has standard values.
    package init(
        allocation: AllocationSpecification = AllocationSpecification(),
        limits: PortfolioLimitsSpecification = PortfolioLimitsSpecification(),
        transport: TransportSpecification = TransportSpecification()
    ) {
        self.allocation = allocation
        self.limits = limits
        self.transport = transport
    }
}

/// The rule by which capital is shared out among workers.
package enum AllocationMethod: String, Sendable, CaseIterable {
    /// By the portfolio's stance and each mandate's own.
    case segmentRule = "segment_rule"
    /// The same share for every worker.
    case equalWeight = "equal_weight"
    /// Shares in inverse proportion to each worker's volatility.
    case inverseVolatility = "inverse_volatility"
}

/// How capital is shared out, and when that is looked at again.
package struct AllocationSpecification: Sendable, Equatable {
    /// The rule; standard `segment_rule`.
    package let method: AllocationMethod
    /// How many past cycles estimates use, 2 … 2,520; standard 63.
    package let window: Int
    /// Cycles from one review to the next, 1 … 10,000; standard 21.
    package let reviewEvery: Int
    /// Absolute drift of a weight that triggers a review in between, 0 … 1; standard 0.05.
    package let drift: Double
    /// The smallest transfer worth making, 0 … 10¹²; standard 1,000.
    package let transferMinimum: Money

    /// Takes a rule and its figures.
    package init(
        method: AllocationMethod = .segmentRule,
        window: Int = 63,
        reviewEvery: Int = 21,
        drift: Double = 0.05,
        transferMinimum: Money = Money(micros: 1_000 * microsPerUnit)
    ) {
        self.method = method
        self.window = window
        self.reviewEvery = reviewEvery
        self.drift = drift
        self.transferMinimum = transferMinimum
    }
}

/// What the portfolio as a whole may risk.
package struct PortfolioLimitsSpecification: Sendable, Equatable {
    /// The largest share of capital one worker may hold, 0.01 … 1; standard 0.25.
    package let segmentWeightMaximum: Double
    /// The mean correlation between workers above which risk is cut, 0 … 1; standard 0.7.
    package let correlationMaximum: Double
    /// The loss from the peak, as a fraction, at which trading stops, 0.01 … 1; standard 0.15.
    package let drawdownMaximum: Double
    /// The loss of one day, as a fraction, after which new risk stops until the day after the next,
    /// 0.001 … 0.9; `nil` for no limit, which is standard.
    package let dailyLossMaximum: Double?

    /// Takes fractions.
    package init(
        segmentWeightMaximum: Double = 0.25,
        correlationMaximum: Double = 0.7,
        drawdownMaximum: Double = 0.15,
        dailyLossMaximum: Double? = nil
    ) {
        self.segmentWeightMaximum = segmentWeightMaximum
        self.correlationMaximum = correlationMaximum
        self.drawdownMaximum = drawdownMaximum
        self.dailyLossMaximum = dailyLossMaximum
    }
}

/// How the processes of a cluster are linked.
package struct TransportSpecification: Sendable, Equatable {
    /// The ways there are.
    package enum Kind: String, Sendable, CaseIterable {
        /// Sockets in the file system of one host.
        case ipc
        /// TCP: over the loopback interface without keys, anywhere with them.
        case tcp
    }

    /// How a link is protected.
    package enum Security: Sendable, Equatable {
        /// Nothing is said: fit for `ipc`, whose directory only its user may enter.
        case unstated
        /// Not at all, and the topology says so: whoever can reach the socket may speak.
        case none
        /// By the keys in a directory: links are encrypted, and only known keys come in.
        case keys(directory: String)
    }

    /// The way; standard `ipc`.
    package let kind: Kind
    /// The address to bind, used by `tcp`: loopback unless there are keys; standard 127.0.0.1.
    package let host: String
    /// The port to bind, 0 … 65,535, 0 for any free one, used by `tcp`; standard 0.
    package let port: Int
    /// How links are protected.
    package let security: Security

    /// Takes a way and where to bind.
    package init(
        kind: Kind = .ipc,
        host: String = "127.0.0.1",
        port: Int = 0,
        security: Security = .unstated
    ) {
        self.kind = kind
        self.host = host
        self.port = port
        self.security = security
    }

    /// Whether the host can only be reached from itself: 127.0.0.0/8, ::1 or localhost.
    package var isLoopback: Bool {
        if ["localhost", "::1", "[::1]"].contains(host) { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }

    /// Whether strangers are kept out: by keys, by a directory, or by a loopback address and a word.
    package var isGuarded: Bool {
        switch (kind, security) {
        case (_, .keys): true
        case (.ipc, _): true
        case (.tcp, .none): isLoopback
        case (.tcp, .unstated): false
        }
    }
}
