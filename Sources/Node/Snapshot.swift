import Digest
import Messaging
import SwiftProtobuf

/// The state of a process at the end of a cycle: what it need not execute again to be there.
package struct Snapshot: Sendable, Hashable {
    /// The order of words in sections; it changes whenever an engine's list of fields does.
    package static let format: UInt32 = 1

    /// The state of one engine.
    package struct Section: Sendable, Hashable {
        /// Which engine.
        package let name: String
        /// Whether it depends on arrivals and lives, and not on the inbox alone.
        package let isTransient: Bool
        /// Its fields, one after the other.
        package let words: [UInt64]
    }

    /// Whose it is and what it was made with.
    package struct Origin: Sendable, Hashable {
        /// The run it was taken in.
        package var run: String
        /// Whose state it is.
        package var process: String
        /// Version of its engines.
        package var engineVersion: String
        /// Hash over the digests of topology and data.
        package var configuration: [UInt8]

        /// States an origin.
        package init(
            run: String,
            process: String,
            engineVersion: String,
            topologyDigest: [UInt8],
            dataDigest: [UInt8]
        ) {
            self.run = run
            self.process = process
            self.engineVersion = engineVersion
            configuration = SHA256.hash(topologyDigest + dataDigest).bytes
        }
    }

    /// Whose it is.
    package let origin: Origin
    /// Place of the last message in the journal that it follows from.
    package let position: Int64
    /// The cycle it stands at the end of.
    package let cycle: Int64
    /// The life that took it.
    package let life: Int64
    /// The states of all engines.
    package let sections: [Section]

    /// Takes a state.
    package init(
        origin: Origin,
        position: Int64,
        cycle: Int64,
        life: Int64,
        sections: [Section]
    ) {
        self.origin = origin
        self.position = position
        self.cycle = cycle
        self.life = life
        self.sections = sections
    }

    /// The sections that follow from the inbox alone: any life comes to the same.
    package var lasting: [Section] { sections.filter { !$0.isTransient } }
}

extension Snapshot {
    /// The bytes of its file.
    ///
    /// - Throws: When they cannot be encoded.
    package func encoded() throws -> [UInt8] {
        var message = Bursar_V1_Snapshot()
        message.format = Self.format
        message.engineVersion = origin.engineVersion
        message.run = origin.run
        message.process = origin.process
        message.position = UInt64(position)
        message.cycle = UInt64(cycle)
        message.life = UInt64(life)
        message.configuration = .init(origin.configuration)
        message.sections = sections.map { section in
            .with {
                $0.name = section.name
                $0.transient = section.isTransient
                $0.words = section.words
            }
        }
        let content: [UInt8] = try message.serializedBytes()
        var file = Bursar_V1_SnapshotFile()
        file.sha256 = .init(SHA256.hash(content).bytes)
        file.content = .init(content)
        return try file.serializedBytes()
    }

    /// Reads the bytes of a file.
    ///
    /// - Throws: ``NodeError`` with `snapshot` when it is torn, altered or of another format.
    package init(decoding bytes: [UInt8]) throws(NodeError) {
        let message: Bursar_V1_Snapshot
        do {
            let file = try Bursar_V1_SnapshotFile(serializedBytes: bytes)
            let content = [UInt8](file.content)
            guard SHA256.hash(content).bytes == [UInt8](file.sha256) else {
                throw NodeError(.snapshot, "its bytes are not those that were written")
            }
            message = try Bursar_V1_Snapshot(serializedBytes: content)
        } catch let error as NodeError {
            throw error
        } catch {
            throw NodeError(.snapshot, "\(bytes.count) bytes are no snapshot: \(error)")
        }
        guard message.format == Self.format else {
            throw NodeError(
                .snapshot,
                "it has format \(message.format), and this program reads \(Self.format)"
            )
        }
        var origin = Origin(
            run: message.run,
            process: message.process,
            engineVersion: message.engineVersion,
            topologyDigest: [],
            dataDigest: []
        )
        origin.configuration = [UInt8](message.configuration)
        self.init(
            origin: origin,
            position: Int64(clamping: message.position),
            cycle: Int64(clamping: message.cycle),
            life: Int64(clamping: message.life),
            sections: message.sections.map {
                Section(name: $0.name, isTransient: $0.transient, words: $0.words)
            }
        )
    }

    /// Checks that it belongs to a process, whatever the version of its engines.
    ///
    /// - Throws: ``NodeError`` with `snapshot`.
    package func check(for wanted: Origin, journalEnd: Int64) throws(NodeError) {
        guard origin.run == wanted.run, origin.process == wanted.process else {
            throw NodeError(.snapshot, "it is one of \(origin.process) in run \(origin.run)")
        }
        guard origin.configuration == wanted.configuration else {
            throw NodeError(.snapshot, "it was taken with another topology or other data")
        }
        guard position <= journalEnd else {
            throw NodeError(
                .snapshot,
                "it stands on position \(position), but the journal ends at \(journalEnd)"
            )
        }
    }
}
