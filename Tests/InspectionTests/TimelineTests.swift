import Inspection
import Testing

/// Diagrams and exports of a small exchange between a master and two workers.
@Suite struct TimelineTests {
    private let timeline = Exchange.timeline()

    @Test func `events follow the order of each process, and takings their sayings`() {
        var seen: [String] = []
        timeline.inCausalOrder { process, index in
            let event = timeline.events[process][index]
            let verb = event.isTaken ? "takes" : "says"
            seen.append("\(event.process) \(verb) \(timeline.flights[event.flight].message.id)")
        }
        #expect(seen.count == 2 * Exchange.cycles * 4 - 1)
        #expect(Set(seen).count == seen.count)
        for (place, event) in seen.enumerated() where event.contains(" takes ") {
            let id = event.split(separator: " ")[2]
            let said = seen.firstIndex { $0.hasSuffix("says \(id)") }
            #expect(said.map { $0 < place } ?? false, "\(event)")
        }
    }

    @Test func `logical time rises along every process and every arrow`() {
        let diagram = SequenceDiagram(timeline, title: "exchange")
        #expect(diagram.processes == ["master", "energy", "tech"])
        for arrow in diagram.arrows {
            if let taken = arrow.takenAt { #expect(taken > arrow.saidAt) }
        }
        for process in diagram.processes.indices {
            let times = diagram.arrows.flatMap { arrow in
                (arrow.from == process ? [arrow.saidAt] : [])
                    + (arrow.to == process ? [arrow.takenAt].compactMap { $0 } : [])
            }
            #expect(Set(times).count == times.count, "one event at a time")
        }
    }

    @Test(arguments: [80, 160])
    func `a diagram fits the terminal and marks what it is about`(_ width: Int) throws {
        let strong = Exchange.id("tech", "master", 2)
        let diagram = SequenceDiagram(
            timeline,
            title: "exchange",
            strong: [strong],
            leftOut: "Left out: 7 messages."
        )
        let lines = diagram.lines(width: width, style: .plain)
        #expect(lines.allSatisfy { $0.count <= width })
        #expect(lines.filter { $0.contains("●") }.count == 1)
        #expect(lines.first { $0.contains("●") }?.contains(strong) == true)
        #expect(lines.last == "Left out: 7 messages.")
        #expect(lines.contains { $0.contains("×") })
        #expect(diagram.lines(width: width, style: TextStyle(isColoured: true)) != lines)
    }

    @Test func `a drawing is well-formed, alone and in a page without the network`() throws {
        let diagram = SequenceDiagram(timeline, title: "a < b & \"c\"", leftOut: "Left out: 1.")
        #expect(diagram.svg.contains("a &lt; b &amp; &quot;c&quot;"))
        for text in [diagram.svg, diagram.html] {
            #expect(text.count("<g class") == diagram.arrows.count)
            #expect(text.count("<g ") == text.count("</g>"))
            #expect(text.contains("prefers-color-scheme: dark"))
            #expect(text.contains("Left out: 1."))
            let addresses = text.count("http") - text.count("http://www.w3.org/2000/svg")
            #expect(addresses == 0)
            #expect(!text.contains("<script"))
        }
        #expect(diagram.html.count("<tr>") == diagram.arrows.count + 1)
    }

    @Test func `Mermaid gets one line a participant and a message`() {
        let diagram = SequenceDiagram(timeline, title: "t", leftOut: "Left out: 1; 2 # 3")
        let lines = diagram.mermaid.split(separator: "\n").map { String($0) }
        #expect(lines[0...3] == ["---", "title: t", "---", "sequenceDiagram"])
        let message = #/    p\d+(-->>|->>|-x)p\d+: \S.*/#
        #expect(lines.filter { $0.wholeMatch(of: message) != nil }.count == diagram.arrows.count)
        #expect(lines.filter { $0.hasPrefix("    participant p") }.count == 3)
        #expect(lines.filter { $0.contains("-x") }.count == 1)
        // `;` ends a statement and `#` begins an entity.
        #expect(!lines.joined().contains(";") && !lines.joined().contains("#"))
    }
}

extension String {
    /// How often a text occurs in it.
    fileprivate func count(_ text: String) -> Int { ranges(of: text).count }
}
