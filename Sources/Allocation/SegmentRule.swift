/// Tilts equal weights by each segment's record and the portfolio's stance, within limits.
///
/// In order: multiply the equal weights, fix the share of cash, scale the weights to fill the rest,
/// cap them, and hand what the caps free to the segments below theirs in proportion to their
/// weights until nothing moves. What no segment may take stays cash.
///
/// The stance is *defensive* above a volatility, else *diversified* above a mean correlation, else
/// *opportunistic* below lower bounds of both, else *balanced*. Every multiplier is 1, and no
/// limit is shared, until the window it is measured over is full.
package struct SegmentRule: AllocationMethod {
    /// The name in the topology.
    package static let name = "segment_rule"
    /// What is set.
    package let parameters: SegmentRuleParameters

    /// Makes the rule.
    ///
    /// - Throws: ``AllocationError`` with `parameterOutOfRange`.
    package init(
        _ parameters: SegmentRuleParameters = SegmentRuleParameters()
    ) throws(AllocationError) {
        try parameters.validate()
        self.parameters = parameters
    }

    package var name: String { Self.name }
    package var window: Int { max(parameters.riskWindow, parameters.performanceWindow) }

    package func target(
        for segments: [SegmentRecord],
        history: ReturnHistory
    ) throws(AllocationError) -> AllocationTarget {
        try history.requireCapacity(window, for: name)
        return try target(
            for: segments,
            measures: PortfolioMeasures(of: history, for: segments, parameters)
        )
    }

    /// Returns the target for figures that are already measured.
    ///
    /// - Throws: ``AllocationError`` with `noSegments`, `duplicateName`, `countMismatch`, or
    ///   `notFinite` for a figure that is NaN or infinite.
    package func target(
        for segments: [SegmentRecord],
        measures: PortfolioMeasures
    ) throws(AllocationError) -> AllocationTarget {
        try segments.validate()
        try validate(measures, count: segments.count)
        var steps = [baseStep(segments.count)]
        let (stance, reason) = stance(of: measures)
        let cash = cash(in: stance)
        steps.append(AllocationStep(.stance, value: cash, words: "\(reason): \(stance.rawValue)"))

        var weights = segments.indices.map { index in
            1 / Double(segments.count)
                * multiplier(segments[index], measures.segments[index], stance, &steps)
        }
        let kept = "\(percent(cash)) stays in cash"
        steps.append(AllocationStep(.cash, value: cash, words: kept))
        let factor = (1 - cash) / weights.reduce(0, +)
        weights = weights.map { $0 * factor }
        let scaling = "weights times \(decimal(factor)) fill \(percent(1 - cash))"
        steps.append(AllocationStep(.scale, value: factor, words: scaling))

        let groups = measures.correlations.groups(above: parameters.correlationShared)
        var caps = ConcentrationCaps(maximum: parameters.weightMaximum, groups: groups)
        weights = caps.apply(to: weights, names: segments.map(\.name))
        let rest = 1 - cash - weights.reduce(0, +)
        let unplaced = rest > roundingTolerance ? rest : 0
        steps += caps.steps
        if unplaced > 0 {
            let words = "\(percent(unplaced)) fits under no limit and stays cash"
            steps.append(AllocationStep(.unplaced, value: unplaced, words: words))
        }
        return AllocationTarget(
            stance: stance,
            cash: cash,
            weights: zip(segments, weights).map { SegmentWeight(name: $0.name, weight: $1) },
            unplaced: unplaced,
            steps: steps
        )
    }

    /// The stance and, in words, what it follows from.
    private func stance(of measures: PortfolioMeasures) -> (PortfolioStance, String) {
        guard let volatility = measures.volatility else {
            return (.balanced, "the volatility window is not full")
        }
        let seen = "volatility \(percent(volatility))"
        if volatility > parameters.volatilityDefensive {
            return (.defensive, "\(seen) above \(percent(parameters.volatilityDefensive))")
        }
        guard let correlation = measures.correlations.meanOfPairs else {
            return (.balanced, "\(seen), no correlation known")
        }
        let both = "\(seen), mean correlation \(decimal(correlation))"
        if correlation > parameters.correlationDiversified {
            return (.diversified, "\(both) above \(decimal(parameters.correlationDiversified))")
        }
        if volatility < parameters.volatilityOpportunistic,
            correlation < parameters.correlationOpportunistic
        {
            let bounds =
                "\(percent(parameters.volatilityOpportunistic)) and "
                + decimal(parameters.correlationOpportunistic)
            return (.opportunistic, "\(both), below \(bounds)")
        }
        return (.balanced, "\(both), within bounds")
    }

    private func cash(in stance: PortfolioStance) -> Double {
        switch stance {
        case .defensive: parameters.defensiveCash
        case .opportunistic: parameters.opportunisticCash
        case .diversified, .balanced: 0
        }
    }

    /// The product of a segment's multipliers; records each that isn't 1.
    private func multiplier(
        _ segment: SegmentRecord,
        _ measures: SegmentMeasures,
        _ stance: PortfolioStance,
        _ steps: inout [AllocationStep]
    ) -> Double {
        let name = segment.name
        var product = 1.0
        if let sharpe = measures.sharpe, let (tier, side) = sharpeTier(sharpe) {
            product *= tier.multiplier
            let words =
                "\(name): Sharpe \(decimal(sharpe)) \(side) \(decimal(tier.threshold)), "
                + "times \(decimal(tier.multiplier))"
            steps.append(
                AllocationStep(.sharpe, subject: name, value: tier.multiplier, words: words)
            )
        }
        if let momentum = measures.momentum, let (tier, side) = momentumTier(momentum) {
            product *= tier.multiplier
            let words =
                "\(name): momentum \(percent(momentum)) \(side) \(percent(tier.threshold)), "
                + "times \(decimal(tier.multiplier))"
            steps.append(
                AllocationStep(.momentum, subject: name, value: tier.multiplier, words: words)
            )
        }
        if let tilt = tilt(of: segment.stance, in: stance) {
            product *= tilt
            let words = "\(name): \(segment.stance.rawValue) segment, times \(decimal(tilt))"
            steps.append(AllocationStep(.tilt, subject: name, value: tilt, words: words))
        }
        return product
    }

    private func sharpeTier(_ sharpe: Double) -> (SegmentRuleParameters.Tier, side: String)? {
        if sharpe > parameters.sharpeExcellent.threshold {
            return (parameters.sharpeExcellent, "above")
        }
        if sharpe > parameters.sharpeGood.threshold { return (parameters.sharpeGood, "above") }
        if sharpe < parameters.sharpeNegative.threshold {
            return (parameters.sharpeNegative, "below")
        }
        if sharpe < parameters.sharpeWeak.threshold { return (parameters.sharpeWeak, "below") }
        return nil
    }

    private func momentumTier(_ momentum: Double) -> (SegmentRuleParameters.Tier, side: String)? {
        if momentum > parameters.momentumStrong.threshold {
            return (parameters.momentumStrong, "above")
        }
        if momentum < parameters.momentumWeak.threshold {
            return (parameters.momentumWeak, "below")
        }
        return nil
    }

    private func tilt(of segment: SegmentStance, in portfolio: PortfolioStance) -> Double? {
        switch (portfolio, segment) {
        case (.defensive, .defensive): parameters.defensiveTilt
        case (.opportunistic, .alpha): parameters.opportunisticTilt
        default: nil
        }
    }

    private func validate(_ measures: PortfolioMeasures, count: Int) throws(AllocationError) {
        guard measures.segments.count == count, measures.correlations.count == count else {
            throw AllocationError(
                .countMismatch,
                "\(count) segments came with \(measures.segments.count) measures and correlations "
                    + "of \(measures.correlations.count); give one of each for every segment"
            )
        }
        var figures = [measures.volatility, measures.correlations.meanOfPairs]
        for segment in measures.segments { figures += [segment.sharpe, segment.momentum] }
        for figure in figures.compactMap({ $0 }) where !figure.isFinite {
            throw AllocationError(
                .notFinite,
                "a measured figure is \(figure); leave out what isn't known"
            )
        }
    }
}
