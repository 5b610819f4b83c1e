import Foundation
import Inspection
import Market
import Testing

/// Exports are read back as the programs they are meant for read them.
@Suite struct ExportTests {
    private let timeline = Exchange.timeline()

    private func object(_ value: JSONValue) throws -> [String: Any] {
        let decoded = try JSONSerialization.jsonObject(with: Data(value.line.utf8))
        return try #require(decoded as? [String: Any])
    }

    @Test func `a Chrome trace has complete events, and flows that begin and end in them`() throws {
        let trace = try object(ChromeTrace(timeline, run: "exchange").json)
        #expect(["ms", "ns"].contains(trace["displayTimeUnit"] as? String))
        let events = try #require(trace["traceEvents"] as? [[String: Any]])
        var slices: [[String: Any]] = []
        var flows: [Int: [String]] = [:]
        for event in events {
            let phase = try #require(event["ph"] as? String)
            #expect(event["pid"] is Int && event["tid"] is Int && event["name"] is String)
            let at = try #require(event["ts"] as? Double)
            #expect(at >= 0)
            switch phase {
            case "M":
                let name = try #require(event["name"] as? String)
                #expect(["process_name", "process_sort_index"].contains(name))
                #expect(event["args"] is [String: Any])
            case "X":
                #expect((event["dur"] as? Double).map { $0 >= 0 } == true)
                slices.append(event)
            case "s", "f":
                #expect(event["cat"] is String)
                if phase == "f" { #expect(event["bp"] as? String == "e") }
                flows[try #require(event["id"] as? Int), default: []].append(phase)
                let isInside = slices.contains { slice in
                    guard let start = slice["ts"] as? Double, let length = slice["dur"] as? Double
                    else { return false }
                    return slice["pid"] as? Int == event["pid"] as? Int && start <= at
                        && at <= start + length
                }
                #expect(isInside, "a flow binds to the slice around it")
            default: Issue.record("\(phase) is no phase that is written here")
            }
        }
        #expect(slices.count == 23)
        #expect(flows.count == 11)
        #expect(flows.values.allSatisfy { $0.sorted() == ["f", "s"] })
    }

    @Test func `OTLP has ids in hexadecimal, times as strings, and parents that exist`() throws {
        let trace = try object(OpenTelemetryTrace(timeline, run: "exchange").json)
        let resources = try #require(trace["resourceSpans"] as? [[String: Any]])
        #expect(resources.count == 3)
        var spans: [[String: Any]] = []
        for resource in resources {
            let holder = try #require(resource["resource"] as? [String: Any])
            let attributes = try #require(holder["attributes"] as? [[String: Any]])
            #expect(attributes.contains { $0["key"] as? String == "service.name" })
            for scope in try #require(resource["scopeSpans"] as? [[String: Any]]) {
                spans += try #require(scope["spans"] as? [[String: Any]])
            }
        }
        #expect(spans.count == 23)
        var ids: Set<String> = []
        for span in spans {
            let trace = try #require(span["traceId"] as? String)
            let id = try #require(span["spanId"] as? String)
            #expect(trace.wholeMatch(of: /[0-9a-f]{32}/) != nil)
            #expect(id.wholeMatch(of: /[0-9a-f]{16}/) != nil)
            #expect(ids.insert("\(trace) \(id)").inserted, "ids are unique")
            let start = try #require((span["startTimeUnixNano"] as? String).flatMap { Int64($0) })
            let end = try #require((span["endTimeUnixNano"] as? String).flatMap { Int64($0) })
            #expect(start <= end && start > 1_767_323_045_000_000_000)
            #expect([4, 5].contains(span["kind"] as? Int))
            for attribute in try #require(span["attributes"] as? [[String: Any]]) {
                let value = try #require(attribute["value"] as? [String: Any])
                #expect(value.count == 1)
                #expect(value["stringValue"] is String || value["intValue"] is String)
            }
        }
        var parents = 0
        var links = 0
        for span in spans {
            let trace = try #require(span["traceId"] as? String)
            if let parent = span["parentSpanId"] as? String {
                #expect(ids.contains("\(trace) \(parent)"))
                parents += 1
            }
            for link in span["links"] as? [[String: Any]] ?? [] {
                let other = try #require(link["traceId"] as? String)
                let id = try #require(link["spanId"] as? String)
                #expect(other != trace && ids.contains("\(other) \(id)"))
                links += 1
            }
        }
        // Each taking has its saying, each answer its question; later questions link to answers.
        #expect(parents == 11 + 6)
        #expect(links == 4)
    }

