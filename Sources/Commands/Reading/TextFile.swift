import Foundation

/// Files that commands write where the user says.
enum TextFile {
    /// Writes a text whole or not at all.
    ///
    /// - Throws: ``CommandFailure`` with `failed`, naming the file.
    static func write(_ text: String, to path: String) throws {
        do {
            try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw CommandFailure(
                .failed,
                "\(path) cannot be written: \(error.localizedDescription)",
                advice: ["Name a file in a directory that exists and that you may write to."]
            )
        }
    }
}

/// Where a long text goes piece by piece: a file, or standard output.
final class TextSink {
    private static let pieceMaximum = 1 << 20

    private let handle: FileHandle
    private let path: String?
    private var piece = Data()

    /// Opens a file, emptied; standard output for `nil`.
    ///
    /// - Throws: ``CommandFailure`` with `failed`, naming the file.
    init(_ path: String?) throws {
        self.path = path
        guard let path else {
            handle = .standardOutput
            return
        }
        guard FileManager.default.createFile(atPath: path, contents: nil) else {
            throw CommandFailure(
                .failed,
                "\(path) cannot be written",
                advice: ["Name a file in a directory that exists and that you may write to."]
            )
        }
        handle = try FileHandle(forWritingTo: URL(filePath: path))
    }

    /// Adds a text.
    func write(_ text: String) throws {
        piece.append(contentsOf: text.utf8)
        if piece.count >= Self.pieceMaximum { try flush() }
    }

    /// Writes what is left.
    func finish() throws {
        try flush()
        if path != nil { try handle.close() }
    }

    private func flush() throws {
        do {
            try handle.write(contentsOf: piece)
        } catch {
            throw CommandFailure(
                .failed,
                "\(path ?? "standard output") cannot be written: \(error.localizedDescription)"
            )
        }
        piece.removeAll(keepingCapacity: true)
    }
}
