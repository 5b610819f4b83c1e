import Yams

/// A place in a file, counted from 1.
struct SourceMark: Sendable, Equatable {
    let line: Int
    let column: Int

    init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    init(_ node: Node) {
        self.init(line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
    }
}

/// A mapping of the file whose keys are all known; what is absent is simply not in it.
struct Section {
    let path: String
    let mark: SourceMark
    let entries: [String: Node]
    /// Whether it was no mapping at all; that was reported, and nothing in it is missed any more.
    var isMalformed = false

    func path(of key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    func mark(of key: String) -> SourceMark { entries[key].map(SourceMark.init) ?? mark }
}

/// Walks a file's nodes, collects every problem and remembers where each value stands.
///
/// After a problem it goes on with a stand-in value, so that one slip hides no other; whoever owns
/// the reader throws when ``issues`` is not empty, so stand-ins never get out.
struct TopologyReader {
    let file: String
    private(set) var issues: [TopologyIssue] = []
    private(set) var notes: [TopologyIssue] = []
    private(set) var marks: [String: SourceMark] = [:]

    init(file: String) { self.file = file }

    mutating func report(
        _ message: String,
        at mark: SourceMark,
        path: String,
        reason: String,
        remedy: String
    ) {
        issues.append(issue(message, at: mark, path: path, reason: reason, remedy: remedy))
    }

    mutating func note(
        _ message: String,
        at mark: SourceMark,
        path: String,
        reason: String,
        remedy: String
    ) {
        notes.append(issue(message, at: mark, path: path, reason: reason, remedy: remedy))
    }

    mutating func remember(_ mark: SourceMark, as path: String) { marks[path] = mark }

    /// Reads the mapping under a key; an absent one has no entries and its parent's place.
    mutating func section(_ key: String, of parent: Section, keys: [String]) -> Section {
        let path = parent.path(of: key)
        guard let node = parent.entries[key] else {
            return Section(path: path, mark: parent.mark, entries: [:])
        }
        return section(node, at: path, keys: keys)
    }

    /// Reads a mapping and reports the keys that are not known.
    mutating func section(_ node: Node, at path: String, keys: [String]) -> Section {
        let mark = SourceMark(node)
        remember(mark, as: path)
        guard case .mapping(let mapping) = node else {
            reportType(of: node, at: path, expected: "a mapping of keys to values")
            return Section(path: path, mark: mark, entries: [:], isMalformed: true)
        }
        let bare = Section(path: path, mark: mark, entries: [:])
        var entries: [String: Node] = [:]
        for (key, value) in mapping {
            let name = key.scalar?.string ?? ""
            if keys.contains(name) {
                entries[name] = value
                remember(SourceMark(value), as: bare.path(of: name))
            } else {
                reportUnknown(key, named: name, in: bare, keys: keys)
            }
        }
        return Section(path: path, mark: mark, entries: entries)
    }

    /// Reads the items of the list under a key; `nil` where it is absent or no list.
    mutating func list(_ key: String, of section: Section, of what: String) -> [Node]? {
        guard let node = section.entries[key] else { return nil }
        guard case .sequence(let items) = node else {
            reportType(of: node, at: section.path(of: key), expected: "a list of \(what)")
            return nil
        }
        return Array(items)
    }

    mutating func reportType(of node: Node, at path: String, expected: String) {
        report(
            "this is \(description(of: node)), expected \(expected)",
            at: SourceMark(node),
            path: path,
            reason: "Nothing is guessed from a value of another kind.",
            remedy: "Write \(expected)."
        )
    }

    mutating func reportMissing(_ key: String, of section: Section, remedy: String) {
        guard !section.isMalformed else { return }
        report(
            "is missing",
            at: section.mark,
            path: section.path(of: key),
            reason: "It has no standard value.",
            remedy: remedy
        )
    }

    private mutating func reportUnknown(
        _ key: Node,
        named name: String,
        in section: Section,
        keys: [String]
    ) {
        let nearest = nearestName(to: name, among: keys)
        let hint = nearest.map { "Did you mean \"\($0)\"?" }
        let known =
            keys.isEmpty ? "There are none here." : "Known here: \(keys.joined(separator: ", "))."
        report(
            "unknown key \"\(name)\"",
            at: SourceMark(key),
            path: section.path(of: name),
            reason: "A key that is not known would be ignored without a word, so it is refused.",
            remedy: hint ?? known
        )
    }

    private func issue(
        _ message: String,
        at mark: SourceMark,
        path: String,
        reason: String,
        remedy: String
    ) -> TopologyIssue {
        TopologyIssue(
            file: file,
            line: mark.line,
            column: mark.column,
            path: path,
            message: message,
            reason: reason,
            remedy: remedy
        )
    }
}

/// What a node is, in words, with its text where it is a single value.
private func description(of node: Node) -> String {
    switch node {
    case .scalar(let scalar):
        let isEmpty = scalar.style == .plain && ["", "~", "null"].contains(scalar.string)
        return isEmpty ? "empty" : "\"\(scalar.string.prefix(60))\""
    case .mapping: return "a mapping"
    case .sequence: return "a list"
    case .alias: return "an alias"
    }
}
