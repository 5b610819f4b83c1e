import Digest
import Market
import MarketData
import Simulation
import Topology

extension ClusterSetup {
    /// Generates the market that a topology describes, for all or some of its instruments.
    static func generated(
        _ specification: SyntheticSpecification,
        _ topology: Topology,
        keeping kept: [InstrumentID]?
    ) throws -> MarketDataSet {
        let parameters = SyntheticParameters(specification, topology.data)
        let market = try SyntheticMarket(seed: topology.seed, parameters: parameters)
        let wanted = kept.map { Set($0) }
        var series: [BarSeries] = []
        for worker in topology.workers {
            let instruments = worker.mandate.universe
                .filter { wanted?.contains($0) ?? true }
                .map { Instrument(id: $0, currency: topology.capital.currency) }
            guard !instruments.isEmpty else { continue }
            series += try market.series(
                segment: worker.mandate.focus.name,
                instruments: instruments
            )
        }
        var listing = "synthetic market\nseed \(topology.seed)\n\(parameters.canonicalText)"
        for worker in topology.workers {
            let symbols = worker.mandate.universe.map(\.symbol).joined(separator: " ")
            listing += "\n\(worker.mandate.focus.name): \(symbols)"
        }
        return MarketDataSet(
            generated: series.sorted { $0.instrument.id < $1.instrument.id },
            calendar: market.moments,
            digest: SHA256.hash(Array(listing.utf8))
        )
    }
}

extension SyntheticParameters {
    /// Takes what a topology sets; the rest is standard.
    init(_ specification: SyntheticSpecification, _ data: DataSpecification) {
        self.init()
        days = specification.days
        from = specification.from
        knownAtSecondOfDay = data.knownAtSecondOfDay
        if let value = specification.marketVolatility { marketVolatility = value }
        if let value = specification.marketDrift { marketDrift = value }
        if let value = specification.idiosyncraticVolatility { idiosyncraticVolatility = value }
        if let value = specification.segmentVolatility { segmentVolatility = value }
        if let value = specification.regimePersistence { regimePersistence = value }
        if let value = specification.volumeMean { volumeMean = value }
    }

    /// Everything that is set, a line each.
    fileprivate var canonicalText: String {
        """
        days \(days)
        from \(from)
        known at \(knownAtSecondOfDay)
        market volatility \(marketVolatility)
        market drift \(marketDrift)
        idiosyncratic volatility \(idiosyncraticVolatility)
        segment volatility \(segmentVolatility)
        regime persistence \(regimePersistence)
        volume mean \(volumeMean)
        """
    }
}
