/// How far signals came, and what stopped them.
struct FunnelSection {
    let evaluation: Evaluation

    /// The chart, and the checks that denied or resized.
    var section: Section {
        let chart = FunnelChart(funnel: evaluation.input.funnel)
        var table = Table(
            caption: "Counts by stage, all workers together",
            columns: [.text("stage"), .number("count"), .number("of the stage before")]
        )
        for (index, stage) in chart.stages.enumerated() {
            table.rows.append([
                .init(stage.name), .init(NumberText.count(stage.count)),
                .init(NumberText.percent(chart.share(index))),
            ])
        }
        let figure = chart.figure(unfolding: "Counts", table)
        return Section(id: "signals", title: "From signal to fill", content: [figure, denials])
    }

    private var denials: Markup { Denials.markup(evaluation.input.denials) }
}

/// What pre-trade checks changed, most denials first.
enum Denials {
    /// A table by code, or a sentence where they changed nothing.
    static func markup(_ checks: [ReportInput.Denial]) -> Markup {
        guard !checks.isEmpty else {
            return .paragraph("No check denied or resized an order.")
        }
        let all = checks.reduce(0) { $0 + $1.denied }
        var table = Table(
            caption: "Orders denied or resized, by check",
            columns: [
                .text("check"), .number("denied"), .number("of all denied"), .number("resized"),
            ]
        )
        let sorted = checks.sorted {
            ($1.denied, $1.resized, $0.code) < ($0.denied, $0.resized, $1.code)
        }
        for check in sorted {
            let share = all > 0 ? Double(check.denied) / Double(all) : nil
            table.rows.append([
                .init(check.code), .init(NumberText.count(check.denied)),
                .init(NumberText.percent(share)), .init(NumberText.count(check.resized)),
            ])
        }
        table.total = [
            .init("all checks"), .init(NumberText.count(all)),
            .init(NumberText.percent(all > 0 ? 1 : nil)),
            .init(NumberText.count(checks.reduce(0) { $0 + $1.resized })),
        ]
        return table.markup
    }
}
