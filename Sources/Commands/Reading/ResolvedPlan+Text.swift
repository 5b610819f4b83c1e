import Digest
import Inspection
import Journal
import Market
import Topology

extension ResolvedPlan {
    /// The plan as people read it: that it is sound, what it is, who takes part, what it writes.
    func lines(on terminal: Terminal) -> [String] {
        let style = terminal.style
        var lines = ["\(style("✓", .good)) \(file) is sound: \(topology.name), \(size)"]
        var facts = TreeText("")
        for (label, text) in settings { facts.add(label, text) }
        lines += facts.lines(width: terminal.width, style: style).dropFirst()
        lines += [""] + workers.lines(width: terminal.width, style: style)
        lines += ["", "A run would write:"]
        var table = Table([Table.Column("", .left), Table.Column("", .left, rank: 1, cutTo: 20)])
        for (path, what) in writes { table.add([.init("  \(path)"), .init(what)]) }
        lines += table.lines(width: terminal.width, style: style).dropFirst()
        for note in setup.notes { lines += ["", style("note", .warning) + " \(note)"] }
        return lines + ["", "Nothing was written.  next:  bursar run \(file)"]
    }

    private var size: String {
        "\(topology.workers.count + 1) processes, "
            + "\(NumberText.integer(Int64(setup.series.count))) instruments, "
            + "\(NumberText.integer(Int64(setup.windows.count))) cycles"
    }

    private var settings: [(label: String, text: String)] {
        let (allocation, limits) = (topology.master.allocation, topology.master.limits)
        let bars = setup.series.reduce(0) { $0 + Int64($1.bars.count) }
        let dates = span.map { "\($0.first) … \($0.last)" } ?? "nothing"
        return [
            (
                "capital",
                "\(NumberText.money(topology.capital.amount)) \(topology.capital.currency)"
            ),
            (
                "data",
                "\(source.kind) \(source.name), \(NumberText.integer(bars)) bars, "
                    + "SHA-256 \(setup.dataDigest.description.prefix(12))…"
            ),
            ("clock", "\(dates) in cycles of \(topology.clock.cycle.rawValue), \(pace)"),
            (
                "allocation",
                "\(allocation.method.rawValue), window \(allocation.window), review every "
                    + "\(allocation.reviewEvery) cycles or at a drift of "
                    + "\(NumberText.percent(allocation.drift)), transfers from "
                    + NumberText.wholeMoney(allocation.transferMinimum)
            ),
            (
                "limits",
                "\(NumberText.percent(limits.segmentWeightMaximum, places: 0)) for one worker, "
                    + "correlation \(NumberText.decimal(limits.correlationMaximum, places: 2)), "
                    + "drawdown \(NumberText.percent(limits.drawdownMaximum, places: 0))"
            ),
            ("benchmark", benchmark),
            ("endpoint", endpoint),
            (
                "topology",
                "SHA-256 \(topology.digest.description.prefix(12))…, seed \(topology.seed)"
            ),
        ]
    }

    private var pace: String {
        let pace = topology.clock.pace
        guard pace > .zero else { return "as fast as possible" }
        return "one every \(NumberText.duration(nanoseconds: Int64(pace / .nanoseconds(1))))"
    }

    private var workers: Table {
        var table = Table([
            Table.Column("process", .left),
            Table.Column("mandate", .left, rank: 4),
            Table.Column("stance", .left, rank: 2),
            Table.Column("position", unit: "max %", rank: 1),
            Table.Column("order", unit: "max", rank: 3),
            Table.Column("instruments", .left, cutTo: 14),
            Table.Column("strategies", .left, rank: 1, cutTo: 20),
            Table.Column("costs", unit: "bp", .left, rank: 5),
        ])
        table.add(["master", "–", "–", "–", "–", "–", "–", "–"])
        for worker in topology.workers {
            let strategies = worker.strategies.map {
                "\($0.name) \(NumberText.decimal($0.weight, places: 2))"
            }
            table.add([
                .init(worker.name), .init(worker.mandate.focus.name),
                .init(worker.mandate.stance.rawValue),
                .init(NumberText.decimal(worker.limits.positionWeightMaximum * 100, places: 0)),
                .init(NumberText.wholeMoney(worker.limits.orderNotionalMaximum)),
                .init(worker.mandate.universe.map(\.symbol).joined(separator: " ")),
                .init(strategies.joined(separator: ", ")),
                .init("\(short(worker.costs.halfSpread)) + \(short(worker.costs.impact))"),
            ])
        }
        return table
    }

    private func short(_ rate: BasisPoints) -> String {
        NumberText.quantity(Quantity(micros: rate.micros))
    }
}
