import Market

/// The share of each worker, the treasury and capital in transit in the net asset value.
struct AllocationChart: StackedChart {
    let evaluation: Evaluation

    var id: String { "allocation" }
    var title: String { "Allocation over time" }
    var valueTitle: String { "Share of net asset value, %" }
    var summary: String {
        "Shares of the net asset value at the end of cycles, stacked in the order of their names: "
            + "workers from below, then treasury and capital in transit."
            + (hasNegative ? " Parts below zero are drawn as nothing." : "")
    }

    var names: [String] { evaluation.input.workers.map(\.name) + ["treasury", "in transit"] }
    var dates: [CalendarDate] { evaluation.input.portfolio.cycles.map(\.date) }

    func shares(_ index: Int) -> [Double] {
        let parts = amounts(index).map { max($0, 0) }
        let sum = parts.reduce(0, +)
        return parts.map { sum > 0 ? $0 / sum : 0 }
    }

    func look(_ layer: Int) -> (colour: String, pattern: Int) {
        let cash = layer - evaluation.input.workers.count
        return cash >= 0 ? ("cash", cash) : (Inks.colour(layer), Inks.pattern(layer))
    }

    private func amounts(_ cycle: Int) -> [Double] {
        let state = evaluation.input.portfolio.cycles[cycle]
        return evaluation.input.workers.map { $0.nav[cycle] } + [state.treasury, state.inTransit]
    }

    private var hasNegative: Bool {
        evaluation.input.portfolio.cycles.indices.contains { amounts($0).contains { $0 < 0 } }
    }
}
