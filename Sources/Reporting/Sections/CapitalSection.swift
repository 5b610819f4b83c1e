/// Why capital moved: the latest proposals and transfers.
struct CapitalSection {
    let evaluation: Evaluation
    /// How many of each are shown.
    static let shownMaximum = 40

    /// Two tables, latest first.
    var section: Section {
        let input = evaluation.input
        return Section(
            id: "moves",
            title: "Capital proposals and transfers",
            content: [
                input.proposals.isEmpty
                    ? .paragraph("The allocator made no proposal.")
                    : Markup([proposals.markup, leftOut(input.proposals.count, "proposals")]),
                input.transfers.isEmpty
                    ? .paragraph("No capital moved after the start.")
                    : Markup([transfers.markup, leftOut(input.transfers.count, "transfers")]),
            ]
        )
    }

    private func leftOut(_ count: Int, _ name: String) -> Markup {
        let rest = count - CapitalSection.shownMaximum
        guard rest > 0 else { return .empty }
        let text =
            "The latest \(CapitalSection.shownMaximum) are shown; "
            + "\(NumberText.count(rest)) older \(name) are left out. List all of them with "
        return .element("p", [Markup(text), .element("code", "bursar trace list"), Markup(".")])
    }

    private var proposals: Table {
        var table = Table(
            caption: "Latest proposals",
            columns: [
                .text("proposal"), .number("cycle"), .text("date"), .text("trigger"),
                .text("status"), .prose("reason"),
            ]
        )
        let shown = evaluation.input.proposals.suffix(CapitalSection.shownMaximum)
        table.rows = shown.reversed().map { proposal in
            [
                .init(proposal.id), .init(NumberText.count(proposal.cycle)),
                .init(.prose("\(proposal.date)")), .init(proposal.trigger), .init(proposal.status),
                .init(.prose(proposal.reason)),
            ]
        }
        return table
    }

    private var transfers: Table {
        var table = Table(
            caption: "Latest transfers",
            columns: [
                .text("transfer"), .number("cycle"), .text("date"), .text("worker"),
                .text("direction"), .number("amount, \(evaluation.numbers.currency)"),
                .text("proposal"), .prose("reason"),
            ]
        )
        let shown = evaluation.input.transfers.suffix(CapitalSection.shownMaximum)
        table.rows = shown.reversed().map { transfer in
            [
                .init(transfer.id), .init(NumberText.count(transfer.cycle)),
                .init(.prose("\(transfer.date)")), .init(transfer.worker),
                .init(transfer.direction.rawValue),
                .init(NumberText.decimal(transfer.amount, decimals: 2)),
                .init(transfer.proposal), .init(.prose(transfer.reason)),
            ]
        }
        return table
    }
}
