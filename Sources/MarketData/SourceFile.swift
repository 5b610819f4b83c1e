import Foundation

/// The most bytes a data file may have.
private let sizeMaximum = 1 << 30

/// A data file's bytes, not yet looked at.
struct SourceFile {
    /// The path as it is shown.
    let path: String
    let bytes: [UInt8]

    /// The path's last part.
    var name: String { path.split(separator: "/").last.map(String.init) ?? path }

    init(path: String) throws(MarketDataError) {
        let data: Data
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            let issue = DataIssue(
                file: path,
                message: "can't be read: \(error.localizedDescription)",
                reason: "Nothing can be checked without its bytes.",
                remedy: "Check the path and the permissions."
            )
            throw MarketDataError(.unreadable, [issue])
        }
        guard data.count <= sizeMaximum else {
            let issue = DataIssue(
                file: path,
                message: "has \(data.count) bytes, more than \(sizeMaximum)",
                reason: "A data file is held in memory as a whole.",
                remedy: "Split it by instrument."
            )
            throw MarketDataError(.unreadable, [issue])
        }
        self.init(path: path, bytes: [UInt8](data))
    }

    init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }

    /// The first line, without its end.
    var head: String {
        String(decoding: bytes.prefix { $0 != newline && $0 != carriageReturn }, as: UTF8.self)
    }

    /// Whether the first line speaks of times or prices; a list of segments, say, does not.
    var isMarketData: Bool {
        let head = head.lowercased()
        let words = ["timestamp", "date", "time", "open", "high", "low", "close"]
        return bytes.isEmpty || words.contains { head.contains($0) }
    }
}

/// Returns the names of the CSV files of a directory, in byte order.
func dataFileNames(in directory: String) throws(MarketDataError) -> [String] {
    do {
        return try FileManager.default.contentsOfDirectory(atPath: directory)
            .filter { $0.hasSuffix(".csv") }
            .sorted()
    } catch {
        let issue = DataIssue(
            file: directory,
            message: "can't be listed: \(error.localizedDescription)",
            reason: "Bar files are looked for in a directory.",
            remedy: "Check the path and the permissions."
        )
        throw MarketDataError(.unreadable, [issue])
    }
}

/// Whether a path leads to a directory.
func isDirectory(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: "\(path)/.")
}

let newline = UInt8(ascii: "\n")
let carriageReturn = UInt8(ascii: "\r")
