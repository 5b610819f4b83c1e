internal import Foundation

/// The few file operations the journal and the run directory share, with errors in words.
enum Files {
    /// Makes a directory and its parents; one that exists is fine.
    static func makeDirectory(_ path: String, permissions: Int = 0o755) throws(JournalError) {
        do {
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: permissions]
            )
        } catch {
            throw .wrapping(error, "make the directory \(path)")
        }
    }

    /// Replaces a file whole, so that a reader sees the old contents or the new.
    static func write(_ contents: Data, to path: String) throws(JournalError) {
        do {
            try contents.write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw .wrapping(error, "write \(path)")
        }
    }

    /// Reads a whole file.
    static func read(_ path: String) throws(JournalError) -> Data {
        do {
            return try Data(contentsOf: URL(filePath: path))
        } catch {
            throw .wrapping(error, "read \(path)")
        }
    }

    /// Makes the names in a directory survive loss of power.
    static func synchronize(directory: String) throws(JournalError) {
        do {
            let handle = try FileHandle(forReadingFrom: URL(filePath: directory))
            try handle.synchronize()
            try handle.close()
        } catch {
            throw .wrapping(error, "flush the directory \(directory)")
        }
    }

    /// Returns the size of a file in bytes.
    static func size(_ path: String) throws(JournalError) -> Int64 {
        do {
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            return (attributes[.size] as? NSNumber)?.int64Value ?? 0
        } catch {
            throw .wrapping(error, "look at \(path)")
        }
    }

    /// Whether a directory is at the path.
    static func isDirectory(_ path: String) -> Bool {
        exists("\(path)/.")
    }

    /// Whether anything is at the path.
    static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: path)
    }
}

/// Names that become part of a path.
enum FileName {
    /// Returns the name if it holds 1 to 64 letters, digits, dots, hyphens or underscores.
    static func checked(_ name: String, as what: String) throws(JournalError) -> String {
        let isAllowed = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
                UInt8(ascii: "_"):
                true
            default: false
            }
        }
        guard isAllowed, (1...64).contains(name.utf8.count), !name.hasPrefix(".") else {
            throw JournalError(
                .invalidName,
                """
                the \(what) "\(name)" cannot name a file; use 1 to 64 letters, digits, dots, \
                hyphens or underscores, not beginning with a dot
                """
            )
        }
        return name
    }
}
