internal import Foundation
internal import Glibc

/// An exclusive lock on a file, with the holder's process id inside.
///
/// The kernel releases it when the holder dies, however it dies; child processes do not inherit it.
package final class FileLock: Sendable {
    private let handle: FileHandle

    /// Takes the lock.
    ///
    /// - Throws: ``JournalError`` with `locked`, naming the holder, or `storage`.
    init(path: String, subject: String) throws(JournalError) {
        handle = try Self.open(path)
        guard try Self.lock(handle, LOCK_EX, path) else {
            let holder = try Self.holder(path).map { "process \($0)" } ?? "another process"
            throw JournalError(
                .locked,
                "\(subject) is in use by \(holder); stop it first (lock \(path))"
            )
        }
        do {
            try handle.truncate(atOffset: 0)
            try handle.write(contentsOf: Data("\(getpid())\n".utf8))
        } catch {
            throw .wrapping(error, "write \(path)")
        }
    }

    /// Gives the lock back; dropping the object does the same.
    package func release() {
        flock(handle.fileDescriptor, LOCK_UN)
    }

    /// Whether anyone holds the lock; `false` when there is no such file.
    static func isHeld(_ path: String) throws(JournalError) -> Bool {
        guard Files.exists(path) else { return false }
        let probe = try open(path)
        return try !lock(probe, LOCK_SH, path)
    }

    /// Returns the process id written in the file by its last holder.
    static func holder(_ path: String) throws(JournalError) -> Int32? {
        guard Files.exists(path) else { return nil }
        let text = String(decoding: try Files.read(path), as: UTF8.self)
        return Int32(text.trimmingCharacters(in: .whitespacesAndNewlines))
    }

    private static func open(_ path: String) throws(JournalError) -> FileHandle {
        let descriptor = unsafe Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw .wrapping(lastFailure(), "open the lock \(path)")
        }
        return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    /// Tries a few times: someone who only looks holds a shared lock for some microseconds.
    private static func lock(
        _ handle: FileHandle,
        _ mode: Int32,
        _ path: String
    ) throws(JournalError) -> Bool {
        for _ in 0..<20 {
            if flock(handle.fileDescriptor, mode | LOCK_NB) == 0 { return true }
            guard errno == EWOULDBLOCK || errno == EINTR else {
                throw .wrapping(lastFailure(), "lock \(path)")
            }
            if mode == LOCK_SH { return false }
            usleep(1000)
        }
        return false
    }

    private static func lastFailure() -> POSIXError {
        POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
    }
}
