/// How capital moved and why: amounts by year and worker, the latest proposals and transfers.
struct CapitalSection {
    let evaluation: Evaluation
    /// How many proposals and how many transfers are shown.
    static let shownMaximum = 15

    /// A chart and tables, latest first.
    var section: Section {
        let input = evaluation.input
        var content: [Markup] = []
        if input.transfers.isEmpty {
            content.append(.paragraph("No capital moved after the start."))
        } else {
            let chart = FlowChart(evaluation: evaluation)
            content = [
                chart.years.figure(unfolding: "Amounts by year", chart.table), byWorker.markup,
                folded("Latest transfers", transfers, input.transfers.count, "transfers"),
            ]
        }
        content.append(
            input.proposals.isEmpty
                ? .paragraph("The allocator made no proposal.")
                : folded("Latest proposals", proposals, input.proposals.count, "proposals")
        )
        return Section(id: "moves", title: "Capital proposals and transfers", content: content)
    }

    private func folded(_ name: String, _ table: Table, _ count: Int, _ what: String) -> Markup {
        .element(
            "details",
            [.element("summary", name), table.markup, leftOut(count, what)]
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

    private var byWorker: Table {
        let currency = evaluation.numbers.currency
        var table = Table(
            caption: "Transfers by worker",
            columns: [
                .text("worker"), .number("grants"), .number("granted, \(currency)"),
                .number("recalls"), .number("recalled, \(currency)"), .number("net, \(currency)"),
            ]
        )
        func cells(_ transfers: [ReportInput.Transfer]) -> [Table.Cell] {
            let grants = transfers.filter { $0.direction == .grant }.map(\.amount)
            let recalls = transfers.filter { $0.direction == .recall }.map(\.amount)
            let (given, taken) = (grants.reduce(0, +), recalls.reduce(0, +))
            return [
                .init(NumberText.count(grants.count)), .init(NumberText.whole(given)),
                .init(NumberText.count(recalls.count)), .init(NumberText.whole(taken)),
                .init(NumberText.whole(given - taken, isSigned: true)),
            ]
        }
        let all = evaluation.input.transfers
        table.rows = evaluation.input.workers.map { worker in
            [.init(worker.name)] + cells(all.filter { $0.worker == worker.name })
        }
        table.total = [.init("all workers")] + cells(all)
        return table
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
