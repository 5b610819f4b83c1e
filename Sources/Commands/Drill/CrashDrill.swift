import ClusterSimulator
import Journal
import Market
import Messaging
import SwiftProtobuf
import Topology

/// A whole cluster of the topology on a market that crashes: what its limits did about it.
struct CrashDrill {
    /// One kind of limit that was reached, and how often.
    struct Event {
        let code: String
        let subject: String
        /// The cycle at which it was reached first.
        let cycle: Int64
        let words: String
    }

    /// Limits reached, in order of time.
    let events: [Event]
    /// Orders that each check denied or made smaller, over all workers, in order of name.
    let checks: [(code: String, denied: UInt64, resized: UInt64)]
    /// The deepest drawdown of the portfolio, as a fraction.
    let drawdown: Double
    /// What went wrong; `nil` when nothing did.
    let failure: String?

    /// Whether the portfolio's drawdown limit held orders back.
    var holds: Bool {
        failure == nil && events.contains { $0.code == "drawdown" }
            && checks.contains { $0.code == "trading_state" && $0.denied > 0 }
    }

    /// Plays a topology through a crash, in memory.
    init(_ topology: Topology) throws {
        let simulation = try ClusterSimulation(crashing: topology)
        let outcome = simulation.run()
        failure = outcome.failure
        let master = simulation.journal(of: "master")
        let rows = master.flatMap(\.cycles)
        var events: [Event] = []
        for event in master.flatMap(\.events) where ["limit", "limit_breach"].contains(event.kind) {
            let cycle = rows.first { $0.to >= event.at }?.cycle ?? 0
            let isBreach = event.kind == "limit_breach"
            let code = isBreach ? "loss of worker" : Self.code(of: event.text)
            guard !events.contains(where: { $0.code == code && $0.subject == event.subject })
            else { continue }
            events.append(
                Event(code: code, subject: event.subject, cycle: cycle, words: event.text)
            )
        }
        self.events = events
        drawdown = rows.map(\.drawdown).max() ?? 0
        var counts: [String: (denied: UInt64, resized: UInt64)] = [:]
        for message in master.flatMap(\.messages) where message.kind == "CycleReport" {
            let body = try Bursar_V1_Body(serializedBytes: message.body)
            for check in body.cycleReport.checks {
                let before = counts[check.code] ?? (0, 0)
                counts[check.code] = (before.denied + check.denied, before.resized + check.resized)
            }
        }
        checks = counts.keys.sorted().map {
            ($0, counts[$0]?.denied ?? 0, counts[$0]?.resized ?? 0)
        }
    }

    /// Which limit a finding's words are of.
    private static func code(of words: String) -> String {
        if words.contains("below its peak") { return "drawdown" }
        return words.contains("daily limit") ? "daily_loss" : "segment_weight"
    }
}
