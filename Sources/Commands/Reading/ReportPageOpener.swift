import Foundation

/// Shows a page in the browser of whoever sits before the machine.
enum ReportPageOpener {
    /// Starts the browser and waits until it has taken the page.
    ///
    /// - Throws: ``CommandFailure`` with `failed` where there is none, or where it refuses.
    static func open(_ path: String) throws {
        let environment = ProcessInfo.processInfo.environment
        let wanted = environment["BROWSER"].flatMap { $0.isEmpty ? nil : $0 } ?? "xdg-open"
        guard let program = find(wanted, in: environment["PATH"] ?? "") else {
            throw CommandFailure(
                .failed,
                "the page is written, but there is no \(wanted) to show it",
                advice: ["Open \(path) in a browser, or set BROWSER to the name of one."]
            )
        }
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = [URL(filePath: path).absoluteURL.path]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw CommandFailure(
                .failed,
                "the page is written, but \(program) ended with \(process.terminationStatus)",
                advice: ["Open \(path) in a browser."]
            )
        }
    }

    private static func find(_ program: String, in paths: String) -> String? {
        let candidates =
            program.contains("/")
            ? [program] : paths.split(separator: ":").map { "\($0)/\(program)" }
        return candidates.first { FileManager.default.isExecutableFile(atPath: $0) }
    }
}
