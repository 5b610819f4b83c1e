package import Persistence

extension PortfolioStance: Storable {}
extension AllocationStep.Kind: Storable {}

extension SegmentStance: Storable {}

extension SegmentRecord: Storable {
    package init(_ known: Self?, in coder: inout StateCoder) throws(PersistenceError) {
        self.init(name: try coder.value(known?.name), stance: try coder.value(known?.stance))
    }
}

extension SegmentWeight: Storable {
    package init(_ known: Self?, in coder: inout StateCoder) throws(PersistenceError) {
        self.init(name: try coder.value(known?.name), weight: try coder.value(known?.weight))
    }
}

extension AllocationStep: Storable {
    package init(_ known: Self?, in coder: inout StateCoder) throws(PersistenceError) {
        self.init(
            try coder.value(known?.kind),
            subject: try coder.value(known.map(\.subject)),
            value: try coder.value(known?.value),
            words: try coder.value(known?.words)
        )
    }
}

extension AllocationTarget: Storable {
    package init(_ known: Self?, in coder: inout StateCoder) throws(PersistenceError) {
        self.init(
            stance: try coder.value(known?.stance),
            cash: try coder.value(known?.cash),
            weights: try coder.value(known?.weights),
            unplaced: try coder.value(known?.unplaced),
            steps: try coder.value(known?.steps)
        )
    }
}
