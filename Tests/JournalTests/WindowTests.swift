import Journal
import Testing

/// Reading from anywhere, either way, over segments that are written, closed, or both.
struct WindowTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// Journals 60 messages in one open segment, one closed segment, or several.
    private func opened(_ layout: Layout) throws -> Opened {
        let bytes: Int64 = layout == .many ? 1 : 1 << 30
        let writer = try JournalWriter(
            journal: folder.path,
            configuration: Sample.configuration(segmentBytesMaximum: bytes)
        )
        for start in stride(from: Int64(1), to: 60, by: 20) {
            var batch = Sample.messages(start...(start + 19))
            for index in batch.messages.indices where batch.messages[index].position % 7 == 0 {
                batch.messages[index].kind = "Directive"
                batch.messages[index].cycle = 0
            }
            try writer.commit(batch)
        }
        if layout != .open { try writer.close() }
        return Opened(
            writer: writer,
            reader: try JournalReader(journal: folder.path, process: "energy")
        )
    }

    enum Layout: CaseIterable { case open, closed, many }

    private struct Opened {
        let writer: JournalWriter
        let reader: JournalReader
    }

    @Test(arguments: Layout.allCases)
    func `pages forward and back hold the same messages`(_ layout: Layout) throws {
        let opened = try opened(layout)
        let sent = (1...60).filter { $0 % 2 == 0 }.map { Int64($0) }
        for limit in [1, 7, 100] {
            var forward: [Int64] = []
            var next: Int64 = 1
            while true {
                let rows = try opened.reader.messages(.outbox, in: next...Int64.max, limit: limit)
                forward += rows.map(\.position)
                guard let last = rows.last else { break }
                next = last.position + 1
            }
            #expect(forward == sent)
            var backward: [Int64] = []
            var end = Int64.max
            while end > 0 {
                let rows = try opened.reader.messages(
                    .outbox,
                    in: 1...end,
                    .newestFirst,
                    limit: limit
                )
                backward += rows.map(\.position)
                guard let last = rows.last else { break }
                end = last.position - 1
            }
            #expect(backward == sent.reversed())
        }
    }

    @Test(arguments: Layout.allCases)
    func `a filter holds within a window`(_ layout: Layout) throws {
        let reader = try opened(layout).reader
        let found = { (filter: MessageFilter, window: ClosedRange<Int64>) in
            try reader.messages(.outbox, filter, in: window, limit: 100).map(\.position)
        }
        #expect(try found(MessageFilter(kind: "Directive"), 1...50) == [14, 28, 42])
        #expect(try found(MessageFilter(peer: "nobody"), 1...50) == [])
        #expect(try found(MessageFilter(peer: "master", cycles: 2...2), 1...25) == [20, 22, 24])
        #expect(try found(MessageFilter(correlation: "cycle-3"), 31...60) == [32, 34, 36, 38])
        #expect(try found(MessageFilter(), 100...200) == [])
    }

    @Test(arguments: Layout.allCases)
    func `the place of a rising figure is found by halving`(_ layout: Layout) throws {
        let reader = try opened(layout).reader
        let place = { (figure: RisingFigure, value: Int64) in
            try reader.firstPosition(.outbox, where: figure, isAtLeast: value)
        }
        for value in Int64(-1)...125 {
            let even = max(2, (value + 3) / 4 * 2)
            #expect(try place(.lamport, value) == (even > 60 ? nil : even), "lamport \(value)")
        }
        #expect(try place(.virtualTime, 3_001) == 4)
        #expect(try place(.cycle, 0) == 10)
        #expect(try place(.cycle, 4) == 40)
        #expect(try place(.cycle, 7) == nil)
        #expect(try place(.sequence(peer: "master"), 33) == 34)
        #expect(try place(.sequence(peer: "nobody"), 1) == nil)
        #expect(try reader.lastPosition(.inbox) == 59)
    }

    @Test(arguments: Layout.allCases)
    func `cycles and market times narrow the window`(_ layout: Layout) throws {
        let reader = try opened(layout).reader
        let reach = { try reader.reach(of: $0, .outbox) }
        #expect(try reach(MessageFilter()) == JournalReader.allPositions)
        #expect(try reach(MessageFilter(cycles: 2...3)) == 20...39)
        #expect(try reach(MessageFilter(virtualTimes: 30_000...31_000)) == 30...31)
        #expect(try reach(MessageFilter(cycles: 2...3, virtualTimes: 50_000...60_000)) == nil)
        #expect(try reach(MessageFilter(cycles: 9...10)) == nil)
    }

    @Test(arguments: Layout.allCases)
    func `a numbered message is found in any segment`(_ layout: Layout) throws {
        let reader = try opened(layout).reader
        for number in [Int64(2), 30, 60] {
            #expect(
                try reader.message(.outbox, peer: "master", sequence: number)?.position == number
            )
        }
        #expect(try reader.message(.outbox, peer: "master", sequence: 31) == nil)
        #expect(try reader.message(.outbox, peer: "master", sequence: 61) == nil)
    }

    @Test(arguments: Layout.allCases)
    func `a scan passes over every message once, in order`(_ layout: Layout) throws {
        let reader = try opened(layout).reader
        var facts: [MessageFacts] = []
        var known = MessageNames()
        try reader.scan(acknowledged: { Int64($0.count) }) { found, names in
            facts += found
            known = names
        }
        #expect(facts.map(\.position) == Array(1...60))
        let expected = try reader.messages(limit: 100).rows
        for (fact, row) in zip(facts, expected) {
            #expect(fact.isReceived == (row.direction == .inbox))
            #expect(known.names[fact.peer] == row.peer && known.names[fact.kind] == row.kind)
            #expect(fact.sequence == row.sequence && fact.cycle == row.cycle)
            #expect(fact.sentAt == row.sentWallTime)
            #expect(fact.receivedAt == row.receivedWallTime ?? 0)
            #expect(fact.bytes == Int64(row.header.count + row.body.count))
            #expect(fact.acknowledged == (row.direction == .inbox ? 3 : 0))
        }
        var part: [Int64] = []
        try reader.scan(11...25, acknowledged: { _ in 0 }) { found, _ in
            part += found.map(\.position)
        }
        #expect(part == Array(11...25))
    }
}
