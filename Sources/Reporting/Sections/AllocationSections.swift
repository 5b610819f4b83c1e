/// Where the capital was, with shares by year.
struct AllocationSection {
    let evaluation: Evaluation

    /// The chart and its table.
    var section: Section {
        let chart = AllocationChart(evaluation: evaluation)
        var table = Table(
            caption: "Share of the net asset value at the end of each year",
            columns: [.text("year")] + chart.names.map { .number($0) }
        )
        for year in evaluation.years {
            let shares = chart.shares(year.cycles.upperBound - 1)
            table.rows.append(
                [.init("\(year.year)")] + shares.map { .init(NumberText.percent($0)) }
            )
        }
        return Section(
            id: "capital",
            title: "Allocation",
            content: [chart.figure(unfolding: "Shares by year", table)]
        )
    }
}

/// The posture of the portfolio and the state of the market, with counts by year.
struct StanceSection {
    let evaluation: Evaluation

    /// The chart and its table.
    var section: Section {
        let chart = StanceRibbon(evaluation: evaluation)
        let lanes = chart.stances + chart.regimes
        var table = Table(
            caption: "Cycles by stance and by regime in each year",
            columns: [.text("year")]
                + chart.stances.map { .number("stance \($0.name)") }
                + chart.regimes.map { .number("regime \($0.name)") }
        )
        for year in evaluation.years {
            table.rows.append(
                [.init("\(year.year)")]
                    + lanes.map { lane in
                        .init(NumberText.count(lane.isHeld[year.cycles].count { $0 }))
                    }
            )
        }
        return Section(
            id: "posture",
            title: "Stance and regime",
            content: [chart.figure(unfolding: "Cycles by year", table)]
        )
    }
}
