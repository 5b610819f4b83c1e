/// Files import what the table of the house allows, and only what the manifest lists.
enum ImportRule {
    static let name = "imports follow the house"

    /// Returns the imports of a file that the table refuses.
    ///
    /// A test target imports its own room, whatever that room may, and rooms that are built on it:
    /// an engine is tested with the venue that stands on its port. One that is not named for a
    /// room (process tests, this one) may import every room, but no package.
    static func violations(in file: SourceFile) -> [Violation] {
        file.imports.compactMap { module, line in
            guard let (found, instead) = refusal(of: module, in: file) else { return nil }
            return Violation(
                file: file.path,
                line: line,
                rule: name,
                found: found,
                instead: instead
            )
        }
    }

    private static func refusal(
        of module: String,
        in file: SourceFile
    ) -> (found: String, instead: String)? {
        guard file.isTest else { return House.refusal(of: module, in: file.room) }
        if module == "Testing" || module == "TestKit" || House.system.contains(module) {
            return nil
        }
        let room = file.room.hasSuffix("Tests") ? String(file.room.dropLast(5)) : file.room
        if House.rooms[room] != nil {
            let isBuiltOnIt = House.arrows[module]?.contains(room) ?? false
            return module == room || isBuiltOnIt ? nil : House.refusal(of: module, in: room)
        }
        return House.rooms[module] != nil
            ? nil
            : ("\(file.room) imports \(module)", "test what needs a package beside its room")
    }
}

/// Package.swift lists for each target exactly the modules that its files import.
enum ManifestRule {
    static let name = "the manifest says what is imported"

    /// A target as the manifest lists it.
    struct Target {
        let name: String
        let isTest: Bool
        let dependencies: Set<String>
        let line: Int
    }

    /// Returns where the manifest and the imports differ.
    static func violations(manifest: String, files: [SourceFile]) -> [Violation] {
        let targets = targets(in: manifest)
        let groups = Dictionary(grouping: files) { ($0.isTest ? "Tests/" : "Sources/") + $0.room }
        var found = targets.flatMap { target -> [Violation] in
            let files = groups[(target.isTest ? "Tests/" : "Sources/") + target.name] ?? []
            return unused(target, files) + missing(target, files)
        }
        let known = Set(targets.map(\.name))
        for (folder, files) in groups.sorted(by: { $0.key < $1.key })
        where !known.contains(files[0].room) {
            found.append(
                violation(1, "\(folder) belongs to no target", "add the target, or remove it")
            )
        }
        return found
    }

    private static func unused(_ target: Target, _ files: [SourceFile]) -> [Violation] {
        guard !files.isEmpty else { return [] }
        // A test that runs the program lists it, so that it is built, and never imports it.
        let used = Set(files.flatMap { $0.imports.map(\.module) } + ["bursar", "bursar-dashboard"])
        return target.dependencies.subtracting(used).sorted().map {
            violation(
                target.line,
                "\(target.name) lists \($0), which none of its files imports",
                "take it off the list"
            )
        }
    }

    private static func missing(_ target: Target, _ files: [SourceFile]) -> [Violation] {
        files.flatMap { file in
            file.imports.compactMap { module, line in
                let isOurs = House.rooms[module] != nil || House.packages[module] != nil
                guard isOurs, !target.dependencies.contains(module) else { return nil }
                return Violation(
                    file: file.path,
                    line: line,
                    rule: name,
                    found: "\(target.name) imports \(module), which it reaches by chance",
                    instead: "list \(module) among the target's dependencies in Package.swift"
                )
            }
        }
    }

    private static func violation(_ line: Int, _ found: String, _ instead: String) -> Violation {
        Violation(file: "Package.swift", line: line, rule: name, found: found, instead: instead)
    }

    /// Returns the targets of a manifest; strings count from `.target(` on, up to its settings.
    static func targets(in manifest: String) -> [Target] {
        var targets: [Target] = []
        var (isTest, line, text) = (false, 0, "")
        func close() {
            if let target = target(text, isTest: isTest, line: line) { targets.append(target) }
            text = ""
        }
        for (index, row) in manifest.split(separator: "\n", omittingEmptySubsequences: false)
            .enumerated()
        {
            let isStart = [".target(", ".executableTarget(", ".testTarget("].contains {
                row.contains($0) && !row.contains("dependencies: [.target(")
            }
            if isStart {
                close()
                (isTest, line) = (row.contains(".testTarget("), index + 1)
            }
            if line > 0 { text += row + "\n" }
        }
        close()
        return targets
    }

    private static func target(_ text: String, isTest: Bool, line: Int) -> Target? {
        let strings = text.split(separator: "\"", omittingEmptySubsequences: false)
        guard line > 0, strings.count > 2 else { return nil }
        var dependencies: Set<String> = []
        var isList = false
        for index in stride(from: 2, to: strings.count - 1, by: 2) {
            let before = strings[index]
            if before.contains("dependencies:") { isList = true }
            let isEnd = ["exclude:", "path:", "Settings:", "resources:", "plugins:"].contains {
                before.contains($0)
            }
            if isEnd { isList = false }
            guard isList, !before.contains("package:") else { continue }
            dependencies.insert(String(strings[index + 1]))
        }
        return Target(
            name: String(strings[1]),
            isTest: isTest,
            dependencies: dependencies,
            line: line
        )
    }
}
