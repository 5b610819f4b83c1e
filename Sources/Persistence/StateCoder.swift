/// Writes the state of engines as 64-bit words, or reads it back into engines of the same shape.
///
/// One list of fields serves both directions, so that what is written and what is read cannot
/// drift apart: on its way out a value is only looked at, on its way in it is replaced. Numbers are
/// stored bit by bit, so NaN and negative zero survive; dictionaries are stored in the order of
/// their keys. The same state always gives the same words.
package struct StateCoder: Sendable {
    /// What was written so far, or what is being read.
    package private(set) var words: [UInt64]
    /// Whether state is being read.
    package let isReading: Bool
    private var next = 0

    /// Starts to write.
    package init() {
        words = []
        isReading = false
    }

    /// Starts to read what was written.
    package init(reading words: [UInt64]) {
        self.words = words
        isReading = true
    }

    /// Checks that everything was read.
    ///
    /// - Throws: ``PersistenceError`` with `leftOver`.
    package func finish() throws(PersistenceError) {
        guard isReading, next < words.count else { return }
        throw PersistenceError(
            .leftOver,
            "\(words.count - next) of \(words.count) words are left over"
        )
    }

    /// Writes the word, or reads one.
    ///
    /// - Throws: ``PersistenceError`` with `truncated`.
    package mutating func word(_ known: UInt64) throws(PersistenceError) -> UInt64 {
        guard isReading else {
            words.append(known)
            return known
        }
        guard next < words.count else {
            throw PersistenceError(.truncated, "it ends after \(words.count) words")
        }
        defer { next += 1 }
        return words[next]
    }

    /// Writes how many elements follow, or reads it; each of them takes a word at least.
    ///
    /// - Throws: ``PersistenceError`` with `truncated` when there cannot be as many.
    package mutating func count(_ known: Int) throws(PersistenceError) -> Int {
        let count = try word(UInt64(known))
        guard isReading else { return known }
        guard count <= UInt64(words.count - next) else {
            throw PersistenceError(
                .truncated,
                "\(count) elements are announced, but \(words.count - next) words are left"
            )
        }
        return Int(count)
    }

    /// Writes a value, or replaces it with the one that was stored.
    package mutating func exchange<Value: Storable>(
        _ value: inout Value
    ) throws(PersistenceError) {
        value = try Value(isReading ? nil : value, in: &self)
    }

    /// Writes a value, or reads one; `known` is `nil` only while reading.
    package mutating func value<Value: Storable>(
        _ known: Value?
    ) throws(PersistenceError) -> Value {
        try Value(known, in: &self)
    }

    /// Writes the numbers, or replaces them by as many as were stored.
    package mutating func exchange(_ values: inout [Double]) throws(PersistenceError) {
        let count = try count(values.count)
        guard isReading else {
            words.reserveCapacity(words.count + count)
            for value in values { words.append(value.bitPattern) }
            return
        }
        values = words[next..<next + count].map { Double(bitPattern: $0) }
        next += count
    }

    /// Writes a list whose length is a matter of configuration, or replaces its elements.
    ///
    /// - Throws: ``PersistenceError`` with `mismatch` when as many were not stored.
    package mutating func exchange<Value: Storable>(
        sameCount values: inout [Value],
        of what: String
    ) throws(PersistenceError) {
        try requireCount(values.count, of: what)
        for index in values.indices {
            values[index] = try Value(isReading ? nil : values[index], in: &self)
        }
    }

    /// Writes numbers whose count is a matter of configuration, or replaces them.
    ///
    /// - Throws: ``PersistenceError`` with `mismatch` when as many were not stored.
    package mutating func exchange(
        sameCount values: inout [Double],
        of what: String
    ) throws(PersistenceError) {
        let count = values.count
        try exchange(&values)
        try match(values.count, count, of: what)
    }

    /// Lets each engine of a list write its state or take it back.
    ///
    /// - Throws: ``PersistenceError`` with `mismatch` when as many were not stored.
    package mutating func exchange<Engine: Persistable>(
        each engines: inout [Engine],
        of what: String
    ) throws(PersistenceError) {
        try requireCount(engines.count, of: what)
        for index in engines.indices { try engines[index].exchange(with: &self) }
    }

    /// Writes a count that is a matter of configuration, or checks that it is the stored one.
    ///
    /// - Throws: ``PersistenceError`` with `mismatch`.
    package mutating func requireCount(
        _ count: Int,
        of what: String
    ) throws(PersistenceError) {
        try match(Int(truncatingIfNeeded: try word(UInt64(count))), count, of: what)
    }

    private func match(_ stored: Int, _ count: Int, of what: String) throws(PersistenceError) {
        guard stored != count else { return }
        throw PersistenceError(.mismatch, "\(stored) \(what) were stored, but there are \(count)")
    }
}
