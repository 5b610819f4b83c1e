import ArgumentParser
import Inspection
import Journal
import Market

struct TraceStatsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats",
        abstract: "Measures rates, sizes and ways of messages, and says what looks wrong.",
        discussion: """
            Journals hold when a message was said (by the sender's clock) and when it was taken to be \
            handled (by the receiver's), not when its bytes left or arrived. Transit is the time \
            between the two, and is divided by what the processes did meanwhile: queue at sender, \
            until the sender had said the last thing of the same handling; queue at receiver, from \
            there until the receiver's last act before it took the message; wire, the rest. So both \
            queues are upper bounds, and wire, which holds the time to wake up, is a lower bound. \
            Handler is the time from taking a message to the last thing said in the same handling; \
            where nothing was said it is not known. Percentiles are at most 0.8 % too high; maxima \
            are exact. Across hosts the clocks' difference goes into transit. Acknowledgements that \
            travelled in session messages are not journaled, so waits for them are upper bounds.

            JSON keys: run, messages_said, messages_taken, edges, findings, findings_left_out. An \
            edge holds sender, receiver, kind, count, rate_per_s, taken_before_said, bytes, \
            queue_at_sender, wire, queue_at_receiver, transit and handler; each of these count, \
            mean, p50, p90, p99, p99_9 and max, in bytes or nanoseconds. A finding holds code (gap, \
            duplicate, stale_epoch, unacknowledged, one_way_silence, window_full or torpid), \
            process, peer, message, count, from_ns, to_ns, worst_ns and words.
            """
    )

    @Argument(
        help: ArgumentHelp(
            "The run: its path, name, or the beginning of its name; standard the newest.",
            valueName: "run"
        )
    )
    var chosen: String?

    @OptionGroup var filters: TraceFilterOptions

    @Flag(help: "A row for every pair of processes instead of one for all workers.")
    var edges = false

    @Option(help: "Tell of acknowledgements that took longer, such as 5s or 200ms.")
    var unacknowledged = "5s"

    @Option(help: "Tell of processes that heard nothing for longer while they spoke.")
    var silence = "5s"

    @Option(help: "Tell of workers whose answers took longer.")
    var torpid = "1s"

    @Option(help: "How many messages may wait for their acknowledgement.")
    var window: Int64 = 1_024

    @OptionGroup var selection: RunSelection

    mutating func run() async throws {
        for (name, value) in [
            ("--instrument", filters.what.instrument), ("--strategy", filters.what.strategy),
            ("--correlation", filters.what.correlation),
        ] where value != nil {
            throw CommandFailure(
                .badInput,
                "\(name) picks messages one by one, and statistics are taken of whole streams",
                advice: ["Narrow them by --worker, --kind, --cycle, --from and --to."]
            )
        }
        let thresholds = TraceThresholds(
            unacknowledged: try Self.nanoseconds(unacknowledged, "--unacknowledged"),
            silence: try Self.nanoseconds(silence, "--silence"),
            torpid: try Self.nanoseconds(torpid, "--torpid"),
            window: max(1, window)
        )
        let reading = try selection.open(chosen)
        let filter = try filters.query.filter(of: reading)
        let statistics = try await StatisticsReading(reading, filter, thresholds).statistics()
        let terminal = Terminal.current()
        if selection.json { return terminal.show(statistics.json(run: reading.run.runID)) }
        let text = StatisticsText(statistics, byEdge: edges || filters.what.worker != nil)
        terminal.show(text.lines(width: terminal.width, style: terminal.style))
        guard let first = statistics.findings.first else { return }
        terminal.show(["", "next:  \(reading.command("trace show", first.message))"])
    }

    private static func nanoseconds(_ text: String, _ option: String) throws -> Int64 {
        if let milliseconds = RunOptions.milliseconds(text) { return milliseconds * 1_000_000 }
        throw CommandFailure(
            .badInput,
            "\(option) \(text) is no time",
            advice: ["Write a time up to an hour such as 200ms or 5s."]
        )
    }
}
