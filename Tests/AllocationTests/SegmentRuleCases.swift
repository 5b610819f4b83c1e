import Allocation
import Testing

/// One row of the table: what is measured and what follows, computed by hand.
struct SegmentRuleCase: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let stances: [SegmentStance]
    var measures: [SegmentMeasures] = []
    var volatility: Double?
    var correlation: Double?
    /// Pairs that differ from the correlation of all others.
    var pairs: [(Int, Int, Double)] = []
    let stance: PortfolioStance
    let cash: Double
    let weights: [Double]
    let unplaced: Double

    var segments: [SegmentRecord] {
        stances.enumerated().map { SegmentRecord(name: "segment\($0)", stance: $1) }
    }

    var portfolio: PortfolioMeasures {
        var matrix = CorrelationMatrix(count: stances.count, pairs: correlation)
        for (row, column, value) in pairs { matrix[row, column] = value }
        let known = measures + stances.dropFirst(measures.count).map { _ in SegmentMeasures() }
        return PortfolioMeasures(segments: known, volatility: volatility, correlations: matrix)
    }
}

private func neutral(_ count: Int) -> [SegmentStance] { Array(repeating: .neutral, count: count) }

private func sharpe(_ value: Double) -> SegmentMeasures { SegmentMeasures(sharpe: value) }

private func momentum(_ value: Double) -> SegmentMeasures { SegmentMeasures(momentum: value) }

