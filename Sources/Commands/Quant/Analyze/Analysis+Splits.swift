import Inspection
import Performance

/// Splits of observations into those to learn from and those to be judged by.
extension Analysis {
    /// Walk-forward where a training size is stated, purged folds where their number is.
    static func splits(_ request: AnalysisRequest) throws -> [String: JSONValue] {
        let parameters = request.parameters
        let count = try parameters.integer("n_observations")
        return parameters.has("folds")
            ? try foldedSplits(parameters, count) : try walkForwardSplits(parameters, count)
    }

    private static func walkForwardSplits(
        _ parameters: RequestFields,
        _ count: Int
    ) throws -> [String: JSONValue] {
        func windows(_ window: WalkForward.Window) throws -> JSONValue {
            let walk = try WalkForward(
                trainSize: try parameters.integer("train_size"),
                testSize: try parameters.integer("test_size"),
                gap: try parameters.integer("gap", else: 0),
                window: window
            )
            return .array(
                walk.splits(of: count).map { split in
                    .array((split.training + split.testing).map(run))
                }
            )
        }
        return ["rolling": try windows(.rolling), "expanding": try windows(.expanding)]
    }

    private static func foldedSplits(
        _ parameters: RequestFields,
        _ count: Int
    ) throws -> [String: JSONValue] {
        let folds = try PurgedFolds(
            count: count,
            foldCount: try parameters.integer("folds"),
            purge: try parameters.integer("purge", else: 0),
            embargo: try parameters.integer("embargo", else: 0)
        )
        let combinations = try CombinatorialPurgedFolds(
            folds,
            testFoldCount: try parameters.integer("test_folds", else: 2)
        )
        func listed(_ splits: [PurgedFolds.Split]) -> JSONValue {
            .array(
                splits.map { split in
                    [
                        "test": .array(split.testFolds.map { .count($0) }),
                        "train_runs": .array(split.sample.training.map(run)),
                    ]
                }
            )
        }
        return ["kfold": listed(folds.splits()), "combinatorial": listed(combinations.splits())]
    }

    /// The first and the last index of a run.
    private static func run(_ range: Range<Int>) -> JSONValue {
        [.count(range.lowerBound), .count(range.upperBound - 1)]
    }
}
