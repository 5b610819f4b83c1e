import LinearAlgebra
import Risk
import Testing

/// Measures of one series against values that independent packages agree on; skipped without
/// ../shared.
@Suite(.enabled(if: ReferenceFiles.arePresent, "no ../shared/reference here"))
struct ReferenceSeriesTests {
    @Test func `tails of five years of returns are the peers'`() throws {
        let right = try ReferenceCase("var_cvar_95")
        let returns = try right.closeReturns()
        let historical = try HistoricalTail(returns: returns, confidence: 0.95)
        #expect(right.agrees(Double(returns.count), "T"))
        #expect(right.agrees(historical.valueAtRisk, "var_historical"))
        #expect(right.agrees(historical.expectedShortfall, "cvar_historical"))
        let fractional = historical.expectedShortfallFractional
        #expect(right.agrees(fractional, "cvar_rockafellar_uryasev"))
        let gaussian = try GaussianTail(returns: returns, confidence: 0.95)
        #expect(right.agrees(gaussian.valueAtRisk, "var_gaussian"))
        #expect(right.agrees(gaussian.expectedShortfall, "cvar_gaussian"))
        let corrected = try CornishFisherTail(returns: returns, confidence: 0.95)
        #expect(right.agrees(corrected.valueAtRisk, "var_cornish_fisher"))
        #expect(right.agrees(corrected.expectedShortfall, "cvar_cornish_fisher"))
        #expect(right.agrees(corrected.moments.skewness, "skewness"))
        #expect(right.agrees(corrected.moments.excessKurtosis, "excess_kurtosis"))
    }

    @Test func `a quantile that is a return counts in the tail`() throws {
        let right = try ReferenceCase("var_cvar_95_boundary")
        let tail = try HistoricalTail(returns: right.closeReturns(), confidence: 0.95)
        #expect(right.agrees(tail.valueAtRisk, "var_historical"))
        #expect(right.agrees(tail.expectedShortfall, "cvar_historical"))
        #expect(right.agrees(tail.expectedShortfallStrict, "cvar_strict"))
        #expect(right.agrees(tail.expectedShortfallFractional, "cvar_rockafellar_uryasev"))
        #expect(right.agrees(Double(tail.tailCount), "n_tail"))
    }

    @Test func `filter, smoother and path of a hidden Markov model are the peers'`() throws {
        let right = try ReferenceCase("hmm_two_state_filter")
        let rows = try right.rows(["close"])
        let closes = rows.map { $0.values[0] }
        let returns = zip(closes, closes.dropFirst()).map { ElementaryFunctions.log($1 / $0) }
        let model = try GaussianHiddenMarkovModel(
            means: [0.0001, -0.0016],
            deviations: [0.0098, 0.0283],
            transition: [0.992, 0.008, 0.054, 0.946],
            initial: [0.8709677419354839, 0.12903225806451613]
        )
        let (laws, logLikelihood) = try model.filtered(returns)
        let smoothing = try model.smoothed(returns)
        #expect(right.agrees(logLikelihood, "log_likelihood"))
        var mean = 0.0
        for (time, row) in rows.dropFirst().enumerated() {
            mean += laws[2 * time + 1] / Double(returns.count)
            for (key, all) in [("filtered_state1", laws), ("smoothed_state1", smoothing.laws)] {
                let part = right.expected[key] as? [String: Double] ?? [:]
                guard let value = part[row.date] else { continue }
                #expect(right.isNear(all[2 * time + 1], value), "\(key) on \(row.date)")
            }
        }
        #expect(right.agrees(mean, "filtered_state1_mean"))
        let path = try model.mostLikelyPath(returns)
        #expect(right.agrees(Double(path.count { $0 == 1 }), "viterbi_days_in_state1"))
        let switches = zip(path, path.dropFirst()).count { $0 != $1 }
        #expect(right.agrees(Double(switches), "viterbi_switches"))
    }

    @Test func `inputs of the regime rules are the peers'`() throws {
        let right = try ReferenceCase("regime_inputs")
        let rows = try right.rows(["high", "low", "close"])
        var volatility = try VolatilityReference()
        var exponential = try ExponentialVolatility()
        var smoothed = try AverageDirectionalIndex()
        var plain = try AverageDirectionalIndex(seed: .plain)
        var series: [String: [Double]] = [:]
        var counts: [String: Double] = [:]
        var last = ""
        for (index, row) in rows.enumerated() {
            let (high, low, close) = (row.values[0], row.values[1], row.values[2])
            let reading = try smoothed.observe(high: high, low: low, close: close)
            let other = try plain.observe(high: high, low: low, close: close)
            series["plus_di_last30", default: []].append(reading?.plus ?? 0)
            series["minus_di_last30", default: []].append(reading?.minus ?? 0)
            series["adx_last30", default: []].append(reading?.value ?? 0)
            series["adx_plain_seed_last30", default: []].append(other?.value ?? 0)
            guard index > 0 else { continue }
            let value = ElementaryFunctions.log(close / rows[index - 1].values[2])
            let variance = try exponential.observe(value)
            let ranked = try volatility.observe(value)
            series["vol21_last30", default: []].append(ranked?.volatility ?? 0)
            series["ewma_vol_last30", default: []].append((252 * variance).squareRoot())
            guard index >= 126, let ranked, let median = ranked.median, let reading else {
                continue
            }
            let level = ranked.volatility > median ? "high" : "low"
            last = level + ((reading.value ?? 0) > 25 ? "_trend" : "_range")
            counts[last, default: 0] += 1
        }
        for key in series.keys.sorted() {
            #expect(right.agrees(Array(series[key, default: []].suffix(30)), key), "\(key)")
        }
        let first = (right.expected["adx_first"] as? [Any])?.last as? Double
        let found = series["adx_last30", default: []].first { $0 > 0 }
        #expect(first.map { right.isNear(found ?? 0, $0) } == true)
        for (key, count) in counts { #expect(right.agrees(count, key, in: "regime_counts")) }
        #expect(last == right.expected["regime_last"] as? String)
        let trend = try TrendSlope(prices: rows.suffix(63).map { $0.values[2] })
        #expect(right.agrees(trend.slope, "slope_per_day"))
        #expect(right.agrees(trend.tStatistic, "slope_t"))
    }
}
