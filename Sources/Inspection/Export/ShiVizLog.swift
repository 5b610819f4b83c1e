/// Writes a timeline as a log with vector clocks, as ShiViz reads it.
///
/// Two lines an event: what happened, then the process with its vector clock. The expression to
/// read it with is ``expression``; the order is that of causes and effects.
package struct ShiVizLog: Sendable {
    /// The regular expression that takes an event of the log apart, ShiViz's own standard.
    package static let expression = #"(?<event>.*)\n(?<host>\S*) (?<clock>{.*})"#

    private let timeline: TraceTimeline

    /// Takes what is to be written.
    package init(_ timeline: TraceTimeline) {
        self.timeline = timeline
    }

    /// The log.
    package var text: String {
        let count = timeline.processes.count
        var clocks = [[Int64]](repeating: [Int64](repeating: 0, count: count), count: count)
        var carried = [[Int64]](repeating: [], count: timeline.flights.count)
        var lines: [String] = []
        timeline.inCausalOrder { process, index in
            let event = timeline.events[process][index]
            let message = timeline.flights[event.flight].message
            clocks[process][process] += 1
            if event.isTaken {
                for (other, value) in carried[event.flight].enumerated() {
                    clocks[process][other] = max(clocks[process][other], value)
                }
            } else {
                carried[event.flight] = clocks[process]
            }
            let verb = event.isTaken ? "takes" : "says"
            let gist = message.gist.isEmpty ? "" : ": \(message.gist)"
            lines.append(Self.oneLine("\(verb) \(message.kind) \(message.id)\(gist)"))
            lines.append("\(timeline.processes[process]) \(clock(clocks[process]))")
        }
        return lines.isEmpty ? "" : lines.joined(separator: "\n") + "\n"
    }

    /// A vector clock in JSON: processes that were not heard of are absent.
    private func clock(_ values: [Int64]) -> String {
        var fields: [String: JSONValue] = [:]
        for (process, value) in values.enumerated() where value > 0 {
            fields[timeline.processes[process]] = .integer(value)
        }
        return JSONValue.object(fields).line
    }

    private static func oneLine(_ text: String) -> String {
        String(text.map { $0.isNewline ? " " : $0 })
    }
}
