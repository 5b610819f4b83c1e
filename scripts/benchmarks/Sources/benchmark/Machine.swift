import Foundation

/// What the figures were measured on.
struct Machine {
    let root: String
    let scratch: String
    let bursar: Program
    let floor: Floor

    /// Two lines: the machine, the versions.
    func lines() async throws -> [String] {
        let cores = ProcessInfo.processInfo.activeProcessorCount
        let memory = Double(ProcessInfo.processInfo.physicalMemory) / 1_073_741_824
        let kernel = try Self.text("/proc/sys/kernel/osrelease")
        let model = try Self.text("/proc/cpuinfo").firstMatch(of: /model name\s*: (.*)/)?.1
        let disk = try await Program(path: "stat").run(["--file-system", "--format=%T", scratch])
        let compiler = try await Program(path: "swift").run(["--version"])
        let swift = compiler.output.firstMatch(of: /Swift version (\S+)/)?.1 ?? "unknown"
        return [
            "\(model ?? "unknown processor"), \(cores) cores, \(Int(memory.rounded())) GiB, "
                + "Linux \(kernel), runs on \(Self.trimmed(disk.output))",
            "bursar \(Self.trimmed(try await bursar.run(["--version"]).output)) "
                + "(\(try await commit())), Swift \(swift), libzmq \(try await floor.version()), "
                + "SQLite \(SQLiteFile.version)",
        ]
    }

    /// Load averages over 1, 5 and 15 minutes: whether somebody else used the machine.
    static func load() throws -> String {
        try text("/proc/loadavg").split(separator: " ").prefix(3).joined(separator: " ")
    }

    private func commit() async throws -> String {
        let git = Program(path: "git")
        do {
            let head = try await git.run(["-C", root, "rev-parse", "--short", "HEAD"]).output
            let changes = try await git.run(["-C", root, "status", "--porcelain"]).output
            return Self.trimmed(head) + (changes.isEmpty ? "" : ", changed")
        } catch is BenchmarkError {
            return "no commit"
        }
    }

    private static func text(_ path: String) throws -> String {
        trimmed(try String(contentsOfFile: path, encoding: .utf8))
    }

    private static func trimmed(_ text: String) -> String {
        text.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
