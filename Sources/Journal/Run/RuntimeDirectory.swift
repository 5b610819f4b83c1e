internal import Foundation
internal import Glibc

/// The short, private directory that holds a run's sockets.
///
/// A socket's path holds 107 bytes, less than many run directories take. The short one is derived
/// from the run directory's path and kept there as the link `sockets`, so that every process of
/// the run finds the same one whatever its environment says.
package struct RuntimeDirectory: Sendable, Equatable {
    /// Longest path a socket may have, bytes.
    package static let socketPathBytesMaximum = 107

    /// The directory itself.
    package let path: String

    /// Makes the directory of a run with mode 0700, or returns it if it was made before.
    ///
    /// - Parameters:
    ///   - run: The run.
    ///   - environment: Variables of the process; `XDG_RUNTIME_DIR` is preferred to `/tmp`.
    /// - Returns: The directory, private to the user.
    /// - Throws: ``JournalError`` with `unsafeDirectory` when someone else owns it or may write
    ///   in it, or `storage`.
    package static func make(
        for run: RunDirectory,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(JournalError) -> RuntimeDirectory {
        if let existing = try find(for: run) { return existing }
        let parent = parent(environment)
        try makePrivate(parent)
        let directory = "\(parent)/\(shortID(of: run))"
        try makePrivate(directory)
        let link = linkPath(of: run)
        do {
            if isLink(link) { try FileManager.default.removeItem(atPath: link) }
            try FileManager.default.createSymbolicLink(
                atPath: link,
                withDestinationPath: directory
            )
        } catch {
            // Another process of the run may have been first; its link then says the same.
            guard isLink(link) else { throw .wrapping(error, "make the link \(link)") }
        }
        return RuntimeDirectory(path: directory)
    }

    /// Returns the directory a process of the run has made, or `nil`.
    package static func find(for run: RunDirectory) throws(JournalError) -> RuntimeDirectory? {
        let link = linkPath(of: run)
        guard isLink(link), Files.isDirectory(link) else { return nil }
        do {
            let path = try FileManager.default.destinationOfSymbolicLink(atPath: link)
            try checkPrivate(path)
            return RuntimeDirectory(path: path)
        } catch {
            throw .wrapping(error, "follow the link \(link)")
        }
    }

    /// Returns the path of a socket in the directory.
    ///
    /// - Throws: ``JournalError`` with `invalidName`, or `pathTooLong` beyond 107 bytes.
    package func socketPath(_ name: String) throws(JournalError) -> String {
        let socket = "\(path)/\(try FileName.checked(name, as: "socket's name"))"
        guard socket.utf8.count <= Self.socketPathBytesMaximum else {
            throw JournalError(
                .pathTooLong,
                """
                the socket path \(socket) has \(socket.utf8.count) bytes, more than \
                \(Self.socketPathBytesMaximum); point XDG_RUNTIME_DIR to a shorter directory
                """
            )
        }
        return socket
    }

    /// Removes the directory and all sockets in it, once the run has ended.
    package func remove() throws(JournalError) {
        guard Files.exists(path) else { return }
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            throw .wrapping(error, "remove \(path)")
        }
    }
}

extension RuntimeDirectory {
    private static func linkPath(of run: RunDirectory) -> String { "\(run.path)/sockets" }

    private static func parent(_ environment: [String: String]) -> String {
        if let base = environment["XDG_RUNTIME_DIR"], base.hasPrefix("/"), Files.isDirectory(base) {
            return "\(base)/bursar"
        }
        return "/tmp/bursar-\(getuid())"
    }

    /// Returns 16 hexadecimal digits: FNV-1a, 64 bits, of the run directory's real path.
    private static func shortID(of run: RunDirectory) -> String {
        let real = URL(filePath: run.path).resolvingSymlinksInPath().path
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in real.utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
        }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    private static func isLink(_ path: String) -> Bool {
        kind(path) == .typeSymbolicLink
    }

    /// Returns what a path is, without following a link; `nil` when nothing is there.
    private static func kind(_ path: String) -> FileAttributeType? {
        do {
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            return attributes[.type] as? FileAttributeType
        } catch {
            return nil
        }
    }

    private static func makePrivate(_ path: String) throws(JournalError) {
        if unsafe mkdir(path, 0o700) != 0, errno != EEXIST {
            throw .wrapping(
                POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO),
                "make the directory \(path)"
            )
        }
        try checkPrivate(path)
    }

    /// Refuses a directory that is a link, that another user owns, or that others can enter.
    private static func checkPrivate(_ path: String) throws(JournalError) {
        let attributes: [FileAttributeKey: Any]
        do {
            attributes = try FileManager.default.attributesOfItem(atPath: path)
        } catch {
            throw .wrapping(error, "look at \(path)")
        }
        let owner = (attributes[.ownerAccountID] as? NSNumber)?.uint32Value
        let mode = (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0o777
        guard kind(path) == .typeDirectory, owner == getuid(), mode & 0o077 == 0 else {
            throw JournalError(
                .unsafeDirectory,
                """
                \(path) must be a directory of yours that nobody else can enter (mode 0700); \
                remove it, or point XDG_RUNTIME_DIR to a private directory
                """
            )
        }
    }
}
