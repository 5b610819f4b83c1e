import Market

/// Capital granted and recalled in each year.
struct FlowChart {
    private let evaluation: Evaluation
    private let granted: [Double]
    private let recalled: [Double]

    /// Adds up the transfers of each year that has cycles, by the dates of their decisions.
    init(evaluation: Evaluation) {
        self.evaluation = evaluation
        var granted = [Double](repeating: 0, count: evaluation.years.count)
        var recalled = granted
        for transfer in evaluation.input.transfers {
            let year = transfer.date.components.year
            guard let index = evaluation.years.firstIndex(where: { $0.year == year }) else {
                continue
            }
            switch transfer.direction {
            case .grant: granted[index] += transfer.amount
            case .recall: recalled[index] += transfer.amount
            }
        }
        self.granted = granted
        self.recalled = recalled
    }

    /// Bars upwards for grants and downwards for recalls.
    var years: YearBars {
        let numbers = evaluation.numbers
        let unit = AmountUnit(greatest: (granted + recalled).max() ?? 0)
        let (given, taken) = (granted, recalled)
        let count = evaluation.input.transfers.count
        return YearBars(
            id: "flows",
            title: "Capital moved between treasury and workers",
            summary:
                "\(NumberText.count(count)) transfers: \(numbers.amount(given.reduce(0, +))) granted "
                + "and \(numbers.amount(taken.reduce(0, +))) recalled, by the date of decision. "
                + "Between workers capital goes by way of the treasury, so it is counted twice.",
            valueTitle: "Amount, \(unit.name)\(numbers.currency)",
            years: evaluation.years.map(\.year),
            parts: [
                .init(name: "granted", colour: "c0", values: given.map { $0 / unit.size }),
                .init(name: "recalled", colour: "c1", values: taken.map { -$0 / unit.size }),
            ],
            readOut: { index in
                "granted \(numbers.amount(given[index]))\nrecalled \(numbers.amount(taken[index]))"
            }
        )
    }

    /// The amounts of each year.
    var table: Table {
        let currency = evaluation.numbers.currency
        var table = Table(
            caption: "Capital granted and recalled by year",
            columns: [
                .text("year"), .number("granted, \(currency)"), .number("recalled, \(currency)"),
                .number("granted, % of mean nav"),
            ]
        )
        for (index, year) in evaluation.years.enumerated() {
            let mean = evaluation.meanNav(year.cycles)
            table.rows.append([
                .init("\(year.year)"), .init(NumberText.whole(granted[index])),
                .init(NumberText.whole(recalled[index])),
                .init(NumberText.percent(mean > 0 ? granted[index] / mean : nil)),
            ])
        }
        return table
    }
}
