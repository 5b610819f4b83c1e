import Testing

/// The house is kept: every rule holds for the tree as it is.
struct TidyTests {
    private func report(_ violations: [Violation]) {
        for violation in violations { Issue.record("\(violation)") }
    }

    @Test func `rooms import what the table of the house allows`() throws {
        let files = try Repository.current.get().files
        #expect(files.count > 100)
        report(files.flatMap(ImportRule.violations))
    }

    @Test func `targets import what the manifest lists and nothing else is listed`() throws {
        let repository = try Repository.current.get()
        let manifest = repository.lines(of: "Package.swift").joined(separator: "\n")
        report(ManifestRule.violations(manifest: manifest, files: repository.files))
    }

    @Test func `files and functions are small`() throws {
        report(try Repository.current.get().files.flatMap(SizeRule.violations))
    }

    @Test func `what other targets see is documented`() throws {
        let files = try Repository.current.get().files
        report(files.flatMap(DocumentationRule(files: files).violations))
    }

    @Test func `nothing banned is written`() throws {
        report(try Repository.current.get().files.flatMap(BanRule.violations))
    }

    @Test func `nothing is left for later`() throws {
        report(try Repository.current.get().files.flatMap(MarkerRule.violations))
    }

    @Test func `no file names a path of one machine`() throws {
        let repository = try Repository.current.get()
        report(
            repository.files.flatMap { MachinePathRule.violations(path: $0.path, lines: $0.lines) }
        )
        report(
            repository.texts.flatMap { MachinePathRule.violations(path: $0.path, lines: $0.lines) }
        )
    }

    @Test func `every file of topology says its kind`() throws {
        let files = try Repository.current.get().texts.filter {
            $0.path.hasPrefix("topology/") && $0.path.hasSuffix(".yaml")
        }
        #expect(!files.isEmpty)
        report(files.flatMap { TopologyKindRule.violations(path: $0.path, lines: $0.lines) })
    }

    @Test func `scripts and README agree`() throws {
        let repository = try Repository.current.get()
        let readme = repository.lines(of: "README.md")
        report(ScriptRule.violations(readme: readme, scripts: repository.scripts))
    }

    @Test func `continuous integration runs the README's test command`() throws {
        let lines = try Repository.current.get().lines(of: ".ci/run")
        #expect(lines.last { !$0.isEmpty } == "exec scripts/test \"$@\"")
    }

    @Test func `the top level holds what every clone needs and no more`() throws {
        let repository = try Repository.current.get()
        report(
            TopLevelRule.violations(entries: repository.entries, ignored: repository.ignored)
        )
    }
}
