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
        lines += tree("", settings).lines(width: terminal.width, style: style).dropFirst()
        lines += tree("processes", processes).lines(width: terminal.width, style: style)
        let root = "a run would write \(runPath)/"
        lines += tree(root, writes).lines(width: terminal.width, style: style)
        for note in setup.notes {
            let words = "\(note.file):\(note.line):\(note.column)  \(note.message). \(note.reason) "
            lines.append(style("note", .warning))
            lines += wrapped(words + note.remedy, width: terminal.width - 2).map { "  \($0)" }
        }
        return lines + ["", "Nothing was written.  next:  \(Terminal.program) run \(file)"]
    }

    private func tree(_ headline: String, _ branches: [(label: String, text: String)]) -> TreeText {
        var tree = TreeText(headline)
        for (label, text) in branches { tree.add(label, text) }
        return tree
    }

    private var size: String {
        "\(topology.workers.count + 1) processes, "
            + "\(NumberText.count(Int64(setup.series.count), "instrument")), "
            + NumberText.count(Int64(setup.windows.count), "cycle")
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
                    + (limits.dailyLossMaximum.map {
                        ", daily loss \(NumberText.percent($0, places: 1))"
                    } ?? "")
            ),
            ("benchmark", benchmark),
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

    private var processes: [(label: String, text: String)] {
        [("master", "allocates, holds the limits, listens over \(endpoint)")]
            + topology.workers.flatMap { worker in
                [(worker.name, mandate(of: worker)), ("", bounds(of: worker))]
            }
    }

    private func mandate(of worker: WorkerSpecification) -> String {
        let kind =
            switch worker.mandate.focus {
            case .segment: "segment"
            case .specialisation: "specialisation"
            }
        let short = worker.mandate.isShortAllowed ? ", long and short" : ""
        let symbols = worker.mandate.universe.map(\.symbol).joined(separator: " ")
        return "\(kind) \(worker.mandate.focus.name), \(worker.mandate.stance.rawValue)\(short): "
            + symbols
    }

    private func bounds(of worker: WorkerSpecification) -> String {
        let strategies = worker.strategies.map {
            "\($0.name) \(NumberText.decimal($0.weight, places: 2))"
        }
        let (limits, costs) = (worker.limits, worker.costs)
        return strategies.joined(separator: ", ")
            + "; at most \(NumberText.percent(limits.positionWeightMaximum, places: 0)) a position, "
            + "\(NumberText.wholeMoney(limits.orderNotionalMaximum)) an order; "
            + "half-spread \(short(costs.halfSpread)) bp, impact \(short(costs.impact)) bp"
    }

    private func short(_ rate: BasisPoints) -> String {
        NumberText.quantity(Quantity(micros: rate.micros))
    }
}
