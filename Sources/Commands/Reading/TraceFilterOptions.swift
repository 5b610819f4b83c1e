import ArgumentParser
import Inspection
import Journal
import Market
import Messaging
import Topology

/// Options that say which messages are wanted, up to some market time.
struct TraceFilterOptions: ParsableArguments {
    @OptionGroup var what: TraceSelectionOptions

    @Option(help: "Only up to this market time; a date means its whole day.")
    var to: String?

    /// What the options ask for.
    var query: TraceQuery { TraceQuery(what: what, until: to, untilName: "--to") }
}

/// Options that say which messages are wanted.
struct TraceSelectionOptions: ParsableArguments {
    @Option(help: "Only this kind, such as CycleReport.")
    var kind: String?

    @Option(help: "Only messages from or to this worker.")
    var worker: String?

    @Option(help: "Only messages in whose handling this was ordered or filled, or that report it.")
    var instrument: String?

    @Option(help: "Only messages with a decision that this strategy's signal went into.")
    var strategy: String?

    @Option(help: ArgumentHelp("Only what belongs to this, such as C-412.", valueName: "id"))
    var correlation: String?

    @Option(help: ArgumentHelp("Only these cycles: one, or first..last.", valueName: "a[..b]"))
    var cycle: String?

    @Option(help: "Only from this market time on: 2011-06-13 or 2011-06-13T21:00:00Z.")
    var from: String?

}

/// Which messages are asked for on the command line.
struct TraceQuery {
    let what: TraceSelectionOptions
    /// The last market time, as it was typed.
    let until: String?
    /// The option that the last market time was given by.
    let untilName: String

    /// The filter that the options describe.
    ///
    /// - Throws: ``CommandFailure`` with `badInput`, or `notFound` for a worker the run lacks.
    func filter(of reading: RunReading) throws -> TraceFilter {
        if let worker = what.worker { try reading.require(process: worker) }
        return TraceFilter(
            kind: try what.kind.map(Self.kind),
            worker: what.worker,
            cycles: try what.cycle.map(Self.cycles),
            times: try times(),
            correlation: what.correlation
        )
    }

    /// The options again, to be typed with the next page.
    var words: [String] {
        let options = [
            ("--kind", what.kind), ("--worker", what.worker), ("--instrument", what.instrument),
            ("--strategy", what.strategy), ("--correlation", what.correlation),
            ("--cycle", what.cycle), ("--from", what.from), (untilName, until),
        ]
        return options.flatMap { name, value in value.map { [name, $0] } ?? [] }
    }

    /// The instrument or strategy that is asked for, nothing read yet; `nil` where neither is.
    ///
    /// - Throws: ``CommandFailure`` with `notFound` for one the topology does not know.
    func subject(of reading: RunReading) throws -> SubjectCycles? {
        let (instrument, strategy) = (what.instrument, what.strategy)
        guard instrument != nil || strategy != nil else { return nil }
        let workers = reading.topology.workers
        if let instrument {
            let names = workers.flatMap { $0.mandate.universe.map(\.symbol) }
            try Self.require(instrument, "instrument", among: names, of: reading)
        }
        if let strategy {
            let names = workers.flatMap { $0.strategies.map(\.name) }
            try Self.require(strategy, "strategy", among: names, of: reading)
        }
        return SubjectCycles(instrument: instrument, strategy: strategy)
    }

    /// The same, with all that the journals hold.
    func subjectRead(of reading: RunReading) throws -> SubjectCycles? {
        guard var subject = try subject(of: reading) else { return nil }
        let worker = what.worker
        for name in reading.workers where worker == nil || worker == "master" || worker == name {
            guard subject.concerns(reading.topology.worker(named: name)) else { continue }
            try subject.read(try reading.worker(name), of: name)
        }
        return subject
    }

    private static func require(
        _ name: String,
        _ noun: String,
        among names: [String],
        of reading: RunReading
    ) throws {
        guard !names.contains(name) else { return }
        let known = Set(names).sorted()
        let nearest = nearestName(to: name, among: known).map { "Did you mean \($0)? " } ?? ""
        throw CommandFailure(
            .notFound,
            "\(reading.run.runID) has no \(noun) \"\(name)\"",
            advice: [nearest + "It has \(known.joined(separator: ", "))."]
        )
    }

    private static func kind(_ text: String) throws -> String {
        let names = Bursar_V1_Body.streamNames
        if let name = names.first(where: { $0.lowercased() == text.lowercased() }) { return name }
        let nearest = nearestName(to: text, among: names).map { "Did you mean \($0)? " } ?? ""
        throw CommandFailure(
            .badInput,
            "--kind \(text): no message is called that",
            advice: [nearest + "There are \(names.joined(separator: ", "))."]
        )
    }

    private static func cycles(_ text: String) throws -> ClosedRange<Int64> {
        let digits = text.hasPrefix("C-") ? String(text.dropFirst(2)) : text
        let parts = digits.split(separator: "..", maxSplits: 1).map { Int64($0) }
        if parts.count == 1, let cycle = parts[0] { return cycle...cycle }
        if parts.count == 2, let first = parts[0], let last = parts[1], first <= last {
            return first...last
        }
        throw CommandFailure(
            .badInput,
            "--cycle \(text) is no cycle and no range of cycles",
            advice: ["Write one number, or first..last, such as 412 or 412..420."]
        )
    }

    private func times() throws -> ClosedRange<Timestamp>? {
        guard what.from != nil || until != nil else { return nil }
        let first = try what.from.map { try Self.time($0, "--from") } ?? .distantPast
        var last = try until.map { try Self.time($0, untilName) } ?? Timestamp(nanoseconds: .max)
        if let until, until.utf8.count == 10 {
            last = last.advanced(byNanoseconds: 86_399_999_999_999)
        }
        guard first <= last else {
            throw CommandFailure(
                .badInput,
                "--from \(what.from ?? "") is later than \(untilName) \(until ?? "")",
                advice: ["Exchange the two."]
            )
        }
        return first...last
    }

    private static func time(_ text: String, _ option: String) throws -> Timestamp {
        do {
            return try Timestamp(text)
        } catch {
            throw CommandFailure(
                .badInput,
                "\(option) \(text) is no market time",
                advice: ["Write a date such as 2011-06-13, or 2011-06-13T21:00:00Z."]
            )
        }
    }
}
