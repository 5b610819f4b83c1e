import LinearAlgebra
import Performance
import Testing

struct AttributionTests {
    @Test func `effects agree with those computed by hand`() throws {
        // P = 0.5 × 4 % + 0.5 × 2 % = 3 %; ρ = 0.75 × 6 % + 0.25 × 2 % = 5 %.
        let period = try BrinsonFachler([
            sector(0.75, 0.5, 0.06, 0.04), sector(0.25, 0.5, 0.02, 0.02),
        ])
        #expect(isNear(period.portfolioReturn, 0.05))
        #expect(isNear(period.benchmarkReturn, 0.03))
        // 0.25 × (4 % − 3 %), 0.5 × 2 %, 0.25 × 2 %.
        #expect(isNear(period.effects[0].allocation, 0.0025))
        #expect(isNear(period.effects[0].selection, 0.01))
        #expect(isNear(period.effects[0].interaction, 0.005))
        // −0.25 × (2 % − 3 %) and nothing else.
        #expect(isNear(period.effects[1].allocation, 0.0025))
        #expect(isNear(period.effects[1].selection, 0))
        #expect(isNear(period.total.total, period.activeReturn))
    }

    @Test func `holdings gather into sectors`() throws {
        let sectors = try AttributionSector.gathering(
            portfolioWeights: [0.25, 0.25, 0.5, 0],
            benchmarkWeights: [0.5, 0, 0, 0.5],
            returns: [0.1, 0.2, 0.3, -0.1],
            sectors: [0, 0, 1, 2],
            sectorCount: 4
        )
        #expect(isNear(sectors[0].portfolioReturn, 0.15))
        #expect(isNear(sectors[0].benchmarkReturn, 0.1))
        // One side holds nothing: it's given the other's return.
        #expect(isNear(sectors[1].benchmarkReturn, 0.3))
        #expect(isNear(sectors[2].portfolioReturn, -0.1))
        #expect(sectors[3].portfolioReturn == 0)
        let error = #expect(throws: PerformanceError.self) {
            try AttributionSector.gathering(
                portfolioWeights: [1],
                benchmarkWeights: [1],
                returns: [0],
                sectors: [1],
                sectorCount: 1
            )
        }
        #expect(error?.code == .parameterOutOfRange)
    }

    @Test(arguments: 1...20) func `linked effects sum to the compounded lead`(seed: UInt64) throws {
        var random = Xoshiro256(seed: seed)
        let sectorCount = 1 + Int(random.next() % 8)
        let periods = try (0..<(1 + Int(random.next() % 60))).map { _ in
            let left = weights(sectorCount, &random)
            let right = weights(sectorCount, &random)
            return try BrinsonFachler(
                (0..<sectorCount).map {
                    try sector(left[$0], right[$0], 0.05 * random.normal(), 0.05 * random.normal())
                }
            )
        }
        let linked = try CarinoLinking(periods)
        let size = 1 + abs(linked.portfolioReturn) + abs(linked.benchmarkReturn)
        let sum = linked.effects.reduce(0) { $0 + $1.total }
        #expect(isNear(sum, linked.activeReturn, within: 1e-14 * size), "seed \(seed)")
        for period in periods {
            let total = period.effects.reduce(0) { $0 + $1.total }
            #expect(isNear(total, period.activeReturn, within: 1e-15), "seed \(seed)")
        }
    }

    @Test(arguments: [0, 1e-18, 1e-13, 1e-9, 1e-6, -1e-6])
    func `a lead close to zero keeps its factor`(lead: Double) throws {
        let period = try BrinsonFachler([sector(1, 1, 0.25 + lead, 0.25)])
        let linked = try CarinoLinking([period, period])
        // 1/g − (g − G)/(2 g²) to first order; what the series leaves out is below 10⁻¹².
        let right = 1 / 1.25 - lead / (2 * 1.25 * 1.25)
        #expect(isNear(linked.periodFactors[0], right))
        #expect(isNear(linked.total.total, linked.activeReturn, within: 1e-15))
    }

    @Test func `a lead of many times the capital still adds up`() throws {
        let linked = try CarinoLinking([
            BrinsonFachler([sector(1, 1, 40, -0.9)]), BrinsonFachler([sector(1, 1, 3, 0.1)]),
        ])
        #expect(isNear(linked.total.total, linked.activeReturn, within: 1e-12))
    }

    @Test func `what can't be attributed is refused`() throws {
        let unequal = #expect(throws: PerformanceError.self) {
            try BrinsonFachler([sector(0.9, 1, 0, 0)])
        }
        #expect(unequal?.code == .impossibleValue)
        #expect(throws: PerformanceError.self) { try sector(.nan, 1, 0, 0) }
        let lost = try BrinsonFachler([sector(1, 1, -1, 0)])
        let total = #expect(throws: PerformanceError.self) { try CarinoLinking([lost]) }
        #expect(total?.code == .impossibleValue)
        let pair = try BrinsonFachler([sector(0.5, 0.5, 0, 0), sector(0.5, 0.5, 0, 0)])
        let one = try BrinsonFachler([sector(1, 1, 0, 0)])
        let count = #expect(throws: PerformanceError.self) { try CarinoLinking([one, pair]) }
        #expect(count?.code == .countMismatch)
        let none = try CarinoLinking([])
        #expect(none.effects.isEmpty && none.activeReturn == 0)
        let huge = try sector(1, 1, .greatestFiniteMagnitude, -0.5)
        #expect(throws: PerformanceError.self) {
            try CarinoLinking([BrinsonFachler([huge]), BrinsonFachler([huge])])
        }
    }

    @Test(.enabled(if: ReferenceFiles.has("brinson_single"), "no ../shared/reference here"))
    func `effects of one period are the peers'`() throws {
        let right = try ReferenceCase("brinson_single")
        let period = try BrinsonFachler(sectors(right.parameters))
        try expect(period.effects, period.total, right, prefix: "")
        #expect(right.agrees(period.portfolioReturn, "portfolio_return"))
        #expect(right.agrees(period.benchmarkReturn, "benchmark_return"))
        #expect(right.agrees(period.activeReturn, "active_return"))
    }

    @Test(.enabled(if: ReferenceFiles.has("brinson_carino_12m"), "no ../shared/reference here"))
    func `linked effects of twelve months are the peers'`() throws {
        let right = try ReferenceCase("brinson_carino_12m")
        let tables = ["Wp", "Wb", "Rp", "Rb"].map { right.parameters[$0] as? [[Double]] ?? [] }
        let periods = try tables[0].indices.map { month in
            try BrinsonFachler(
                tables[0][month].indices.map {
                    try sector(
                        tables[0][month][$0],
                        tables[1][month][$0],
                        tables[2][month][$0],
                        tables[3][month][$0]
                    )
                }
            )
        }
        let linked = try CarinoLinking(periods)
        try expect(linked.effects, linked.total, right, prefix: "linked_")
        #expect(right.agrees(linked.factor, "k"))
        #expect(right.agrees(linked.periodFactors, "k_t"))
        #expect(right.agrees(linked.portfolioReturn, "portfolio_return"))
        #expect(right.agrees(linked.benchmarkReturn, "benchmark_return"))
        #expect(right.agrees(linked.activeReturn, "active_return"))
    }

    private func expect(
        _ effects: [AttributionEffect],
        _ total: AttributionEffect,
        _ right: ReferenceCase,
        prefix: String
    ) throws {
        #expect(right.agrees(effects.map(\.allocation), "\(prefix)allocation"))
        #expect(right.agrees(effects.map(\.selection), "\(prefix)selection"))
        #expect(right.agrees(effects.map(\.interaction), "\(prefix)interaction"))
        #expect(right.agrees(total.allocation, "totals.allocation"))
        #expect(right.agrees(total.selection, "totals.selection"))
        #expect(right.agrees(total.interaction, "totals.interaction"))
    }

    /// The holdings of a case, their returns computed from the prices, gathered by sector.
    private func sectors(_ parameters: [String: Any]) throws -> [AttributionSector] {
        let order = parameters["sector_order"] as? [String] ?? []
        let homes = parameters["sectors"] as? [String: String] ?? [:]
        let symbols = [
            "AMGN", "BIIB", "NEM", "SCCO", "MSFT", "ORCL", "XOM", "SLB", "JPM", "BAC", "KO", "WMT",
        ]
        let returns = try symbols.map { symbol in
            let rows = try ReferenceFiles.column(
                symbol,
                of: "us_daily_adjclose/adjclose.csv",
                from: "2017-01-03",
                to: "2017-12-29"
            )
            let (first, last) = (try #require(rows.first), try #require(rows.last))
            return last.value / first.value - 1
        }
        return try AttributionSector.gathering(
            portfolioWeights: parameters["portfolio_weights"] as? [Double] ?? [],
            benchmarkWeights: parameters["benchmark_weights"] as? [Double] ?? [],
            returns: returns,
            sectors: symbols.compactMap { homes[$0].flatMap(order.firstIndex) },
            sectorCount: order.count
        )
    }
}

private func sector(
    _ portfolioWeight: Double,
    _ benchmarkWeight: Double,
    _ portfolioReturn: Double,
    _ benchmarkReturn: Double
) throws -> AttributionSector {
    try AttributionSector(
        portfolioWeight: portfolioWeight,
        benchmarkWeight: benchmarkWeight,
        portfolioReturn: portfolioReturn,
        benchmarkReturn: benchmarkReturn
    )
}

private func weights(_ count: Int, _ random: inout Xoshiro256) -> [Double] {
    let draws = (0..<count).map { _ in random.uniform() + 0.01 }
    let sum = draws.reduce(0, +)
    return draws.map { $0 / sum }
}

private func isNear(_ value: Double, _ right: Double, within tolerance: Double = 1e-12) -> Bool {
    abs(value - right) <= tolerance
}
