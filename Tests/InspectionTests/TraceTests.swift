import Inspection
import Market
import Testing

@Suite struct TraceTests {
    @Test(arguments: [
        "M-master-tech-000412", "O-tech-1-000412", "F-tech-1-000412-1", "D-health_care-2-000001",
        "T-0000087", "P-31", "C-412",
    ])
    func `every id reads back as it is printed`(text: String) throws {
        let id = try #require(TraceID(text))
        #expect("\(id)" == text)
    }

    @Test(arguments: [("T-87", "T-0000087"), ("o-tech-1-4", "O-tech-1-000004")])
    func `zeros may be left out`(short: String, full: String) throws {
        #expect("\(try #require(TraceID(short)))" == full)
    }

    @Test(arguments: ["", "X-1", "sp500-20261120-203119-1", "O-tech-1", "M-a--1", "P-x", "P-1-2"])
    func `anything else is no id`(text: String) {
        #expect(TraceID(text) == nil)
    }

    @Test func `a fill names its order and its worker`() throws {
        let fill = try #require(TraceID("F-tech-1-000412-1"))
        #expect(fill.order.map { "\($0)" } == "O-tech-1-000412")
        #expect(fill.worker == "tech")
    }

    @Test func `the nearest ids come first`() throws {
        let id = try #require(TraceID("P-9"))
        #expect(id.nearest(of: ["P-1", "P-7", "P-12", "P-8"]) == ["P-8", "P-7", "P-12"])
        #expect(id.nearest(of: []).isEmpty)
    }

    @Test func `a filter asks only what it names`() {
        let message = sample("tech", 3, lamport: 9)
        #expect(TraceFilter().accepts(message))
        #expect(TraceFilter(kind: "CycleReport", worker: "tech", cycles: 3...3).accepts(message))
        #expect(TraceFilter(worker: "master").accepts(message))
        #expect(!TraceFilter(kind: "BeginCycle").accepts(message))
        #expect(!TraceFilter(worker: "energy").accepts(message))
        #expect(!TraceFilter(cycles: 4...9).accepts(message))
        let later = Timestamp(nanoseconds: 1)...Timestamp(nanoseconds: 2)
        #expect(!TraceFilter(times: later).accepts(message))
    }

    @Test func `messages are merged by logical time, then process, then position`() {
        let merged = CausalMerge.merged([
            ("tech", [sample("tech", 1, lamport: 4), sample("tech", 2, lamport: 9)]),
            ("energy", [sample("energy", 1, lamport: 4), sample("energy", 2, lamport: 5)]),
        ])
        #expect(merged.map(\.sender) == ["energy", "tech", "energy", "tech"])
        #expect(merged.map(\.lamport) == [4, 4, 5, 9])
    }

    @Test func `a merge asks for a page before it can tell who is next`() {
        var merge = CausalMerge(processes: ["b", "a"])
        #expect(merge.next() == .page(of: "a"))
        merge.supply([sample("a", 1, lamport: 3)], of: "a", isLast: false)
        #expect(merge.next() == .page(of: "b"))
        merge.supply([sample("b", 1, lamport: 7)], of: "b", isLast: true)
        #expect(merge.next() == .message(sample("a", 1, lamport: 3)))
        #expect(merge.next() == .page(of: "a"))
        merge.supply([], of: "a", isLast: true)
        #expect(merge.next() == .message(sample("b", 1, lamport: 7)))
        #expect(merge.next() == .end)
    }

    @Test(arguments: 1...20)
    func `no message comes before its cause, whatever was said`(seed: UInt64) {
        var state = seed
        func roll(_ count: UInt64) -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state >> 33) % count
        }
        let names = ["master", "a", "b", "c"]
        var clocks = [String: Int64](uniqueKeysWithValues: names.map { ($0, 0) })
        var outboxes = [String: [TraceMessage]](uniqueKeysWithValues: names.map { ($0, []) })
        var said: [TraceMessage] = []
        for _ in 0..<200 {
            let sender = names[Int(roll(4))]
            let cause = said.isEmpty ? nil : said[Int(roll(UInt64(said.count)))]
            let lamport = max(clocks[sender] ?? 0, cause?.lamport ?? 0) + 1
            clocks[sender] = lamport
            let position = Int64((outboxes[sender] ?? []).count + 1)
            var message = sample(sender, position, lamport: lamport)
            message.causation = cause?.id ?? ""
            outboxes[sender, default: []].append(message)
            said.append(message)
        }
        let merged = CausalMerge.merged(names.map { ($0, outboxes[$0] ?? []) })
        #expect(merged.count == said.count, "seed \(seed)")
        var seen: Set<String> = [""]
        for message in merged {
            #expect(seen.contains(message.causation), "seed \(seed)")
            seen.insert(message.id)
        }
    }

    private func sample(_ sender: String, _ number: Int64, lamport: Int64) -> TraceMessage {
        TraceMessage(
            id: "\(TraceID.message(sender: sender, receiver: "master", number: number))",
            sender: sender,
            receiver: "master",
            position: number,
            kind: "CycleReport",
            cycle: number,
            correlation: "C-\(number)",
            causation: "",
            virtualTime: .epoch,
            lamport: lamport,
            sentAt: .epoch,
            gist: ""
        )
    }
}
