/// A set of strategies of one assignment problem, one bit each.
struct StrategySet: Sendable, Hashable {
    private(set) var bits: UInt64

    static let empty = StrategySet(bits: 0)

    private init(bits: UInt64) { self.bits = bits }

    /// The strategies `0 ..< count`, at most 64.
    init(count: Int) { bits = count == 0 ? 0 : ~0 >> UInt64(64 - count) }

    var isEmpty: Bool { bits == 0 }

    mutating func insert(_ strategy: Int) { bits |= 1 << UInt64(strategy) }

    mutating func remove(_ strategy: Int) { bits &= ~(1 << UInt64(strategy)) }

    mutating func formUnion(_ other: StrategySet) { bits |= other.bits }

    func contains(_ strategy: Int) -> Bool { bits >> UInt64(strategy) & 1 == 1 }

    func isDisjoint(with other: StrategySet) -> Bool { bits & other.bits == 0 }

    func union(_ other: StrategySet) -> StrategySet { StrategySet(bits: bits | other.bits) }

    func intersection(_ other: StrategySet) -> StrategySet {
        StrategySet(bits: bits & other.bits)
    }

    func subtracting(_ other: StrategySet) -> StrategySet {
        StrategySet(bits: bits & ~other.bits)
    }
}

extension StrategySet: Sequence {
    /// Goes through the strategies in ascending order.
    struct Iterator: IteratorProtocol {
        fileprivate var rest: UInt64

        mutating func next() -> Int? {
            guard rest != 0 else { return nil }
            let lowest = rest.trailingZeroBitCount
            rest &= rest &- 1
            return lowest
        }
    }

    func makeIterator() -> Iterator { Iterator(rest: bits) }
}

extension StrategySet {
    /// The members that pass a test.
    func filtered(_ passes: (Int) -> Bool) -> StrategySet {
        var kept = StrategySet.empty
        for strategy in self where passes(strategy) { kept.insert(strategy) }
        return kept
    }
}
