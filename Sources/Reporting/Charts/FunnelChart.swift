/// How many signals became fills, a bar for each stage.
struct FunnelChart: Chart {
    let funnel: ReportInput.Funnel

    var id: String { "funnel" }
    var title: String { "From signal to fill" }
    var summary: String {
        stages.map { "\($0.name) \(NumberText.count($0.count))" }.joined(separator: ", ")
            + ". A signal is what one strategy says of one instrument after a bar; all that is said of "
            + "it makes one size, and only a size that asks for a trade goes on to the checks."
    }

    /// The stages with their counts, first to last.
    var stages: [(name: String, count: Int)] {
        [
            ("signals", funnel.signals), ("sized", funnel.sized), ("checked", funnel.checked),
            ("ordered", funnel.ordered), ("filled", funnel.filled),
        ]
    }

    /// A stage's count as a fraction of the stage before; `nil` for the first and after nothing.
    func share(_ stage: Int) -> Double? {
        guard stage > 0, stages[stage - 1].count > 0 else { return nil }
        return Double(stages[stage].count) / Double(stages[stage - 1].count)
    }

    func height(_ size: ChartSize) -> Double { 20 + 44 * Double(stages.count) }

    func drawing(_ size: ChartSize) -> [Markup] {
        let most = max(stages.map(\.count).max() ?? 0, 1)
        var parts = [text(2, 14, "Count over the run", style: "axis-title")]
        for (index, stage) in stages.enumerated() {
            let y = 24 + 44 * Double(index)
            var words = "\(stage.name) \(NumberText.count(stage.count))"
            if let share = share(index) {
                words += ", \(NumberText.percent(share)) of \(stages[index - 1].name)"
            }
            let width = (size.width - 4) * Double(max(stage.count, 0)) / Double(most)
            parts.append(text(2, y + 14, words))
            parts.append(bar(2, y + 19, size.width - 4, "empty-bar"))
            parts.append(bar(2, y + 19, width, "area c0"))
        }
        return parts
    }

    private func bar(_ x: Double, _ y: Double, _ width: Double, _ style: String) -> Markup {
        .empty(
            "rect",
            [
                "x": coordinate(x), "y": coordinate(y), "width": coordinate(width),
                "height": "14", "class": style,
            ]
        )
    }
}
