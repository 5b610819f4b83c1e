/// A value that a ``StateCoder`` can write and make again.
package protocol Storable {
    /// Writes the value and returns it, or reads one where none is known.
    ///
    /// An implementation makes the value from its parts, each passed through ``StateCoder/value(_:)``
    /// in a fixed order: that order is the format.
    init(_ known: Self?, in coder: inout StateCoder) throws(PersistenceError)
}

/// An engine or a part of one: its configuration stays, its state is written or replaced.
package protocol Persistable {
    /// Passes every part of the state through a coder, in a fixed order.
    ///
    /// What comes from the configuration, or can be derived from the rest, is left out. After a
    /// failure the state is a mixture of both, and must be replaced whole.
    mutating func exchange(with coder: inout StateCoder) throws(PersistenceError)
}

extension UInt64: Storable {
    package init(_ known: UInt64?, in coder: inout StateCoder) throws(PersistenceError) {
        self = try coder.word(known ?? 0)
    }
}

extension UInt8: Storable {
    package init(_ known: UInt8?, in coder: inout StateCoder) throws(PersistenceError) {
        let word = try coder.word(UInt64(known ?? 0))
        guard let byte = UInt8(exactly: word) else {
            throw PersistenceError(.malformed, "\(word) is no byte")
        }
        self = byte
    }
}

extension Int64: Storable {
    package init(_ known: Int64?, in coder: inout StateCoder) throws(PersistenceError) {
        self = Int64(bitPattern: try coder.word(UInt64(bitPattern: known ?? 0)))
    }
}

extension Int: Storable {
    package init(_ known: Int?, in coder: inout StateCoder) throws(PersistenceError) {
        self = Int(try coder.value(known.map { Int64($0) }))
    }
}

extension Double: Storable {
    package init(_ known: Double?, in coder: inout StateCoder) throws(PersistenceError) {
        self = Double(bitPattern: try coder.word((known ?? 0).bitPattern))
    }
}

extension Bool: Storable {
    package init(_ known: Bool?, in coder: inout StateCoder) throws(PersistenceError) {
        let word = try coder.word(known == true ? 1 : 0)
        guard word <= 1 else {
            throw PersistenceError(.malformed, "\(word) is neither yes nor no")
        }
        self = word == 1
    }
}

extension String: Storable {
    package init(_ known: String?, in coder: inout StateCoder) throws(PersistenceError) {
        let bytes = try coder.bytes(known.map { Array($0.utf8) } ?? [])
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw PersistenceError(.malformed, "\(bytes.count) bytes are no text")
        }
        self = text
    }
}

extension Optional: Storable where Wrapped: Storable {
    package init(_ known: Wrapped??, in coder: inout StateCoder) throws(PersistenceError) {
        let inner = known ?? nil
        self = try coder.value(inner != nil) ? try Wrapped(inner, in: &coder) : nil
    }
}

extension Array: Storable where Element: Storable {
    package init(_ known: [Element]?, in coder: inout StateCoder) throws(PersistenceError) {
        let count = try coder.count(known?.count ?? 0)
        var elements: [Element] = []
        elements.reserveCapacity(count)
        for index in 0..<count { elements.append(try Element(known?[index], in: &coder)) }
        self = elements
    }
}

extension Dictionary: Storable where Key: Storable & Comparable, Value: Storable {
    package init(_ known: [Key: Value]?, in coder: inout StateCoder) throws(PersistenceError) {
        let keys = known?.keys.sorted() ?? []
        let count = try coder.count(keys.count)
        var entries: [Key: Value] = [:]
        entries.reserveCapacity(count)
        for index in 0..<count {
            let key = try Key(keys.isEmpty ? nil : keys[index], in: &coder)
            entries[key] = try Value(known?[key], in: &coder)
        }
        self = entries
    }
}

extension Storable where Self: RawRepresentable, RawValue == String {
    package init(_ known: Self?, in coder: inout StateCoder) throws(PersistenceError) {
        let word = try String(known?.rawValue, in: &coder)
        guard let value = Self(rawValue: word) else {
            throw PersistenceError(.malformed, "\"\(word)\" is no \(Self.self)")
        }
        self = value
    }
}
