import Foundation
import Journal
import Keys
import Logging
import Node
import Topology
import Transport
import ZeroMQ

/// The server sockets of a master, opened with the keys that its topology names, if it names any.
///
/// Made and used on the I/O thread. Who comes in and who doesn't is logged once for each peer; a
/// change in the key directory counts within a second.
struct Doors {
    /// The sockets there are; each has its own ZAP domain and its own list of keys.
    enum Door: String {
        /// Workers speak here.
        case control
        /// People speak here; a delivery's identity holds the role, read or operate.
        case admin
    }

    /// How often the key directory is looked at.
    private static let lookInterval = Duration.milliseconds(500)

    private let keys: ClusterKeys?
    private let authenticator: Authenticator?
    private let workerCount: Int
    private let log: Logger
    private let thread: IOThread

    /// Doors for a master of this topology; with keys, the authenticator is bound at once.
    init(keys: ClusterKeys?, topology: Topology, log: Logger, on thread: IOThread) throws {
        self.keys = keys
        self.log = log
        self.thread = thread
        workerCount = topology.workers.count
        // Before the first socket is bound: without a handler libzmq would let nobody in.
        authenticator = keys == nil ? nil : try Authenticator(on: thread)
    }

    /// Opens a door.
    func open(_ door: Door, at endpoint: Endpoint) throws -> ZeroMQServerTransport {
        var configuration = ZeroMQConfiguration()
        configuration.limits.connectionsMaximum =
            door == .control ? max(256, 4 * workerCount) : 64
        var security: ZeroMQServerTransport.Security?
        if let keys, let authenticator {
            let (ring, problems) = try Self.ring(of: door, in: keys.directory)
            if let problem = problems.first { throw problem }
            security = .init(
                secretKey: try keys.directory.masterKeys().secretKey,
                authenticator: authenticator,
                domain: door.rawValue,
                ring: ring
            )
        }
        let server = try ZeroMQServerTransport(
            binding: endpoint,
            configuration: configuration,
            security: security,
            on: thread
        )
        let log = log
        server.setAdmissionHandler { note in
            switch note.kind {
            case .admitted: log.info("\(door.rawValue): \(note)")
            case .denied, .dropped: log.warning("\(door.rawValue): \(note)")
            }
        }
        if let keys {
            let watch = KeyWatch(directory: keys.directory, log: log) {
                () throws(KeyError) in
                try Self.ring(of: door, in: keys.directory)
            }
            follow(watch, server)
        }
        return server
    }

    /// Logs what has happened at a door since it was opened.
    func logCounts(of server: ZeroMQServerTransport, _ door: Door) {
        let counts = server.admissionCounts
        log.info(
            "\(door.rawValue): \(counts.admitted) admitted, \(counts.denied) denied, \(counts.dropped) dropped, \(counts.crowdedOut) crowded out"
        )
    }

    private func follow(_ watch: KeyWatch, _ server: ZeroMQServerTransport) {
        let thread = thread
        thread.schedule(after: Self.lookInterval) {
            var watch = watch
            if let ring = watch.look() { server.replace(ring) }
            follow(watch, server)
        }
    }

    private static func ring(
        of door: Door,
        in directory: KeyDirectory
    ) throws(KeyError) -> (ring: KeyRing, problems: [KeyError]) {
        switch door {
        case .control: try directory.workerRing()
        case .admin: try directory.adminRing()
        }
    }
}

/// Looks at a key directory again and again, and reads it when it may have changed.
struct KeyWatch {
    /// File systems tell times in steps; younger changes than this may hide another one.
    private static let settlingNanoseconds: Int64 = 2_000_000_000

    private let directory: KeyDirectory
    private let log: Logger
    private let read: () throws(KeyError) -> (ring: KeyRing, problems: [KeyError])
    private var stamp: [Int64] = []
    private var isSettled = false
    private var told: Set<String> = []

    init(
        directory: KeyDirectory,
        log: Logger,
        read: @escaping () throws(KeyError) -> (ring: KeyRing, problems: [KeyError])
    ) {
        self.directory = directory
        self.log = log
        self.read = read
    }

    /// Returns the keys if they may have changed; `nil` when they have not, or can't be trusted.
    ///
    /// A single bad file only keeps its own key out. While the directory as a whole can't be read
    /// or is open to others, the keys stay as they were: nobody new comes in.
    mutating func look() -> KeyRing? {
        do throws(KeyError) {
            let now = Composition.clock.wallTime()
            let stamp = try directory.stamp()
            guard stamp != self.stamp || !isSettled else { return nil }
            let (ring, problems) = try read()
            self.stamp = stamp
            isSettled = (stamp.max() ?? 0) + Self.settlingNanoseconds < now
            for problem in problems { tell(problem) }
            return ring
        } catch {
            isSettled = false
            tell(error)
            return nil
        }
    }

    private mutating func tell(_ problem: KeyError) {
        guard told.count < 1_024, told.insert(problem.message).inserted else { return }
        log.error("keys: \(problem)")
    }
}
