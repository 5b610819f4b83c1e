import LinearAlgebra
import Market

/// One instrument of a synthetic market: its character, drawn once, and its path.
struct SyntheticInstrument {
    private let market: SyntheticMarket
    private var stream: Xoshiro256
    private let marketExposure: Double
    private let segmentExposure: Double
    private let ownDeviation: Double
    private let firstPrice: Double
    private let volumeMean: Double
    /// Deviation of a day's return over all regimes.
    private let deviation: Double

    /// Draws exposures of 0.7…1.3, own volatility of 0.8…1.2 times and volume of 0.5…1.5 times the
    /// parameters', and a first price of 20…200.
    init(market: SyntheticMarket, segment: String, symbol: String) {
        let parameters = market.parameters
        var stream = syntheticStream(seed: market.seed, "instrument", segment, symbol)
        marketExposure = stream.uniform(in: 0.7...1.3)
        segmentExposure = stream.uniform(in: 0.7...1.3)
        ownDeviation = daily(parameters.idiosyncraticVolatility) * stream.uniform(in: 0.8...1.2)
        firstPrice = stream.uniform(in: 20...200)
        volumeMean = parameters.volumeMean * stream.uniform(in: 0.5...1.5)
        let fromMarket = marketExposure * daily(parameters.marketVolatility)
        let fromSegment = segmentExposure * daily(parameters.segmentVolatility)
        deviation =
            (fromMarket * fromMarket + fromSegment * fromSegment + ownDeviation * ownDeviation)
            .squareRoot()
        self.market = market
        self.stream = stream
    }

    /// Makes the bars from the factor of the segment, five numbers of the stream a day.
    func bars(segmentReturns: [Double]) -> [Bar] {
        var stream = stream
        var (close, activity) = (firstPrice, 0.0)
        var bars: [Bar] = []
        bars.reserveCapacity(market.moments.count)
        for (day, moment) in market.moments.enumerated() {
            let common =
                marketExposure * market.marketReturns[day] + segmentExposure * segmentReturns[day]
            let change = max(common + ownDeviation * stream.normal(), returnMinimum)
            let gap = max(0.3 * change + 0.25 * deviation * stream.normal(), returnMinimum)
            let open = bounded(close * (1 + gap))
            close = bounded(close * (1 + change))
            let above = 0.35 * deviation * abs(stream.normal())
            let below = min(0.35 * deviation * abs(stream.normal()), 0.5)
            activity = 0.8 * activity + 0.6 * stream.normal()
            bars.append(
                Bar(
                    knownAt: moment,
                    open: price(open),
                    high: price(bounded(max(open, close) * (1 + above))),
                    low: price(bounded(min(open, close) * (1 - below))),
                    close: price(close),
                    volume: volume(activity, change)
                )
            )
        }
        return bars
    }

    /// Units traded: log-normal with persistence, and more on days of large moves.
    private func volume(_ activity: Double, _ change: Double) -> Quantity {
        // |z| is 0.8 on average, so that the second factor is 1 on average.
        let size = deviation > 0 ? min(abs(change) / deviation, 10) : 0.8
        let level = ElementaryFunctions.exp(volumeDeviation * (activity - volumeDeviation / 2))
        let units = max(1, (volumeMean * level * (0.6 + 0.5 * size)).rounded())
        return Quantity(micros: Int64(units) * microsPerUnit)
    }
}

/// No day loses more than this.
private let returnMinimum = -0.89
/// Deviation of the logarithm of volume.
private let volumeDeviation = 0.35

/// Keeps a price within a cent and a thousand million.
private func bounded(_ price: Double) -> Double { max(0.01, min(1e9, price)) }

private func price(_ value: Double) -> Price {
    Price(micros: Int64((value * Double(microsPerUnit)).rounded(.toNearestOrEven)))
}
