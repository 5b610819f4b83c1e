internal import Foundation
internal import Glibc

/// The file operations of a key directory, which refuse what others could read or write.
enum KeyStorage {
    /// What is known of a path without following a link.
    struct Facts {
        let isDirectory: Bool
        let isFile: Bool
        let owner: uid_t
        let mode: mode_t
        let size: Int64
        let modified: Int64

        /// The permissions as `chmod` writes them, `0600`.
        var modeText: String { "0" + String(mode, radix: 8) }
    }

    /// Looks at a path; `nil` when nothing is there.
    static func facts(_ path: String) throws(KeyError) -> Facts? {
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw failure("look at \(path)")
        }
        return Facts(
            isDirectory: status.st_mode & S_IFMT == S_IFDIR,
            isFile: status.st_mode & S_IFMT == S_IFREG,
            owner: status.st_uid,
            mode: status.st_mode & 0o7777,
            size: Int64(status.st_size),
            modified: Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
        )
    }

    /// Refuses a directory in which somebody else could put or replace keys.
    static func checkDirectory(_ path: String) throws(KeyError) {
        guard let facts = try facts(path) else {
            throw KeyError(
                .notFound,
                "there is no key directory \(path). Make it: bursar keys generate \(path)"
            )
        }
        guard facts.isDirectory else {
            throw KeyError(.unsafe, "\(path) is not a directory. Name the key directory itself.")
        }
        try checkOwner(facts, path)
        guard facts.mode & 0o022 == 0 else {
            throw KeyError(
                .unsafe,
                "others can write in \(path) (mode \(facts.modeText)), and so replace keys. Mend "
                    + "it: chmod 0700 \(path)"
            )
        }
    }

    /// Reads a key file, if nobody else could have read it (a secret) or written it.
    static func read(_ path: String, isSecret: Bool) throws(KeyError) -> String {
        guard let facts = try facts(path) else {
            throw KeyError(.notFound, "there is no key file \(path)")
        }
        guard facts.isFile, facts.size <= KeyFile.sizeMaximum else {
            throw KeyError(.malformed, "\(path) is not a key file. Put back the one generated.")
        }
        try checkOwner(facts, path)
        if isSecret, facts.mode != 0o600 {
            throw KeyError(
                .unsafe,
                "\(path) holds a secret and has mode \(facts.modeText) instead of 0600. Mend it: "
                    + "chmod 0600 \(path); if others may have read it, revoke it and make another"
            )
        }
        if facts.mode & 0o022 != 0 {
            throw KeyError(
                .unsafe,
                "others can write \(path) (mode \(facts.modeText)). Mend it: chmod 0644 \(path)"
            )
        }
        do {
            return try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw KeyError(.storage, "\(path) can't be read: \(error.localizedDescription)")
        }
    }

    /// Makes a directory that only its user may enter; one that is there already is left.
    static func makeDirectory(_ path: String) throws(KeyError) {
        guard try facts(path) == nil else { return }
        do {
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw KeyError(.storage, "\(path) can't be made: \(error.localizedDescription)")
        }
    }

    /// Writes a new file, durably, with its permissions from the first byte on; never over another.
    static func create(_ path: String, _ text: String, mode: mode_t) throws(KeyError) {
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
        let descriptor = unsafe open(path, flags, mode)
        guard descriptor >= 0 else { throw failure("write \(path)") }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            // Whatever the umask says: a secret is for its owner, a public half for all to read.
            guard fchmod(descriptor, mode) == 0 else { throw failure("set the mode of \(path)") }
            try handle.write(contentsOf: Data(text.utf8))
            try handle.synchronize()
            try handle.close()
        } catch let error as KeyError {
            throw error
        } catch {
            throw KeyError(.storage, "\(path) can't be written: \(error.localizedDescription)")
        }
    }

    /// Moves a file; never over another.
    static func move(_ path: String, to other: String) throws(KeyError) {
        guard try facts(other) == nil else {
            throw KeyError(.storage, "\(other) is there already; move it away first")
        }
        guard unsafe rename(path, other) == 0 else { throw failure("move \(path) to \(other)") }
    }

    /// The names in a directory that end so, sorted, without their ending; none where there is none.
    static func names(in directory: String, ending: String) throws(KeyError) -> [String] {
        guard try facts(directory) != nil else { return [] }
        do {
            return try FileManager.default.contentsOfDirectory(atPath: directory)
                .filter { $0.hasSuffix(ending) && !$0.hasPrefix(".") }
                .map { String($0.dropLast(ending.count)) }
                .sorted()
        } catch {
            throw KeyError(.storage, "\(directory) can't be listed: \(error.localizedDescription)")
        }
    }

    private static func checkOwner(_ facts: Facts, _ path: String) throws(KeyError) {
        guard facts.owner == geteuid() else {
            throw KeyError(
                .unsafe,
                "\(path) belongs to user \(facts.owner), and this is user \(geteuid()). Mend it: "
                    + "chown \(geteuid()) \(path)"
            )
        }
    }

    private static func failure(_ action: String) -> KeyError {
        let reason = unsafe String(cString: strerror(errno))
        return KeyError(.storage, "can't \(action): \(reason)")
    }
}
