import Foundation

/// Scripts are what the README says: each is there, can be run, and is told of.
enum ScriptRule {
    static let name = "scripts and README agree"

    /// A file or folder in `scripts`.
    struct Script {
        let name: String
        let isExecutable: Bool
        let isFolder: Bool
        let text: String
    }

    /// Returns where scripts and README differ, and scripts that are not fit to run.
    static func violations(readme: [String], scripts: [Script]) -> [Violation] {
        let known = Set(scripts.map(\.name))
        var told: Set<String> = []
        var found: [Violation] = []
        for (index, line) in readme.enumerated() {
            for script in mentions(in: line) {
                told.insert(script)
                guard !known.contains(script) else { continue }
                found.append(
                    violation(
                        "README.md",
                        index + 1,
                        "scripts/\(script) is not there",
                        "write it, or take it out of the README"
                    )
                )
            }
        }
        for script in scripts where !script.isFolder {
            let path = "scripts/\(script.name)"
            if !told.contains(script.name) {
                found.append(violation(path, 1, "the README does not name it", "add it there"))
            }
            if !script.isExecutable {
                found.append(violation(path, 1, "it cannot be run", "chmod +x \(path)"))
            }
            if !script.text.contains("\nset -euo pipefail\n") {
                found.append(
                    violation(path, 1, "it goes on after errors", "begin with set -euo pipefail")
                )
            }
        }
        return found
    }

    private static func mentions(in line: String) -> [String] {
        line.components(separatedBy: "scripts/").dropFirst().compactMap { rest in
            let name = rest.prefix { $0.isLowercase || $0.isNumber || $0 == "-" || $0 == "_" }
            return name.isEmpty ? nil : String(name)
        }
    }

    private static func violation(
        _ file: String,
        _ line: Int,
        _ found: String,
        _ instead: String
    ) -> Violation {
        Violation(file: file, line: line, rule: name, found: found, instead: instead)
    }
}

/// Every YAML file of `topology` says what kind of file it is.
enum TopologyKindRule {
    static let name = "a topology file says its kind"
    static let linesSearched = 10

    /// Returns the file when none of its first lines is a `kind:`.
    static func violations(path: String, lines: [String]) -> [Violation] {
        let isTold = lines.prefix(linesSearched).contains { line in
            guard line.hasPrefix("kind:") else { return false }
            return line.dropFirst(5).contains { $0.isLetter }
        }
        guard !isTold else { return [] }
        return [
            Violation(
                file: path,
                line: 1,
                rule: name,
                found: "none of the first \(linesSearched) lines is a kind:",
                instead: "begin with kind: topology, worker or what else it is"
            )
        ]
    }
}

/// The top level holds the few things a newcomer should see, and nothing else.
enum TopLevelRule {
    static let name = "the top level is bare"
    static let expected: Set = [
        "LICENSE", "Package.swift", "README.md", "Sources", "Tests", "scripts", "topology",
    ]

    /// Returns what is there without being expected, ignored or hidden, and what is missing.
    static func violations(entries: [String], ignored: [String]) -> [Violation] {
        let visible = Set(entries.filter { !$0.hasPrefix(".") }).subtracting(ignored)
        return visible.subtracting(expected).sorted().map {
            violation($0, "it does not belong at the top", "put it where it is used")
        }
            + expected.subtracting(visible).sorted().map {
                violation($0, "it is not there", "every clone has it")
            }
    }

    private static func violation(_ file: String, _ found: String, _ instead: String) -> Violation {
        Violation(file: file, line: 1, rule: name, found: found, instead: instead)
    }
}