    /// The expression is compiled as it stands: group names, line break and all.
    @Test func `a ShiViz log reads back by its expression, with clocks that obey the rules`() throws
    {
        let log = ShiVizLog(timeline).text
        let expression = try Regex(ShiVizLog.expression.replacing("{.*}", with: #"\{.*\}"#))
        var clocks: [(host: String, clock: [String: Int], event: String)] = []
        for match in log.matches(of: expression) {
            let host = try #require(match["host"]?.substring).description
            let text = try #require(match["clock"]?.substring).description
            let clock = try JSONDecoder().decode([String: Int].self, from: Data(text.utf8))
            let event = try #require(match["event"]?.substring).description
            clocks.append((host, clock, event))
        }
        #expect(clocks.count == 23)
        var own: [String: Int] = [:]
        var said: [String: [String: Int]] = [:]
        for (host, clock, event) in clocks {
            own[host, default: 0] += 1
            #expect(clock[host] == own[host], "a host counts its own events from 1")
            let id = String(event.split(separator: " ")[2].drop { $0 == ":" }.prefix { $0 != ":" })
            if event.hasPrefix("says") { said[id] = clock }
            if event.hasPrefix("takes") {
                let before = try #require(said[id], "a taking follows its saying")
                #expect(before.allSatisfy { clock[$0.key, default: 0] >= $0.value })
            }
        }
    }

    @Test func `a CSV row reads back field by field`() throws {
        let text = FlightTable.head + timeline.flights.map(FlightTable.line).joined()
        let rows = Self.rows(text)
        #expect(rows.count == 13)
        #expect(rows[0] == FlightTable.columns)
        #expect(rows.allSatisfy { $0.count == FlightTable.columns.count })
        for (row, flight) in zip(rows.dropFirst(), timeline.flights) {
            let message = flight.message
            #expect(row[0] == message.id && row[4] == "\(message.cycle)")
            #expect(row[9] == "\(message.sentAt.nanoseconds)")
            #expect(row[10] == flight.receivedAt.map { "\($0.nanoseconds)" } ?? "")
            #expect(row[13] == message.gist)
        }
    }

    @Test func `a line of JSON reads back key by key`() throws {
        for flight in timeline.flights {
            let line = flight.json.line
            #expect(!line.contains("\n"))
            let fields = try object(flight.json)
            #expect(fields["id"] as? String == flight.message.id)
            #expect(fields["lamport"] as? Int == Int(flight.message.lamport))
            #expect((fields["received_at"] is String) == (flight.receivedAt != nil))
            #expect(fields["gist"] as? String == flight.message.gist)
        }
    }

    /// Reads CSV as RFC 4180 has it.
    private static func rows(_ text: String) -> [[String]] {
        var rows: [[String]] = [[]]
        var field = ""
        var isQuoted = false
        var bytes = Array(text.unicodeScalars)[...]
        while let next = bytes.popFirst() {
            switch next {
            case "\"" where isQuoted && bytes.first == "\"":
                field += "\""
                bytes.removeFirst()
            case "\"": isQuoted.toggle()
            case "," where !isQuoted:
                rows[rows.count - 1].append(field)
                field = ""
            case "\r" where !isQuoted: break
            case "\n" where !isQuoted:
                rows[rows.count - 1].append(field)
                field = ""
                rows.append([])
            default: field.unicodeScalars.append(next)
            }
        }
        return rows.dropLast()
    }
}
