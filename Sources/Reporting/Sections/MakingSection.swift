import Market
import Performance

/// What the figures rest on, and how to follow them back.
struct MakingSection {
    let evaluation: Evaluation

    /// Assumptions, identity of the run, conventions, and commands.
    var section: Section {
        let run = evaluation.input.run
        var content: [Markup] = []
        if !run.isSimulated, !run.assumptions.isEmpty {
            content.append(.element("h3", "Assumptions"))
            content.append(.element("ul", run.assumptions.map { .element("li", $0) }))
        }
        content.append(.element("h3", "Run"))
        content.append(.element("dl", ["class": "facts"], facts))
        content.append(.element("h3", "Figures"))
        content.append(.element("ul", conventions.map { .element("li", $0) }))
        content.append(.element("h3", "Trace it back"))
        content.append(.element("ul", commands))
        return Section(id: "made", title: "How this was made", content: content)
    }

    private var facts: [Markup] {
        let run = evaluation.input.run
        let digest = run.ledgerDigest.isEmpty ? "none yet" : run.ledgerDigest
        let pairs = [
            ("run", run.id), ("topology", run.topology), ("created", run.created),
            ("engine", run.engineVersion), ("ledger digest", digest),
            ("data", "\(run.dataFrom) to \(run.dataTo)"),
            ("cycles", NumberText.count(evaluation.input.portfolio.cycles.count)),
            ("currency", evaluation.numbers.currency),
        ]
        return pairs.map { name, value in
            .element("div", [.element("dt", name), .element("dd", value)])
        }
    }

    private var conventions: [String] {
        let convention = evaluation.input.run.convention
        let periods = NumberText.decimal(convention.periodsPerYear, decimals: 0)
        let riskless = NumberText.percent(convention.riskFreePerPeriod)
        return [
            "Returns are simple returns from the end of one cycle to the end of the next, the "
                + "first from the contributed capital.",
            "A year has \(periods) cycles; the riskless return is \(riskless) a cycle. "
                + "Less than a year of cycles is not made into an annual return.",
            "The standard error of the Sharpe ratio is one standard deviation of its estimate "
                + "for independent returns (Lo 2002); serial correlation widens it.",
            "Drawdowns are taken at the ends of cycles, the start included; what happened inside "
                + "a cycle is not in them.",
            "Lines are thinned to the width of the drawing and keep the least and greatest value "
                + "of each step; stacked areas keep the last one. Tables are computed from every "
                + "cycle.",
            partsText,
        ]
    }

    /// Says how well treasury, transit and workers add up to the net asset value.
    private var partsText: String {
        var largest = 0.0
        for (index, cycle) in evaluation.input.portfolio.cycles.enumerated() {
            let workers = evaluation.input.workers.reduce(0) { $0 + $1.nav[index] }
            largest = max(largest, abs(cycle.nav - cycle.treasury - cycle.inTransit - workers))
        }
        return "Treasury, capital in transit and workers together differ from the net asset "
            + "value by \(evaluation.numbers.money(largest)) at most, over all cycles."
    }

    private var commands: [Markup] {
        [
            ("bursar trace why ORDER", "follows an order back to its bar and its capital."),
            ("bursar trace show ID", "shows any id on this page."),
            ("bursar status \(evaluation.input.run.id)", "prints the run's state."),
        ].map { command, use in
            .element("li", [.element("code", command), Markup(" \(use)")])
        }
    }
}
