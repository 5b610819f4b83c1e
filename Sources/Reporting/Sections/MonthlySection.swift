import Performance

/// Returns by month, coloured by size, with year totals.
struct MonthlySection {
    let evaluation: Evaluation

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// The table, latest year first.
    func section() throws(ReportingError) -> Section {
        let years = try evaluation.monthlyReturns(of: evaluation.portfolio).years
        var table = Table(
            caption: "Return by month, %",
            columns: [.text("year")] + MonthlySection.months.map { .number($0) }
                + [.number("year")]
        )
        for year in years.reversed() {
            table.rows.append(
                [.init("\(year.year)")]
                    + year.months.map { cell($0, perStep: 0.02) }
                    + [cell(year.total, perStep: 0.06)]
            )
        }
        let note =
            "Each figure is the compounded return of the cycles that ended in the month. Blue "
            + "gained, orange lost; the stronger the colour, the more."
        return Section(
            id: "months",
            title: "Monthly returns",
            content: [
                .paragraph(note), .element("div", ["class": "heat"], [table.markup]),
            ]
        )
    }

    /// A number with its colour: a step stronger for each `perStep` of return, five steps.
    private func cell(_ value: Double?, perStep: Double) -> Table.Cell {
        guard let value else { return .init("") }
        let text = NumberText.decimal(value * 100, decimals: 2, isSigned: true)
        let step = min(Int((abs(value) / perStep).rounded(.up)), 5)
        guard step > 0 else { return .init(text) }
        return .init(text, tone: value > 0 ? "up\(step)" : "down\(step)")
    }
}
