/// One self-contained page about a run: no network, no script, the same bytes for the same input.
package struct ReportPage: Sendable {
    private let input: ReportInput

    /// Takes what is to be shown.
    package init(_ input: ReportInput) {
        self.input = input
    }

    /// Writes the page as an HTML document that is well-formed XML too.
    ///
    /// Every text of the input is escaped.
    /// - Throws: ``ReportingError`` with `nothingToReport` for no cycle, `countMismatch` for a series
    ///   of another length, `amountOutOfRange`, `datesOutOfOrder`, and `impossibleFigures` for values
    ///   without statistics, such as a net asset value below zero.
    package func html() throws(ReportingError) -> String {
        let evaluation = try Evaluation(input)
        let sections: [Section] = [
            try EquitySection(evaluation: evaluation).section(),
            DrawdownSection(evaluation: evaluation).section,
            try MonthlySection(evaluation: evaluation).section(),
            RollingSection(evaluation: evaluation).section,
            WorkerSection(evaluation: evaluation).section,
            AllocationSection(evaluation: evaluation).section,
            StanceSection(evaluation: evaluation).section,
            RiskSection(evaluation: evaluation).section,
            TailSection(evaluation: evaluation).section,
            FunnelSection(evaluation: evaluation).section,
            CostSection(evaluation: evaluation).section,
            CapitalSection(evaluation: evaluation).section,
            try WorkerPages(evaluation: evaluation).section(),
            try StrategyPages(evaluation: evaluation).section(),
            MakingSection(evaluation: evaluation).section,
        ].compactMap { $0 }
        let contents = Markup.element(
            "nav",
            ["aria-label": "Contents"],
            sections.map(\.links)
        )
        let body =
            [HeadSection(evaluation: evaluation).markup, contents] + sections.map(\.markup)
        let page = Markup.element(
            "html",
            ["lang": "en"],
            [head, .element("body", [.element("main", body)])]
        )
        return "<!DOCTYPE html>\n" + page.html + "\n"
    }

    private var head: Markup {
        .element(
            "head",
            [
                .empty("meta", ["charset": "utf-8"]),
                .empty(
                    "meta",
                    [
                        "http-equiv": "Content-Security-Policy",
                        "content": "default-src 'none'; style-src 'unsafe-inline'",
                    ]
                ),
                .empty(
                    "meta",
                    ["name": "viewport", "content": "width=device-width, initial-scale=1"]
                ),
                .empty("meta", ["name": "color-scheme", "content": "light dark"]),
                .element("title", "\(input.run.topology): Bursar report \(input.run.id)"),
                .style(styleSheet),
            ]
        )
    }
}
