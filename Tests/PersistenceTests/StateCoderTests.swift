import Persistence
import Testing

struct StateCoderTests {
    private enum Kind: String, Storable {
        case first
        case second
    }

    /// One field of each kind.
    private struct Sample: Persistable, Equatable {
        var number: Int64 = .min
        var count = -7
        var large: UInt64 = .max
        var byte: UInt8 = 200
        var flag = true
        var text = "naïve ∑ 12345678"
        var kind = Kind.second
        var nothing: Double?
        var something: String? = ""
        var list: [String] = ["a", "", "ccc"]
        var window = [1.5, -0.0, .infinity]
        var table = ["b": Int64(2), "a": 1, "c": 3]

        mutating func exchange(with coder: inout StateCoder) throws(PersistenceError) {
            try coder.exchange(&number)
            try coder.exchange(&count)
            try coder.exchange(&large)
            try coder.exchange(&byte)
            try coder.exchange(&flag)
            try coder.exchange(&text)
            try coder.exchange(&kind)
            try coder.exchange(&nothing)
            try coder.exchange(&something)
            try coder.exchange(&list)
            try coder.exchange(&window)
            try coder.exchange(&table)
        }
    }

    private func words(_ state: some Persistable) throws -> [UInt64] {
        var (state, coder) = (state, StateCoder())
        try state.exchange(with: &coder)
        return coder.words
    }

    @Test func `what was written is read back, and written again it is the same`() throws {
        let words = try words(Sample())
        var read = Sample(
            number: 0,
            count: 0,
            flag: false,
            text: "",
            list: [],
            window: [],
            table: [:]
        )
        var coder = StateCoder(reading: words)
        try read.exchange(with: &coder)
        try coder.finish()
        #expect(read == Sample())
        #expect(try self.words(read) == words)
    }

    @Test func `numbers are kept bit by bit`() throws {
        let payload = Double(nan: 0x1234, signaling: false)
        for value in [Double.nan, payload, -0.0, .leastNonzeroMagnitude, -.infinity] {
            var coder = StateCoder()
            _ = try coder.value(value)
            var reader = StateCoder(reading: coder.words)
            let read: Double = try reader.value(nil)
            #expect(read.bitPattern == value.bitPattern)
        }
    }

    @Test func `a dictionary is written in the order of its keys`() throws {
        let entries = (0..<200).map { ("key \($0)", Int64($0)) }
        var forwards = StateCoder()
        _ = try forwards.value(Dictionary(uniqueKeysWithValues: entries))
        var backwards = StateCoder()
        _ = try backwards.value(Dictionary(uniqueKeysWithValues: entries.reversed()))
        #expect(forwards.words == backwards.words)
    }

    @Test func `words that are cut anywhere are refused`() throws {
        let words = try words(Sample())
        for length in words.indices {
            var (sample, coder) = (Sample(), StateCoder(reading: Array(words[..<length])))
            #expect(throws: PersistenceError.self, "\(length) words") {
                try sample.exchange(with: &coder)
            }
        }
    }

    @Test func `words left over are refused`() throws {
        var (sample, coder) = (Sample(), StateCoder(reading: try words(Sample()) + [0]))
        try sample.exchange(with: &coder)
        #expect { try coder.finish() } throws: {
            ($0 as? PersistenceError)?.code == .leftOver
        }
    }

    @Test func `a list of another length than configured is refused`() throws {
        var (three, two) = ([1.0, 2, 3], [1.0, 2])
        var writer = StateCoder()
        try writer.exchange(sameCount: &three, of: "instruments")
        var reader = StateCoder(reading: writer.words)
        #expect {
            try reader.exchange(sameCount: &two, of: "instruments")
        } throws: { error in
            (error as? PersistenceError)?.message
                == "3 instruments were stored, but there are 2"
        }
    }

    @Test(arguments: [UInt64(2), .max])
    func `a word that is neither yes nor no is refused`(word: UInt64) throws {
        var coder = StateCoder(reading: [word])
        #expect { let _: Bool = try coder.value(nil) } throws: {
            ($0 as? PersistenceError)?.code == .malformed
        }
    }
}
