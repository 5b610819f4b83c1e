import Foundation
import Journal
import Market
import Topology

/// What a run is, in a few lines before it starts.
struct RunHeading {
    let setup: ClusterSetup
    let run: RunDirectory
    let mode: String

    /// Prints the lines.
    func print() {
        let topology = setup.topology
        let instruments = topology.instruments.count
        let span = spanText
        let capital = "\(grouped(topology.capital.amount)) \(topology.capital.currency)"
        let text =
            """
            Bursar \(topology.name): \(topology.workers.count) workers, \(instruments) instruments, \
            \(sourceText)
              \(span), \(grouped(Int64(setup.windows.count))) cycles; capital \(capital)
              simulated: fills at the next bar's \(fillText),
              half-spread \(plain(topology.costs.halfSpread)) bp + impact \
            \(plain(topology.costs.impact)) bp × √participation
              run \(run.path) (\(mode))
            """
        Terminal.current().show([text])
    }

    /// What the results rest on, a sentence each.
    var assumptions: [String] {
        let costs = setup.topology.costs
        return [
            "Orders trade at the next bar's \(fillText), never at the bar they "
                + "were decided on.",
            "Each trade pays a half-spread of \(costs.halfSpread) basis points and an impact of "
                + "\(costs.impact) basis points times the square root of its share of the volume; "
                + "without volumes the share is taken at its cap of \(costs.participationMaximum).",
            "Commission is \(costs.commission) basis points, at least \(costs.commissionMinimum).",
            "Cash earns nothing. Past results say nothing certain about the future.",
        ]
    }

    private var spanText: String {
        guard let first = setup.windows.first, let last = setup.windows.last else { return "empty" }
        return "\(first.from.advanced(byNanoseconds: 1).date) … \(last.to.date)"
    }

    private var sourceText: String {
        switch setup.topology.data.source {
        case .closes: "daily closes from a file"
        case .bars: "bars from files"
        case .synthetic: "synthetic bars from seed \(setup.topology.seed)"
        }
    }

    private var fillText: String {
        switch setup.topology.data.source {
        case .closes: "close"
        case .bars, .synthetic: "open"
        }
    }
}

/// Basis points without decimals that say nothing, `5` or `2.5`.
private func plain(_ basisPoints: BasisPoints) -> String {
    var text = basisPoints.decimalString
    while text.hasSuffix("0") { text.removeLast() }
    return text.hasSuffix(".") ? String(text.dropLast()) : text
}

/// Whole units with thousands separated, `10,000,000`.
func grouped(_ money: Money) -> String { grouped(money.micros / microsPerUnit) }

/// A number with thousands separated, `8,312`.
func grouped(_ value: Int64) -> String {
    let digits = Array(String(value.magnitude))
    var text = value < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
        if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
        text.append(digit)
    }
    return text
}
