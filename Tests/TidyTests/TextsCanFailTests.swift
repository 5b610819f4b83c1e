import Testing

/// The rules about texts, scripts and the top level find what they are there to find.
struct TextsCanFailTests {
    private func found(_ violations: [Violation]) -> [String] {
        violations.map { "\($0.file):\($0.line): \($0.found)" }
    }

    @Test(arguments: ["TODO", "FIXME", "XXX", "HACK"])
    func `a comment that puts something off is found`(word: String) {
        let text = "let a = \"\(word)\"\n/* one\n two \(word): */\n/// \(word)s and \(word)_ID"
        let file = SourceFile(path: "Sources/Market/A.swift", text: text)
        #expect(
            found(MarkerRule.violations(in: file)).prefix(1) == [
                "Sources/Market/A.swift:3: \(word)"
            ]
        )
        #expect(MarkerRule.violations(in: file).count == 2)
    }

    @Test(arguments: ["home", "root", "work", "tmp", "Users", "mnt"])
    func `a path of one machine is found`(folder: String) {
        let lines = ["let a = 1", "open(\"/\(folder)/x\")", "run/\(folder)/x", "$d/\(folder)/x"]
        #expect(
            found(MachinePathRule.violations(path: "scripts/a", lines: lines)) == [
                "scripts/a:2: a path in /\(folder)/"
            ]
        )
    }

    @Test func `the runtime directory is allowed where it is made and nowhere else`() {
        let lines = ["\"/" + "tmp/bursar-\\(getuid())\""]
        let home = "Sources/Journal/Run/RuntimeDirectory.swift"
        #expect(MachinePathRule.violations(path: home, lines: lines).isEmpty)
        #expect(
            MachinePathRule.violations(path: "Sources/Journal/A.swift", lines: lines).count == 1
        )
        #expect(
            MachinePathRule.violations(path: home, lines: ["\"/" + "tmp/other\""]).count == 1
        )
    }

    @Test func `a topology file that hides its kind is found`() {
        func count(_ lines: [String]) -> Int {
            TopologyKindRule.violations(path: "topology/a.yaml", lines: lines).count
        }
        #expect(count(["# A cluster.", "kind: topology"]) == 0)
        #expect(count(["name: a", "kind:"]) == 1)
        #expect(count(["worker:", "  kind: worker"]) == 1)
        #expect(count(Array(repeating: "# Words.", count: 10) + ["kind: topology"]) == 1)
        #expect(count([]) == 1)
    }

    @Test func `scripts that the README does not know or invents are found`() {
        func script(_ name: String, _ text: String, runs: Bool = true) -> ScriptRule.Script {
            ScriptRule.Script(name: name, isExecutable: runs, isFolder: false, text: text)
        }
        let good = "#!/usr/bin/env bash\nset -euo pipefail\n"
        let scripts = [
            script("demo", good), script("hidden", good), script("idle", good, runs: false),
            script("lax", "#!/bin/sh\n"),
            ScriptRule.Script(name: "benchmarks", isExecutable: true, isFolder: true, text: ""),
        ]
        let readme = ["Run `scripts/demo`.", "scripts/idle, scripts/lax; scripts/gone-now"]
        #expect(
            found(ScriptRule.violations(readme: readme, scripts: scripts)) == [
                "README.md:2: scripts/gone-now is not there",
                "scripts/hidden:1: the README does not name it",
                "scripts/idle:1: it cannot be run",
                "scripts/lax:1: it goes on after errors",
            ]
        )
    }

    @Test func `a stranger at the top level and a thing missing there are found`() {
        let entries = ["LICENSE", "Package.swift", "Sources", "Tests", "docs", "runs", "scripts"]
        let violations = TopLevelRule.violations(
            entries: entries + ["topology", ".ci"],
            ignored: ["runs"]
        )
        #expect(
            found(violations) == [
                "docs:1: it does not belong at the top", "README.md:1: it is not there",
            ]
        )
    }

    @Test func `the lexer sees code inside strings and none inside comments`() {
        var lexer = SourceLexer(
            #"""
            let a = "x \(f("y") + 1) z" // let b
            /* let /* c */ d */ let e = """
                " \(g) "
                """
            """#
        )
        lexer.run()
        #expect(
            lexer.tokens.map(\.text).joined(separator: " ")
                == #"let a = " ( f ( " " ) + 1 ) " let e = " ( g ) ""#
        )
        #expect(lexer.tokens.last?.line == 4)
        #expect(lexer.comments.map(\.line) == [1, 2])
    }
}
