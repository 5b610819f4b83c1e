import Foundation
import Market

/// The largest file that is read, in bytes.
private let sizeMaximum = 1 << 20

/// Reads a topology's file as text.
func readText(_ file: String) throws(TopologyError) -> String {
    let bytes: Data
    do {
        bytes = try Data(contentsOf: URL(fileURLWithPath: file))
    } catch {
        throw unreadable(
            file,
            "can't be read: \(error.localizedDescription)",
            "Check the path and the permissions."
        )
    }
    guard bytes.count <= sizeMaximum else {
        throw unreadable(
            file,
            "has \(bytes.count) bytes, more than \(sizeMaximum)",
            "Name a topology's file, not data."
        )
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
        throw unreadable(file, "is not UTF-8 text", "Save it as UTF-8.")
    }
    return text
}

/// The part of a path before its last `/`; `.` where there is none.
func directoryName(of file: String) -> String {
    guard let slash = file.lastIndex(of: "/") else { return "." }
    return slash == file.startIndex ? "/" : String(file[..<slash])
}

private func unreadable(_ file: String, _ message: String, _ remedy: String) -> TopologyError {
    let issue = TopologyIssue(
        file: file,
        line: 1,
        column: 1,
        path: "",
        message: message,
        reason: "Nothing can be checked without its text.",
        remedy: remedy
    )
    return TopologyError(.unreadableFile, [issue])
}

extension DataSpecification {
    /// Returns where the source's file or directory is; `nil` for a generated market.
    ///
    /// Relative paths start from `directory`, which is ``TopologyDocument/directory``.
    package func path(in directory: String) -> String? {
        switch source {
        case .closes(let path), .bars(let path):
            path.hasPrefix("/") || directory == "." ? path : "\(directory)/\(path)"
        case .synthetic: nil
        }
    }
}

extension TopologyDocument {
    /// Reports the data files that the topology names and that are not there.
    func checkFiles(with reader: inout TopologyReader) {
        guard let path = topology.data.path(in: directory) else { return }
        let isBars = if case .bars = topology.data.source { true } else { false }
        let key = isBars ? "data.bars" : "data.closes"
        guard let mark = marks[key], !path.hasSuffix("/") else { return }
        let isDirectory = FileManager.default.fileExists(atPath: "\(path)/.")
        guard FileManager.default.fileExists(atPath: path), isDirectory == isBars else {
            reader.report(
                "there is no \(isBars ? "directory" : "file") \(path)",
                at: mark,
                path: key,
                reason: "Paths are relative to the topology's file, in \(directory).",
                remedy: "Correct the path, or fetch the data first."
            )
            return
        }
        if isBars { checkBarFiles(in: path, namedAt: mark, with: &reader) }
    }

    private func checkBarFiles(
        in path: String,
        namedAt mark: SourceMark,
        with reader: inout TopologyReader
    ) {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: path)
        } catch {
            reader.report(
                "\(path) can't be listed: \(error.localizedDescription)",
                at: mark,
                path: "data.bars",
                reason: "Its bar files can't be found.",
                remedy: "Check the permissions."
            )
            return
        }
        let symbols = names.filter { $0.hasSuffix(".csv") }.map { String($0.dropLast(4)) }
        let known = Set(symbols)
        for worker in topology.workers {
            let place = "\(workerPaths[worker.name] ?? "workers").mandate.universe"
            for instrument in worker.mandate.universe where !known.contains(instrument.symbol) {
                let nearest = nearestName(to: instrument.symbol, among: symbols)
                reader.report(
                    "there is no file \(path)/\(instrument).csv",
                    at: marks["\(place)[\(instrument)]"] ?? mark,
                    path: place,
                    reason: "An instrument without bars can't be traded.",
                    remedy: nearest.map { "Did you mean \"\($0)\"?" }
                        ?? "Remove it or add its bars."
                )
            }
        }
    }
}

extension TransportSpecification {
    /// Returns where the keys are; `nil` when there are none.
    ///
    /// Relative paths start from `directory`, which is ``TopologyDocument/directory``.
    package func keyDirectory(in directory: String) -> String? {
        guard case .keys(let path) = security else { return nil }
        return path.hasPrefix("/") || directory == "." ? path : "\(directory)/\(path)"
    }
}

extension TopologyDocument {
    /// Refuses the topology for what is wrong with its keys, in words of whoever looked at them.
    ///
    /// - Throws: ``TopologyError`` with `invalid`, unless there are no problems.
    package func refuse(keys problems: [String]) throws(TopologyError) {
        guard !problems.isEmpty else { return }
        let path = "master.transport.security.keys"
        var reader = TopologyReader(file: file, marks: marks)
        for problem in problems {
            reader.report(
                problem,
                at: marks[path] ?? SourceMark(line: 1, column: 1),
                path: path,
                reason: "Keys that are missing or open to others keep nobody out.",
                remedy: "`bursar keys list` shows the state of all of them."
            )
        }
        throw TopologyError(.invalid, reader.issues)
    }
}
