import Foundation

/// The files of the repository that this test was compiled from.
struct Repository {
    /// A text file that is not Swift code of a target.
    struct Text {
        let path: String
        let lines: [String]
    }

    /// Every Swift file of Sources and Tests, by path.
    let files: [SourceFile]
    /// Every script, topology, protocol file, the README and the manifest, by path.
    let texts: [Text]
    /// What is in `scripts`, by name.
    let scripts: [ScriptRule.Script]
    /// What is at the top level.
    let entries: [String]
    /// Names that git ignores.
    let ignored: [String]

    /// The repository, read once.
    static let current = Result { try Repository() }

    private static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private init() throws {
        let paths = try ["Sources", "Tests", "scripts", "topology"].flatMap(Self.paths)
        files = try paths.filter { $0.hasSuffix(".swift") && !$0.hasPrefix("scripts/") }
            .map { SourceFile(path: $0, text: try Self.read($0)) }
        let kinds = [".yaml", ".proto", ".md"]
        let others = paths.filter { path in
            kinds.contains { path.hasSuffix($0) } || path.hasPrefix("scripts/")
        }
        entries = try FileManager.default.contentsOfDirectory(atPath: Self.root.path).sorted()
        let top = ["Package.swift", "README.md", ".ci/run"].filter(Self.exists)
        texts = try (others + top).map { Text(path: $0, lines: Self.lines(try Self.read($0))) }
        scripts = try Self.scripts()
        ignored = Self.lines(try Self.read(".gitignore")).map {
            $0.trimmingCharacters(in: CharacterSet(charactersIn: "/"))
        }
    }

    /// Returns the lines of a text file; none when it is not there.
    func lines(of path: String) -> [String] {
        texts.first { $0.path == path }?.lines ?? []
    }

    private static func lines(_ text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    private static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appending(path: path).path)
    }

    private static func read(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    private static func paths(under folder: String) throws -> [String] {
        guard exists(folder) else { return [] }
        return try FileManager.default.subpathsOfDirectory(
            atPath: root.appending(path: folder).path
        )
        .filter { !$0.contains(".build/") && !$0.hasSuffix(".csv") }
        .map { "\(folder)/\($0)" }
        .filter { !isFolder($0) }
        .sorted()
    }

    private static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        let file = root.appending(path: path).path
        _ = unsafe FileManager.default.fileExists(atPath: file, isDirectory: &isFolder)
        return isFolder.boolValue
    }

    private static func scripts() throws -> [ScriptRule.Script] {
        let folder = root.appending(path: "scripts").path
        return try FileManager.default.contentsOfDirectory(atPath: folder).sorted().map { name in
            let isFolder = isFolder("scripts/\(name)")
            return ScriptRule.Script(
                name: name,
                isExecutable: FileManager.default.isExecutableFile(atPath: "\(folder)/\(name)"),
                isFolder: isFolder,
                text: isFolder ? "" : try read("scripts/\(name)")
            )
        }
    }
}
