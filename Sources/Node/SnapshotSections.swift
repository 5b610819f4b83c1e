package import Persistence

/// The sections of a snapshot, being written from the engines of a process or read into them.
///
/// One list of engines and fields serves both directions; see ``StateCoder``.
package struct SnapshotSections {
    private var written: [Snapshot.Section] = []
    private let stored: [String: Snapshot.Section]?
    private var taken: Set<String> = []

    /// Starts to write.
    package init() { stored = nil }

    /// Starts to read.
    package init(reading sections: [Snapshot.Section]) {
        stored = Dictionary(sections.map { ($0.name, $0) }) { first, _ in first }
    }

    /// Whether state is being read.
    package var isReading: Bool { stored != nil }

    /// What was written.
    package var sections: [Snapshot.Section] { written }

    /// Passes an engine's state through a section of its own.
    ///
    /// - Throws: ``PersistenceError``.
    package mutating func engine<Engine: Persistable & Sendable>(
        _ name: String,
        _ actor: EngineActor<Engine>
    ) throws {
        let coder = try open(name)
        let after = try actor.perform { engine in
            var coder = coder
            try engine.exchange(with: &coder)
            return coder
        }
        try close(name, isTransient: false, after)
    }

    /// Passes some fields through a section.
    ///
    /// - Throws: ``PersistenceError``, or what the closure throws.
    package mutating func part(
        _ name: String,
        isTransient: Bool = false,
        _ body: (inout StateCoder) throws -> Void
    ) throws {
        var coder = try open(name)
        try body(&coder)
        try close(name, isTransient: isTransient, coder)
    }

    /// Checks that every stored section was read.
    ///
    /// - Throws: ``PersistenceError`` with `leftOver`.
    package func finish() throws {
        let left = (stored ?? [:]).keys.filter { !taken.contains($0) }.sorted()
        guard let name = left.first else { return }
        throw PersistenceError(.leftOver, "nobody takes the section \"\(name)\"")
    }

    private mutating func open(_ name: String) throws -> StateCoder {
        guard let stored else { return StateCoder() }
        guard let section = stored[name] else {
            throw PersistenceError(.truncated, "there is no section \"\(name)\"")
        }
        taken.insert(name)
        return StateCoder(reading: section.words)
    }

    private mutating func close(
        _ name: String,
        isTransient: Bool,
        _ coder: StateCoder
    ) throws {
        guard isReading else {
            written.append(
                Snapshot.Section(name: name, isTransient: isTransient, words: coder.words)
            )
            return
        }
        try coder.finish()
    }
}
