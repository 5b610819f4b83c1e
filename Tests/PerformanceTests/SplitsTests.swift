import LinearAlgebra
import Performance
import Testing

struct SplitsTests {
    @Test func `a rolling walk keeps its training size and an expanding one its start`() throws {
        let rolling = try WalkForward(trainSize: 4, testSize: 2, gap: 1).splits(of: 10)
        #expect(rolling.map(\.training) == [[0..<4], [2..<6]])
        #expect(rolling.map(\.testing) == [[5..<7], [7..<9]])
        let expanding = try WalkForward(trainSize: 4, testSize: 2, gap: 1, window: .expanding)
        #expect(expanding.splits(of: 10).map(\.training) == [[0..<4], [0..<6]])
        #expect(expanding.splits(of: 11).count == 3)
    }

    @Test(arguments: [0, 1, 4, 6, -1, Int.min]) func `too few observations have no walk`(
        count: Int
    ) throws {
        #expect(try WalkForward(trainSize: 4, testSize: 2, gap: 1).splits(of: count).isEmpty)
        let huge = try WalkForward(trainSize: 1, testSize: .max, gap: .max - 1)
        #expect(huge.splits(of: count).isEmpty)
    }

    @Test func `sizes that split nothing are refused`() throws {
        let refusals: [() throws -> Void] = [
            { _ = try WalkForward(trainSize: 0, testSize: 1) },
            { _ = try WalkForward(trainSize: 1, testSize: 0) },
            { _ = try WalkForward(trainSize: 1, testSize: 1, gap: -1) },
            { _ = try PurgedFolds(count: 10, foldCount: 1) },
            { _ = try PurgedFolds(count: 2, foldCount: 3) },
            { _ = try PurgedFolds(count: 4, foldCount: 2, purge: -1) },
            { _ = try PurgedFolds(count: 4, foldCount: 2, embargo: -1) },
            { _ = try combinatorial(4, folds: 4, tests: 4) },
            { _ = try combinatorial(4, folds: 4, tests: 0) },
            { _ = try combinatorial(400, folds: 200, tests: 100) },
        ]
        for refusal in refusals {
            let error = #expect(throws: PerformanceError.self) { try refusal() }
            #expect(error?.code == .parameterOutOfRange)
        }
    }

    @Test func `the last fold takes the rest and neighbours among tests join`() throws {
        let folds = try PurgedFolds(count: 11, foldCount: 3, purge: 1, embargo: 1)
        #expect((0..<3).map(folds.fold) == [0..<3, 3..<6, 6..<11])
        #expect(folds.splits().map(\.sample.training) == [[5..<11], [0..<2, 8..<11], [0..<5]])
        let pairs = try CombinatorialPurgedFolds(folds, testFoldCount: 2).splits()
        #expect(pairs.map(\.testFolds) == [[0, 1], [0, 2], [1, 2]])
        #expect(pairs.map(\.sample.testing) == [[0..<6], [0..<3, 6..<11], [3..<11]])
        #expect(
            pairs.map(\.sample.training) == [[8..<11], [5..<5].filter { !$0.isEmpty }, [0..<2]]
        )
    }

    @Test func `distances beyond all observations leave nothing to learn from`() throws {
        let folds = try PurgedFolds(count: 9, foldCount: 3, purge: .max, embargo: .max)
        #expect(folds.splits().allSatisfy { $0.sample.training.isEmpty })
    }

    @Test(arguments: 1...20) func `training is what the rule leaves, row by row`(
        seed: UInt64
    ) throws {
        var random = Xoshiro256(seed: seed)
        let foldCount = 2 + Int(random.next() % 6)
        let count = foldCount + Int(random.next() % 80)
        let testCount = 1 + Int(random.next() % UInt64(foldCount - 1))
        let (purge, embargo) = (Int(random.next() % 5), Int(random.next() % 5))
        let folds = try PurgedFolds(
            count: count,
            foldCount: foldCount,
            purge: purge,
            embargo: embargo
        )
        let combinatorial = try CombinatorialPurgedFolds(folds, testFoldCount: testCount)
        let splits = combinatorial.splits()
        #expect(splits.count == combinatorial.splitCount, "seed \(seed)")
        #expect(Set(splits.map(\.testFolds)).count == splits.count, "seed \(seed)")
        for split in splits {
            let tests = Set(split.testFolds.flatMap { Array(folds.fold($0)) })
            let kept = (0..<count).filter { row in
                !tests.contains(row)
                    && !tests.contains {
                        $0 > row ? $0 - row <= purge : row - $0 <= purge + embargo
                    }
            }
            #expect(split.sample.training.flatMap { Array($0) } == kept, "seed \(seed)")
            #expect(split.sample.testing.flatMap { Array($0) } == tests.sorted(), "seed \(seed)")
        }
        let paths = combinatorial.paths()
        #expect(paths.count * foldCount == splits.count * testCount, "seed \(seed)")
        for path in paths {
            for (fold, split) in path.enumerated() {
                #expect(splits[split].testFolds.contains(fold), "seed \(seed)")
            }
        }
        let used = paths.flatMap { $0.enumerated().map { [$0.offset, $0.element] } }
        #expect(Set(used).count == used.count, "seed \(seed)")
    }

    @Test(.enabled(if: ReferenceFiles.has("walk_forward_splits"), "no ../shared/reference here"))
    func `walks forward are the peers'`() throws {
        let right = try ReferenceCase("walk_forward_splits")
        for window in WalkForward.Window.allCases {
            let walk = try WalkForward(
                trainSize: right.parameters["train_size"] as? Int ?? 0,
                testSize: right.parameters["test_size"] as? Int ?? 0,
                gap: right.parameters["gap"] as? Int ?? 0,
                window: window
            )
            let splits = walk.splits(of: right.parameters["n_observations"] as? Int ?? 0)
            let runs = splits.map { inclusive($0.training) + inclusive($0.testing) }
            #expect(runs == right.expected["\(window)"] as? [[[Int]]])
        }
    }

    @Test(
        .enabled(if: ReferenceFiles.has("purged_embargoed_splits"), "no ../shared/reference here")
    )
    func `purged folds are the peers'`() throws {
        let right = try ReferenceCase("purged_embargoed_splits")
        let folds = try PurgedFolds(
            count: right.parameters["n_observations"] as? Int ?? 0,
            foldCount: right.parameters["folds"] as? Int ?? 0,
            purge: right.parameters["purge"] as? Int ?? 0,
            embargo: right.parameters["embargo"] as? Int ?? 0
        )
        let combinatorial = try CombinatorialPurgedFolds(
            folds,
            testFoldCount: right.parameters["test_folds"] as? Int ?? 0
        )
        for (splits, key) in [
            (folds.splits(), "kfold"), (combinatorial.splits(), "combinatorial"),
        ] {
            let rows = right.expected[key] as? [[String: Any]] ?? []
            #expect(splits.map(\.testFolds) == rows.map { $0["test"] as? [Int] })
            let runs = splits.map { inclusive($0.sample.training) }
            #expect(runs == rows.map { $0["train_runs"] as? [[Int]] })
        }
    }
}

private func combinatorial(
    _ count: Int,
    folds: Int,
    tests: Int
) throws -> CombinatorialPurgedFolds {
    try CombinatorialPurgedFolds(
        PurgedFolds(count: count, foldCount: folds),
        testFoldCount: tests
    )
}

private func inclusive(_ ranges: [Range<Int>]) -> [[Int]] {
    ranges.map { [$0.lowerBound, $0.upperBound - 1] }
}
