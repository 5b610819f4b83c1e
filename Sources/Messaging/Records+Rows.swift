/// One entry of the columns in which a decision's signals are stored.
package struct SignalRow: Sendable, Hashable {
    /// Name of the strategy.
    package let strategy: String
    /// Version of its rule.
    package let ruleVersion: UInt64
    /// Share of the worker's risk it traded, 0 to 1.
    package let share: Double
    /// Since when it had that share, nanoseconds since 1970; 0 for since the start.
    package let shareSince: Int64
    /// Annual Sharpe ratio of its paper returns; `nil` until it was measured.
    package let evidence: Double?
    /// Direction and size of the view, −1 to 1.
    package let strength: Double
    /// How far the view is to be trusted, 0 to 1.
    package let confidence: Double
    /// Expected simple return over the horizon.
    package let expectedReturn: Double
    /// Bars over which the view is meant to come true.
    package let horizonBars: UInt64
    /// Distance of the protective stop, as a fraction of the price; 0 for none.
    package let stopDistance: Double
    /// The figure the view rests on.
    package let measure: Double
}

extension Bursar_V1_SignalRecords {
    /// The entries one by one; as many as the shortest column holds.
    package var rows: [SignalRow] {
        let columns = [
            strategy.count, ruleVersion.count, share.count, shareSince.count, evidence.count,
            strength.count, confidence.count, expectedReturn.count, horizonBars.count,
            stopDistance.count, measure.count,
        ]
        return (0..<(columns.min() ?? 0)).map { index in
            SignalRow(
                strategy: strategy[index],
                ruleVersion: ruleVersion[index],
                share: share[index],
                shareSince: shareSince[index],
                evidence: evidence[index].isNaN ? nil : evidence[index],
                strength: strength[index],
                confidence: confidence[index],
                expectedReturn: expectedReturn[index],
                horizonBars: horizonBars[index],
                stopDistance: stopDistance[index],
                measure: measure[index]
            )
        }
    }
}

/// One entry of the columns in which a decision's checks are stored.
package struct CheckRow: Sendable, Hashable {
    /// The check, such as `position_weight`.
    package let code: String
    /// What it said.
    package let verdict: Bursar_V1_CheckVerdict
    /// Units left after resizing, in millionths; 0 otherwise.
    package let resizedToMicros: Int64
    /// The figure it looked at.
    package let value: Double
    /// What it held the figure against.
    package let limit: Double
}

extension Bursar_V1_CheckRecords {
    /// The entries one by one; as many as the shortest column holds.
    package var rows: [CheckRow] {
        let columns = [
            code.count, verdict.count, resizedToMicros.count, value.count, limit.count,
        ]
        return (0..<(columns.min() ?? 0)).map { index in
            CheckRow(
                code: code[index],
                verdict: verdict[index],
                resizedToMicros: resizedToMicros[index],
                value: value[index],
                limit: limit[index]
            )
        }
    }
}
