import Digest
import Market

/// Writes a timeline as OTLP JSON, as an OpenTelemetry collector takes it.
///
/// A trace is what belongs together by correlation, such as a cycle. A message said is a producer
/// span without length; one taken is a consumer span as long as its handling, a child of the
/// producer's. What caused a message in another trace is a link.
/// - SeeAlso: OpenTelemetry protocol, "JSON Protobuf Encoding": ids in hexadecimal, 64-bit integers
///   as strings, enumerations as numbers, names in lowerCamelCase.
package struct OpenTelemetryTrace: Sendable {
    private static let producer: Int64 = 4
    private static let consumer: Int64 = 5

    private let timeline: TraceTimeline
    private let run: String
    private let byID: [String: TraceMessage]

    /// Takes what is to be written, and the run's name.
    package init(_ timeline: TraceTimeline, run: String) {
        self.timeline = timeline
        self.run = run
        byID = Dictionary(timeline.flights.map { ($0.message.id, $0.message) }) { first, _ in first
        }
    }

    /// The traces as a JSON object.
    package var json: JSONValue {
        let resources = timeline.processes.enumerated().map { process, name -> JSONValue in
            let spans = timeline.events[process].indices.map { span(process, $0) }
            return [
                "resource": [
                    "attributes": [
                        attribute("service.name", name),
                        attribute("service.namespace", "bursar"),
                        attribute("service.instance.id", "\(run)/\(name)"),
                    ]
                ],
                "scopeSpans": [["scope": ["name": "bursar"], "spans": .array(spans)]],
            ]
        }
        return ["resourceSpans": .array(resources)]
    }

    private func span(_ process: Int, _ index: Int) -> JSONValue {
        let event = timeline.events[process][index]
        let message = timeline.flights[event.flight].message
        let end =
            event.isTaken
            ? timeline.handledUntil(process: process, event: index) ?? event.at : event.at
        var fields: [String: JSONValue] = [
            "traceId": .string(trace(of: message)),
            "spanId": .string(span(message.id, isTaken: event.isTaken)),
            "name": .string(message.kind),
            "kind": .integer(event.isTaken ? Self.consumer : Self.producer),
            "startTimeUnixNano": .string("\(event.at.nanoseconds)"),
            "endTimeUnixNano": .string("\(max(event.at.nanoseconds, end.nanoseconds))"),
            "attributes": [
                attribute("messaging.system", "bursar"),
                attribute("messaging.operation.type", event.isTaken ? "process" : "send"),
                attribute("messaging.destination.name", message.receiver),
                attribute("messaging.message.id", message.id),
                attribute("messaging.message.body.size", message.bytes),
                attribute("bursar.cycle", message.cycle),
                attribute("bursar.lamport", message.lamport),
                attribute("bursar.market_time", message.virtualTime.description),
                attribute("bursar.says", message.gist),
            ],
        ]
        if event.isTaken {
            fields["parentSpanId"] = .string(span(message.id, isTaken: false))
        } else if let cause = byID[message.causation] {
            let id = JSONValue.string(span(cause.id, isTaken: true))
            if trace(of: cause) == trace(of: message) {
                fields["parentSpanId"] = id
            } else {
                fields["links"] = [["traceId": .string(trace(of: cause)), "spanId": id]]
            }
        }
        return .object(fields)
    }

    private func trace(of message: TraceMessage) -> String {
        let key = message.correlation.isEmpty ? message.id : message.correlation
        return Self.digits("\(run) \(key)", bytes: 16)
    }

    private func span(_ id: String, isTaken: Bool) -> String {
        Self.digits("\(run) \(id) \(isTaken ? "taken" : "said")", bytes: 8)
    }

    private static func digits(_ text: String, bytes: Int) -> String {
        var hash = SHA256()
        hash.update([UInt8](text.utf8))
        return hash.finish().bytes.prefix(bytes).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }

    private func attribute(_ key: String, _ value: String) -> JSONValue {
        ["key": .string(key), "value": ["stringValue": .string(value)]]
    }

    private func attribute(_ key: String, _ value: Int64) -> JSONValue {
        ["key": .string(key), "value": ["intValue": .string("\(value)")]]
    }
}
