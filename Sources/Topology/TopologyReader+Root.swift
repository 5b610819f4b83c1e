import Yams

/// What a file of `topology/` describes.
package enum TopologyKind: String, Sendable, CaseIterable {
    /// A whole cluster.
    case topology
    /// One worker, to be added to a cluster that runs.
    case worker

    /// Returns what a text says it is; `nil` where it is not YAML or says nothing known.
    package static func of(_ text: String) -> TopologyKind? {
        do {
            let node = try Yams.compose(yaml: text)
            return node?.mapping?["kind"]?.scalar.flatMap { TopologyKind(rawValue: $0.string) }
        } catch {
            return nil
        }
    }
}

extension TopologyReader {
    /// Reads a text's keys after its kind and version; those two must be right to go on.
    mutating func root(
        of text: String,
        kind: TopologyKind,
        keys: [String]
    ) throws(TopologyError) -> Section {
        guard let node = try compose(text) else {
            report(
                "the file is empty",
                at: SourceMark(line: 1, column: 1),
                path: "",
                reason: "There is nothing to run.",
                remedy: "Begin with `kind: \(kind.rawValue)` and `version: 1`."
            )
            throw TopologyError(.invalid, issues)
        }
        guard case .mapping(let mapping) = node else {
            reportType(of: node, at: "", expected: "a mapping of keys to values")
            throw TopologyError(.invalid, issues)
        }
        var header: [String: Node] = [:]
        for key in ["kind", "version"] { header[key] = mapping[key] }
        let start = Section(path: "", mark: SourceMark(node), entries: header)
        checkKind(kind, in: start)
        checkVersion(in: start)
        guard issues.isEmpty else { throw TopologyError(.invalid, issues) }
        return section(node, at: "", keys: keys)
    }

    private mutating func checkKind(_ wanted: TopologyKind, in header: Section) {
        guard header.entries["kind"] != nil else {
            let remedy = "Begin the file with `kind: \(wanted.rawValue)`."
            return reportMissing("kind", of: header, remedy: remedy)
        }
        let kind = choice("kind", of: header, standard: wanted)
        guard kind != wanted else { return }
        report(
            "this file describes a \(kind.rawValue), expected a \(wanted.rawValue)",
            at: header.mark(of: "kind"),
            path: "kind",
            reason: kind == .worker
                ? "A fragment with one worker can't run on its own."
                : "A whole cluster can't be added to another.",
            remedy: kind == .worker
                ? "Add it to a cluster that runs: `scripts/cluster add \(file)`."
                : "Start it by itself: `scripts/cluster up \(file)`."
        )
    }

    private mutating func checkVersion(in header: Section) {
        guard header.entries["version"] != nil else {
            return reportMissing("version", of: header, remedy: "Write `version: 1`.")
        }
        let current = Topology.formatVersion
        let version = whole("version", of: header, standard: current, in: 0...1_000_000)
        guard version != current else { return }
        report(
            version > current
                ? "version \(version) is newer than this program reads (\(current))"
                : "there is no version \(version)",
            at: header.mark(of: "version"),
            path: "version",
            reason: "Another version may mean something else by the same words.",
            remedy: version > current
                ? "Use a later Bursar, or write the file for version \(current)."
                : "Write `version: \(current)`."
        )
    }

    private mutating func compose(_ text: String) throws(TopologyError) -> Node? {
        do {
            return try Yams.compose(yaml: text)
        } catch {
            reportSyntax(error, in: text)
            throw TopologyError(.malformedYAML, issues)
        }
    }

    /// Reports what the YAML library found, in words, and where.
    private mutating func reportSyntax(_ error: any Error, in text: String) {
        var mark = SourceMark(line: 1, column: 1)
        var problem = "\(error)"
        switch error as? YamlError {
        case .scanner(let context, let what, let place, _),
            .parser(let context, let what, let place, _),
            .composer(let context, let what, let place, _):
            problem = (context.map { "\($0.text), " } ?? "") + what
            mark = SourceMark(line: place.line, column: place.column)
        case .duplicatedKeysInMapping(let keys, let context):
            mark = SourceMark(line: context.mark.line, column: context.mark.column)
            return report(
                "\(keys.sorted().map { "\"\($0)\"" }.joined(separator: ", ")) is written twice",
                at: mark,
                path: "",
                reason: "One of the two would win without a word.",
                remedy: "Keep one; this is the first."
            )
        case .reader(let what, let offset, _, _):
            problem = what
            let line = text.prefix(offset ?? 0).count { $0.isNewline } + 1
            mark = SourceMark(line: line, column: 1)
        default: break
        }
        report(
            "not YAML: \(problem)",
            at: mark,
            path: "",
            reason: "The text must be YAML before it can be a topology.",
            remedy: "Indent with spaces, not tabs, and close every bracket and quote."
        )
    }
}
