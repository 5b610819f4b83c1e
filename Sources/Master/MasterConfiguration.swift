package import Allocation
import Digest
package import Market
package import Topology

/// Everything a master's engines start from.
package struct MasterConfiguration: Sendable {
    /// The run.
    package let cluster: String
    /// Version of the engines; a worker's must be the same.
    package let engineVersion: String
    /// Digest of the topology; a worker's must be the same.
    package let topologyDigest: [UInt8]
    /// Digest of the data by worker; a worker's must be the same.
    package let dataDigest: [UInt8]
    /// The topology that the run began with.
    package let topology: Topology
    /// The workers among which capital is allocated, in order of name.
    package let segments: [SegmentRecord]
    /// What owners put in.
    package let capital: Money
    /// Its currency.
    package let currency: Currency
    /// All windows of the run.
    package let windows: [CycleWindow]
    /// Wall time between the starts of two cycles.
    package let pace: Duration
    /// How capital is allocated.
    package let method: any Allocation.AllocationMethod
    /// When the allocator looks.
    package let policy: AllocationPolicy
    /// How the market's state is told.
    package let regime: RegimeParameters
    /// Limits of the portfolio.
    package let limits: RiskLimits
    /// Cycles over which correlations for the limits are measured.
    package let riskWindow: Int

    /// Takes the master's part of a topology and the windows of its data.
    ///
    /// - Throws: ``AllocationError`` with `unknownMethod` or `parameterOutOfRange`.
    package init(
        topology: Topology,
        cluster: String,
        engineVersion: String,
        dataDigest: [UInt8],
        windows: [CycleWindow]
    ) throws(AllocationError) {
        self.topology = topology
        self.cluster = cluster
        self.engineVersion = engineVersion
        topologyDigest = topology.digest.bytes
        self.dataDigest = dataDigest
        self.windows = windows
        segments = topology.workers.map { SegmentRecord($0) }
        capital = topology.capital.amount
        currency = topology.capital.currency
        pace = topology.clock.pace
        let allocation = topology.master.allocation
        let limits = topology.master.limits
        let periods = topology.clock.cycle.cyclesPerYear
        var parameters = AllocationParameters()
        parameters.segmentRule.riskWindow = allocation.window
        parameters.segmentRule.performanceWindow = allocation.window
        parameters.segmentRule.periodsPerYear = periods
        parameters.segmentRule.weightMaximum = limits.segmentWeightMaximum
        parameters.segmentRule.correlationShared = limits.correlationMaximum
        parameters.inverseVolatility.window = allocation.window
        method = try AllocationMethods.method(
            named: allocation.method.rawValue,
            parameters: parameters
        )
        policy = AllocationPolicy(
            reviewEvery: Int64(allocation.reviewEvery),
            drift: allocation.drift,
            transferMinimum: allocation.transferMinimum
        )
        var regime = RegimeParameters()
        regime.window = allocation.window
        regime.periodsPerYear = periods
        self.regime = regime
        var risk = RiskLimits()
        risk.drawdownMaximum = limits.drawdownMaximum
        risk.dailyLossMaximum = limits.dailyLossMaximum
        risk.weightMaximum = limits.segmentWeightMaximum
        risk.correlationMaximum = limits.correlationMaximum
        self.limits = risk
        riskWindow = allocation.window
    }
}

extension CycleLength {
    /// Cycles in a year of 252 trading days; for single bars, as if they were daily.
    package var cyclesPerYear: Double {
        switch self {
        case .bar, .day: 252
        case .week: 52
        case .month: 12
        }
    }
}

extension SegmentRecord {
    /// The segment that a worker is for.
    init(_ worker: WorkerSpecification) {
        self.init(name: worker.name, stance: SegmentStance(worker.mandate.stance))
    }
}

extension SegmentStance {
    /// The stance of a mandate, as the allocation rules know it.
    init(_ mandate: MandateStance) {
        switch mandate {
        case .defensive: self = .defensive
        case .alpha: self = .alpha
        case .neutral: self = .neutral
        }
    }
}
