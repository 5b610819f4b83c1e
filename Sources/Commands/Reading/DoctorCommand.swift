import ArgumentParser
import Inspection

struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Looks at the machine: what is wrong with it and how to mend it.",
        discussion: """
            Exit status 1 when anything is wrong. JSON keys: healthy and checks; a check holds \
            name, ok, found and remedy (empty when ok).
            """
    )

    @Option(name: .customLong("keys"), help: "A key directory to look at as well.")
    var keyDirectories: [String] = []

    @Flag(help: "Print JSON for programs instead of text for people.")
    var json = false

    mutating func run() throws {
        let findings = DoctorChecks.all() + keyDirectories.map(DoctorChecks.keys)
        let isHealthy = findings.allSatisfy(\.isFine)
        let terminal = Terminal.current()
        if json {
            terminal.show([
                "healthy": .bool(isHealthy),
                "checks": .array(findings.map(\.json)),
            ])
        } else {
            terminal.show(lines(findings, terminal))
        }
        if !isHealthy { throw ExitCode(ExitStatus.failed.rawValue) }
    }

    private func lines(_ findings: [DoctorFinding], _ terminal: Terminal) -> [String] {
        let style = terminal.style
        let width = findings.map(\.name.count).max() ?? 0
        var lines: [String] = []
        for finding in findings {
            let mark = finding.isFine ? style("✓", .good) : style("✗", .bad)
            let padding = String(repeating: " ", count: width - finding.name.count)
            let texts =
                wrapped(finding.found, width: terminal.width - width - 4)
                + (finding.isFine
                    ? [] : wrapped("→ \(finding.remedy)", width: terminal.width - width - 4))
            for (index, text) in texts.enumerated() {
                let margin = String(repeating: " ", count: width + 4)
                lines.append(
                    index == 0 ? "\(mark) \(finding.name)\(padding)  \(text)" : margin + text
                )
            }
        }
        let wrong = findings.count { !$0.isFine }
        let answer =
            wrong == 0
            ? ["All is well.  next:  \(Terminal.program) run topology/sp500.yaml"]
            : ["\(wrong) of \(findings.count) checks found something to mend."]
        return lines + answer
    }
}

/// What one look at the machine found.
struct DoctorFinding {
    /// What was looked at.
    let name: String
    /// Whether it is as it should be.
    let isFine: Bool
    /// What was found.
    let found: String
    /// How to mend it; empty when it is fine.
    let remedy: String

    /// The finding as programs read it.
    var json: JSONValue {
        [
            "name": .string(name), "ok": .bool(isFine), "found": .string(found),
            "remedy": .string(isFine ? "" : remedy),
        ]
    }
}