/// Twelve cases with their arithmetic.
let segmentRuleCases: [SegmentRuleCase] = [
    // 1/5 each, below 25 %.
    SegmentRuleCase(
        testDescription: "1. nothing is known of five segments",
        stances: [.alpha, .defensive, .neutral, .alpha, .defensive],
        stance: .balanced,
        cash: 0,
        weights: [0.2, 0.2, 0.2, 0.2, 0.2],
        unplaced: 0
    ),
    // 1/4 each: at the limit, not above it.
    SegmentRuleCase(
        testDescription: "2. four segments stand exactly at the limit",
        stances: neutral(4),
        volatility: 0.2,
        correlation: 0.5,
        stance: .balanced,
        cash: 0,
        weights: [0.25, 0.25, 0.25, 0.25],
        unplaced: 0
    ),
    // 1/3 each is cut to 1/4; nobody is below the limit; 1 − 3/4 stays.
    SegmentRuleCase(
        testDescription: "3. three segments cannot take everything",
        stances: neutral(3),
        stance: .balanced,
        cash: 0,
        weights: [0.25, 0.25, 0.25],
        unplaced: 0.25
    ),
    // Sharpe 1.6 → 1.3; 1.5 → 1.1 (not above 1.5); 1.2 → 1.1; 1.0 → 1 (not above 1.0); 0.75 → 1;
    // 0.5 → 1 (not below 0.5); 0.3 → 0.9; 0 → 0.9 (not below 0); −0.1 → 0.7; unknown → 1.
    // Sum 1.3 + 1.1 + 1.1 + 1 + 1 + 1 + 0.9 + 0.9 + 0.7 + 1 = 10, so each is its tenth.
    SegmentRuleCase(
        testDescription: "4. Sharpe ratios meet their tiers",
        stances: neutral(10),
        measures: [1.6, 1.5, 1.2, 1.0, 0.75, 0.5, 0.3, 0, -0.1].map(sharpe),
        stance: .balanced,
        cash: 0,
        weights: [0.13, 0.11, 0.11, 0.1, 0.1, 0.1, 0.09, 0.09, 0.07, 0.1],
        unplaced: 0
    ),
    // +16 % → 1.2; +15 % → 1; −15 % → 1; −16 % → 0.8; unknown → 1. Sum 5, so each is its fifth.
    SegmentRuleCase(
        testDescription: "5. momentum meets its tiers",
        stances: neutral(5),
        measures: [0.16, 0.15, -0.15, -0.16].map(momentum),
        stance: .balanced,
        cash: 0,
        weights: [0.24, 0.2, 0.2, 0.16, 0.2],
        unplaced: 0
    ),
    // 1.3 × 1.2 = 1.56 of 5.56 is 28.06 %, cut to 25 %; the other four share 75 % equally.
    SegmentRuleCase(
        testDescription: "6. multipliers compound and the limit cuts once",
        stances: neutral(5),
        measures: [SegmentMeasures(sharpe: 1.6, momentum: 0.2)],
        stance: .balanced,
        cash: 0,
        weights: [0.25, 0.1875, 0.1875, 0.1875, 0.1875],
        unplaced: 0
    ),
    // 1.56, 1.1 × 1.2 = 1.32, 1, 0.9, 0.7 × 0.8 = 0.56; sum 5.34. The first is 29.2 %, cut to 25 %.
    // The others grow by 0.75 / (3.78 / 5.34) to fill 75 %: the second 1.32 × 0.75 / 3.78 = 26.2 %,
    // cut to 25 %. The last three fill 50 %: 1, 0.9, 0.56 of 2.46.
    SegmentRuleCase(
        testDescription: "7. what one limit frees lifts another segment to its limit",
        stances: neutral(5),
        measures: [
            SegmentMeasures(sharpe: 1.6, momentum: 0.2),
            SegmentMeasures(sharpe: 1.2, momentum: 0.2),
            SegmentMeasures(),
            SegmentMeasures(sharpe: 0.3, momentum: 0.1),
            SegmentMeasures(sharpe: -1, momentum: -0.2),
        ],
        stance: .balanced,
        cash: 0,
        weights: [0.25, 0.25, 0.5 / 2.46, 0.45 / 2.46, 0.28 / 2.46],
        unplaced: 0
    ),
    // Tilts 1.2, 1.2, 1, 1, 1, 1: sum 6.4, to fill 80 %: 0.125 for each 1.
    SegmentRuleCase(
        testDescription: "8. high volatility turns the portfolio defensive",
        stances: [.defensive, .defensive, .alpha, .alpha, .neutral, .neutral],
        volatility: 0.26,
        correlation: 0.5,
        stance: .defensive,
        cash: 0.2,
        weights: [0.15, 0.15, 0.125, 0.125, 0.125, 0.125],
        unplaced: 0
    ),
    // Tilts 4 × 1.3 + 6 = 11.2, to fill 95 %.
    SegmentRuleCase(
        testDescription: "9. calm, unrelated segments make an opportunity",
        stances: [.alpha, .alpha, .alpha, .alpha] + neutral(3) + [
            .defensive, .defensive, .neutral,
        ],
        volatility: 0.1,
        correlation: 0.2,
        stance: .opportunistic,
        cash: 0.05,
        weights: Array(repeating: 1.3 * 0.95 / 11.2, count: 4)
            + Array(repeating: 0.95 / 11.2, count: 6),
        unplaced: 0
    ),
    // All six are one group: together 25 %, each 25/6 %; 75 % fits nowhere.
    SegmentRuleCase(
        testDescription: "10. segments that all move together share one limit",
        stances: [.alpha, .defensive, .neutral, .alpha, .defensive, .neutral],
        volatility: 0.1,
        correlation: 0.71,
        stance: .diversified,
        cash: 0,
        weights: Array(repeating: 0.25 / 6, count: 6),
        unplaced: 0.75
    ),
    // Sixths; the pair's 33.3 % is cut to 25 %, 12.5 % each; the other four share 75 %.
    // Mean correlation (0.8 + 14 × 0.5) / 15 = 0.52: balanced at 20 % volatility.
    SegmentRuleCase(
        testDescription: "11. a correlated pair shares one limit",
        stances: neutral(6),
        volatility: 0.2,
        correlation: 0.5,
        pairs: [(0, 1, 0.8)],
        stance: .balanced,
        cash: 0,
        weights: [0.125, 0.125, 0.1875, 0.1875, 0.1875, 0.1875],
        unplaced: 0
    ),
    // Sevenths, the second × 1.2: 0–1 and 1–2 above 0.7 make one group of 3.2 of 7.2, 44.4 %, cut
    // to 25 % in the proportion 1 : 1.2 : 1; the other four share 75 %.
    SegmentRuleCase(
        testDescription: "12. a chain of correlated segments shares one limit",
        stances: neutral(7),
        measures: [SegmentMeasures(), momentum(0.2)],
        volatility: 0.2,
        correlation: 0.3,
        pairs: [(0, 1, 0.8), (1, 2, 0.75)],
        stance: .balanced,
        cash: 0,
        weights: [0.25 / 3.2, 0.3 / 3.2, 0.25 / 3.2, 0.1875, 0.1875, 0.1875, 0.1875],
        unplaced: 0
    ),
]
