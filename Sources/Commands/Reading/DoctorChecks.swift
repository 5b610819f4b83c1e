import Foundation
import Glibc
import Inspection
import Journal
import Keys
import ZeroMQ

/// The looks that `bursar doctor` takes at a machine.
enum DoctorChecks {
    /// Takes all of them, in the order in which they matter.
    static func all() -> [DoctorFinding] {
        [
            toolchain(), messaging(), storage(), openFiles(), disk(), clock(), sockets(),
            binding("tcp bind", to: "tcp://127.0.0.1:*"), ipc(),
        ]
    }

    /// Runs a look; what it throws is what it found.
    private static func look(
        _ name: String,
        remedy: String,
        _ body: () throws -> (isFine: Bool, found: String)
    ) -> DoctorFinding {
        do {
            let (isFine, found) = try body()
            return DoctorFinding(name: name, isFine: isFine, found: found, remedy: remedy)
        } catch {
            return DoctorFinding(name: name, isFine: false, found: "\(error)", remedy: remedy)
        }
    }

    /// Needed to build, not to run: without one it is fine too.
    private static func toolchain() -> DoctorFinding {
        look("swift", remedy: "Install Swift 6.3 from https://www.swift.org/install/linux.") {
            guard let path = executable("swift") else {
                return (true, "none on the PATH; a built bursar runs without one")
            }
            let text = try output(of: path, ["--version"])
            let words = text.split { $0 == " " || $0 == "\n" }.map(String.init)
            guard let index = words.firstIndex(of: "version"), index + 1 < words.count else {
                return (false, "\(path) does not say which version it is")
            }
            let version = words[index + 1]
            return (isAtLeast(version, [6, 3]), "\(version) at \(path)")
        }
    }

    private static func messaging() -> DoctorFinding {
        look("libzmq", remedy: "Install 4.3 or later: apt-get install libzmq3-dev.") {
            let version = LibraryVersion.read()
            return (isAtLeast(version, [4, 3]), version)
        }
    }

    private static func storage() -> DoctorFinding {
        look("sqlite", remedy: "Install 3.37 or later: apt-get install libsqlite3-dev.") {
            let version = try StorageVersion.read()
            return (isAtLeast(version, [3, 37]), version)
        }
    }

    private static func openFiles() -> DoctorFinding {
        let least: UInt = 1_024
        return look(
            "open files",
            remedy: "Raise the limit: ulimit -n 4096, or LimitNOFILE= of a systemd unit."
        ) {
            var limit = rlimit()
            guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
                throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
            }
            let soft = UInt(limit.rlim_cur)
            return (soft >= least, "\(soft) at once, \(least) are needed for 64 workers")
        }
    }

    private static func disk() -> DoctorFinding {
        look("disk", remedy: "Free some space, or keep runs elsewhere with --out.") {
            let path = FileManager.default.currentDirectoryPath
            let facts = try FileManager.default.attributesOfFileSystem(forPath: path)
            let free = (facts[.systemFreeSize] as? NSNumber)?.doubleValue ?? 0
            let text = NumberText.decimal(free / 1e9, places: 1)
            return (free >= 1e9, "\(text) GB free in \(path), 1 GB is wanted")
        }
    }

    private static func clock() -> DoctorFinding {
        look("clock", remedy: "Set the clock: timedatectl set-ntp true.") {
            let first = MonotonicInstant.read()
            let second = MonotonicInstant.read()
            guard second >= first else { return (false, "the monotonic clock went back") }
            let seconds = WallClock.nanosecondsSinceEpoch() / 1_000_000_000
            let date = Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601)
            // Before 2020 it was never set; journals would be dated wrongly.
            return (seconds > 1_577_836_800, "\(date); time zones play no role")
        }
    }

    private static func sockets() -> DoctorFinding {
        look(
            "sockets",
            remedy: "Point XDG_RUNTIME_DIR to a short directory of yours with mode 0700."
        ) {
            try withRuntimeDirectory { directory in
                let path = try directory.socketPath("control")
                let most = RuntimeDirectory.socketPathBytesMaximum
                return (true, "\(path.utf8.count) of \(most) bytes: \(path)")
            }
        }
    }

    private static func ipc() -> DoctorFinding {
        do {
            return try withRuntimeDirectory { directory in
                binding("ipc bind", to: "ipc://\(try directory.socketPath("control"))")
            }
        } catch {
            let remedy = "Point XDG_RUNTIME_DIR to a directory of yours with mode 0700."
            return DoctorFinding(
                name: "ipc bind",
                isFine: false,
                found: "\(error)",
                remedy: remedy
            )
        }
    }

    /// Looks at every key of a directory.
    static func keys(in directory: String) -> DoctorFinding {
        look("keys", remedy: "Do what is said there; `bursar keys list` shows every key.") {
            let entries = try KeyDirectory(directory).entries()
            if let problem = entries.compactMap(\.problem).first { return (false, problem) }
            let count = entries.count { !$0.isRevoked }
            guard entries.contains(where: { $0.place == "master" && $0.secretMode != nil }) else {
                return (true, "\(count) in \(directory), without the master's secret half")
            }
            return (true, "\(count) in \(directory), safe from others")
        }
    }

    private static func binding(_ name: String, to endpoint: String) -> DoctorFinding {
        look(name, remedy: "See what holds it back: a sandbox, a firewall, or rights.") {
            let socket = try Socket(.router, in: Context())
            try socket.bind(endpoint)
            return (true, try socket.lastEndpoint)
        }
    }

    /// Makes the directory that a run's sockets would get, and removes it again.
    private static func withRuntimeDirectory<Result>(
        _ body: (RuntimeDirectory) throws -> Result
    ) throws -> Result {
        let files = FileManager.default
        let name = "bursar-doctor-\(ProcessInfo.processInfo.processIdentifier)"
        let path = files.temporaryDirectory.appending(path: name).path
        try files.createDirectory(atPath: path, withIntermediateDirectories: true)
        let directory: RuntimeDirectory
        do {
            directory = try RuntimeDirectory.make(for: RunDirectory(path: path))
        } catch {
            try files.removeItem(atPath: path)
            throw error
        }
        let result = Swift.Result { try body(directory) }
        try directory.remove()
        try files.removeItem(atPath: path)
        return try result.get()
    }
}

extension DoctorChecks {
    /// Whether a version such as `4.3.4` reaches the least wanted, part by part.
    static func isAtLeast(_ version: String, _ least: [Int]) -> Bool {
        let parts = version.split { !$0.isNumber }.prefix(least.count).map { Int($0) ?? 0 }
        return !parts.lexicographicallyPrecedes(least)
    }

    private static func executable(_ name: String) -> String? {
        let paths = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        return paths.map { "\($0)/\(name)" }.first {
            FileManager.default.isExecutableFile(atPath: $0)
        }
    }

    private static func output(of path: String, _ arguments: [String]) throws -> String {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }
}
