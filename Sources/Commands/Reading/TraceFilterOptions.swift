import ArgumentParser
import Inspection
import Journal
import Market
import Messaging
import Topology

/// Options that say which messages are wanted.
struct TraceFilterOptions: ParsableArguments {
    @Option(help: "Only this kind, such as CycleReport.")
    var kind: String?

    @Option(help: "Only messages from or to this worker.")
    var worker: String?

    @Option(help: ArgumentHelp("Only these cycles: one, or first..last.", valueName: "a[..b]"))
    var cycle: String?

    @Option(help: "Only from this market time on: 2011-06-13 or 2011-06-13T21:00:00Z.")
    var from: String?

    @Option(help: "Only up to this market time; a date means its whole day.")
    var to: String?

    /// The filter that the options describe.
    ///
    /// - Throws: ``CommandFailure`` with `badInput`, or `notFound` for a worker the run lacks.
    func filter(of reading: RunReading) throws -> TraceFilter {
        if let worker { try reading.require(process: worker) }
        return TraceFilter(
            kind: try kind.map(Self.kind),
            worker: worker,
            cycles: try cycle.map(Self.cycles),
            times: try times()
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
        guard from != nil || to != nil else { return nil }
        let first = try from.map { try Timestamp($0) } ?? .distantPast
        var last = try to.map { try Timestamp($0) } ?? Timestamp(nanoseconds: .max)
        if let to, to.utf8.count == 10 { last = last.advanced(byNanoseconds: 86_399_999_999_999) }
        guard first <= last else {
            throw CommandFailure(
                .badInput,
                "--from \(from ?? "") is later than --to \(to ?? "")",
                advice: ["Exchange the two."]
            )
        }
        return first...last
    }
}
