import Allocation
import ArgumentParser
import Foundation
import Inspection
import Market
import Master
import Strategies
import Topology
import Trading
import Worker

struct DrillCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drill",
        abstract: "Fires every limit and every pre-trade check of a topology, in simulation.",
        discussion: """
            Each is tried just beyond its limit, where it has to act, and just inside, where it has to \
            let through; then the whole cluster plays a made-up crash. A limit that never fires ends \
            with exit 6. Nothing is written. JSON keys: drills (subject, code, situation, action or \
            null, value, limit, lets_inside, holds), crash (events: code, subject, cycle, words; \
            checks: code, denied, resized; drawdown, a fraction; holds).
            """
    )

    @Argument(help: "The topology's file.")
    var topology: String

    @Flag(help: "Print JSON for programs instead of text for people.")
    var json = false

    /// One limit of one subject, as it did.
    private struct Drill {
        let subject: String
        let finding: DrillFinding
    }

    mutating func run() async throws {
        let topology = try TopologyDocument.load(
            file: self.topology,
            strategies: StrategyCatalogue.specifications
        ).topology
        let drills = try drills(of: topology)
        let crash = try CrashDrill(topology)
        if json {
            Terminal.current().show(value(drills, crash))
        } else {
            show(topology, drills, crash)
        }
        var failed = drills.filter { !$0.finding.holds }.map {
            "\($0.subject) \($0.finding.code): "
                + ($0.finding.action == nil
                    ? "it never fired on \($0.finding.situation)"
                    : "it also stops what is inside the limit")
        }
        if let failure = crash.failure { failed.append("the crash: \(failure)") }
        if crash.failure == nil, !crash.holds {
            failed.append("the crash: the portfolio's drawdown limit held no order back")
        }
        guard failed.isEmpty else {
            throw CommandFailure(
                .checkFailed,
                "\(failed.count) of \(drills.count + 1) drills failed",
                advice: failed
            )
        }
    }

    private func drills(of topology: Topology) throws -> [Drill] {
        let master = try MasterConfiguration(
            topology: topology,
            cluster: "drill",
            engineVersion: engineVersion,
            dataDigest: [],
            windows: []
        )
        var drills = try PortfolioDrill(limits: master.limits).run()
            .map { Drill(subject: "portfolio", finding: $0) }
        for specification in topology.workers {
            let worker = try WorkerConfiguration(
                specification: specification,
                topology: topology,
                series: []
            )
            drills += try GateDrill(limits: worker.limits, losses: worker.lossLimits).run()
                .map { Drill(subject: specification.name, finding: $0) }
        }
        return drills
    }

    private func show(_ topology: Topology, _ drills: [Drill], _ crash: CrashDrill) {
        let terminal = Terminal.current()
        var table = Table([
            Table.Column("who", .left), Table.Column("limit", .left),
            Table.Column("situation", .left, rank: 2, cutTo: 24),
            Table.Column("value"), Table.Column("bound"),
            Table.Column("action", .left), Table.Column("", .left, rank: 1),
        ])
        for drill in drills {
            let finding = drill.finding
            table.add([
                .init(drill.subject), .init(finding.code), .init(finding.situation),
                .init(figure(finding.value)), .init(figure(finding.limit)),
                .init(finding.action ?? "let it through", finding.action == nil ? .bad : .plain),
                finding.holds ? .init("holds", .good) : .init("fails", .bad),
            ])
        }
        let held = drills.count { $0.finding.holds }
        terminal.show(
            [
                "\(topology.name): \(held) of \(drills.count) limits and checks fire and let through "
                    + "what is inside", "",
            ] + table.lines(width: terminal.width, style: terminal.style)
                + [""] + crashLines(crash)
        )
    }

    private func crashLines(_ crash: CrashDrill) -> [String] {
        var lines = [
            "A simulated crash, everything falls 2 % a day for 20 days and then recovers: the "
                + "portfolio lost \(NumberText.percent(crash.drawdown)) at worst"
        ]
        let stops = crash.events.filter { $0.code != "segment_weight" }
        lines += stops.prefix(12).map { "  cycle \($0.cycle)  \($0.subject): \($0.words)" }
        let others = crash.events.count - stops.count
        if others > 0 { lines.append("  and \(others) findings of too much in one place") }
        let checks = crash.checks.map {
            "\($0.code) denied \(NumberText.integer(Int64($0.denied)))"
                + ($0.resized > 0 ? ", resized \(NumberText.integer(Int64($0.resized)))" : "")
        }
        return lines + ["  orders: \(checks.joined(separator: "; "))"]
    }

    private func figure(_ value: Double) -> String {
        guard value.isFinite else { return "∞" }
        return abs(value) >= 1_000
            ? NumberText.integer(Int64(value.rounded())) : NumberText.decimal(value, places: 4)
    }

    private func value(_ drills: [Drill], _ crash: CrashDrill) -> JSONValue {
        .object([
            "drills": .array(
                drills.map { drill in
                    .object([
                        "subject": .string(drill.subject), "code": .string(drill.finding.code),
                        "situation": .string(drill.finding.situation),
                        "action": .optional(drill.finding.action),
                        "value": .number(drill.finding.value),
                        "limit": .number(drill.finding.limit),
                        "lets_inside": .bool(drill.finding.letsInside),
                        "holds": .bool(drill.finding.holds),
                    ])
                }
            ),
            "crash": .object([
                "events": .array(
                    crash.events.map {
                        .object([
                            "code": .string($0.code), "subject": .string($0.subject),
                            "cycle": .integer($0.cycle), "words": .string($0.words),
                        ])
                    }
                ),
                "checks": .array(
                    crash.checks.map {
                        .object([
                            "code": .string($0.code), "denied": .integer(Int64($0.denied)),
                            "resized": .integer(Int64($0.resized)),
                        ])
                    }
                ),
                "drawdown": .number(crash.drawdown), "holds": .bool(crash.holds),
            ]),
        ])
    }
}
