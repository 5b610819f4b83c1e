import Foundation
import Journal

/// The files of one process's journal, as bytes to be damaged.
struct JournalFile {
    /// The newest segment of a process.
    static func newest(of process: String, in run: RunDirectory) throws -> String {
        let directory = "\(run.journalPath)/\(process)"
        let files = try FileManager.default.contentsOfDirectory(atPath: directory)
            .filter { $0.hasSuffix(".sqlite") }.sorted()
        guard let last = files.last else { throw BrokenPassLine("\(process) has no journal") }
        return "\(directory)/\(last)"
    }

    /// Copies all journals of a run, so that they can be put back.
    static func copy(_ run: RunDirectory) throws {
        try FileManager.default.copyItem(
            atPath: run.journalPath,
            toPath: "\(run.path)/journal-copy"
        )
    }

    /// Puts back the copy of all journals of a run.
    static func putBack(_ run: RunDirectory) throws {
        try RunRemoval.remove(run.journalPath)
        try FileManager.default.moveItem(
            atPath: "\(run.path)/journal-copy",
            toPath: run.journalPath
        )
    }

    /// Changes bytes of a file, closed or not; whether it was closed stays as it was.
    static func change(_ path: String, _ body: (inout Data) throws -> Void) throws {
        let manager = FileManager.default
        let permissions = try manager.attributesOfItem(atPath: path)[.posixPermissions]
        try manager.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        let handle = try FileHandle(forUpdating: URL(filePath: path))
        var data = try handle.readToEnd() ?? Data()
        try body(&data)
        try handle.seek(toOffset: 0)
        try handle.write(contentsOf: data)
        try handle.truncate(atOffset: UInt64(data.count))
        try handle.close()
        if let permissions {
            try manager.setAttributes([.posixPermissions: permissions], ofItemAtPath: path)
        }
    }
}
