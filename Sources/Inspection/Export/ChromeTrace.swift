import Market

/// Writes a timeline in the Trace Event Format that Perfetto and `chrome://tracing` read.
///
/// Each process is a process of the trace. A message taken is a complete event as long as its
/// handling; one said is a short complete event, within the handling that said it. A flow leads from
/// saying to taking. Times are microseconds since the first event.
/// - SeeAlso: "Trace Event Format", JSON object format, complete, flow and metadata events.
package struct ChromeTrace: Sendable {
    private let timeline: TraceTimeline
    private let run: String

    /// Takes what is to be written, and the run's name.
    package init(_ timeline: TraceTimeline, run: String) {
        self.timeline = timeline
        self.run = run
    }

    /// The trace as a JSON object.
    package var json: JSONValue {
        let start = timeline.events.joined().map(\.at).min()
        var events: [JSONValue] = []
        for (process, name) in timeline.processes.enumerated() {
            events.append(metadata("process_name", process, ["name": .string(name)]))
            events.append(
                metadata("process_sort_index", process, ["sort_index": .integer(Int64(process))])
            )
        }
        for process in timeline.processes.indices {
            for index in timeline.events[process].indices {
                events += self.events(process, index, since: start?.nanoseconds ?? 0)
            }
        }
        return [
            "traceEvents": .array(events), "displayTimeUnit": "ns",
            "otherData": [
                "run": .string(run), "started": .optional(start?.description),
            ],
        ]
    }

    private func metadata(_ name: String, _ process: Int, _ arguments: JSONValue) -> JSONValue {
        [
            "name": .string(name), "ph": "M", "pid": .integer(Int64(process + 1)),
            "tid": .integer(1),
            "ts": .integer(0), "args": arguments,
        ]
    }

    private func events(_ process: Int, _ index: Int, since start: Int64) -> [JSONValue] {
        let event = timeline.events[process][index]
        let flight = timeline.flights[event.flight]
        let message = flight.message
        let at = Self.microseconds(event.at.nanoseconds - start)
        let end = timeline.handledUntil(process: process, event: index)
        let length = event.isTaken ? end.map { $0.nanoseconds - event.at.nanoseconds } ?? 0 : 0
        var fields: [String: JSONValue] = [
            "pid": .integer(Int64(process + 1)), "tid": .integer(1), "ts": .number(at),
            "cat": .string(message.kind),
        ]
        var slice = fields
        slice["name"] = .string("\(event.isTaken ? "handle" : "say") \(message.kind)")
        slice["ph"] = "X"
        slice["dur"] = .number(Self.microseconds(max(0, length)))
        slice["args"] = message.json
        guard flight.receivedPosition != nil else { return [.object(slice)] }
        fields["name"] = .string(message.kind)
        fields["ph"] = event.isTaken ? "f" : "s"
        fields["id"] = .integer(Int64(event.flight + 1))
        if event.isTaken { fields["bp"] = "e" }
        return [.object(slice), .object(fields)]
    }

    private static func microseconds(_ nanoseconds: Int64) -> Double { Double(nanoseconds) / 1_000 }
}
