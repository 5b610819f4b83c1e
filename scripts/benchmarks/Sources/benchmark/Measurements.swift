/// All that was measured, a value a round and figure, and what could not be.
struct Measurements {
    private(set) var values: [Figure: [Double]] = [:]
    private(set) var failures: [String] = []
    private var round: [Figure: Double] = [:]

    mutating func beginRound() {
        round = [:]
    }

    mutating func record(_ figure: Figure, _ value: Double) {
        round[figure] = value
        values[figure, default: []].append(value)
    }

    /// Records one figure of this round over another of it, if both are there.
    mutating func recordRatio(_ figure: Figure, _ above: Figure, over below: Figure) {
        guard let above = round[above], let below = round[below] else { return }
        record(figure, above / below)
    }

    mutating func fail(_ what: String, _ error: any Error) {
        failures.append("\(what): \(error)")
    }
}
