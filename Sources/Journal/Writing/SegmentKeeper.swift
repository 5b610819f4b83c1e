internal import Foundation
internal import GRDB
internal import Synchronization

/// The thread that copies the log into the database file and finishes closed segments.
///
/// At most one checkpoint waits; asking again changes nothing. At most four segments wait to be
/// finished; a fifth makes the writer wait, which takes four segments filled while one is indexed.
final class SegmentKeeper: Sendable {
    private enum Job {
        case checkpoint(String)
        case finish(String, DatabaseQueue?)
    }

    private enum Phase {
        case working
        /// No new jobs: end when those that wait are done.
        case stopping
        /// End after the present job.
        case abandoned
        case ended
    }

    private struct State {
        var phase = Phase.working
        var jobs: [Job] = []
        var isCheckpointWaiting = false
        var failure: JournalError?
    }

    private static let waitingMaximum = 4
    private let state = Mutex(State())
    private let changed = NSCondition()
    private let durability: Durability

    /// Starts the thread.
    init(name: String, durability: Durability) {
        self.durability = durability
        let thread = Thread { self.run() }
        thread.name = "journal \(name)"
        thread.start()
    }

    /// Asks for a passive checkpoint of a segment.
    func checkpoint(_ path: String) {
        update { state in
            guard !state.isCheckpointWaiting else { return }
            state.isCheckpointWaiting = true
            state.jobs.append(.checkpoint(path))
        }
    }

    /// Hands over a segment to be indexed, checkpointed and made read-only.
    ///
    /// - Parameters:
    ///   - path: The segment's file.
    ///   - queue: The writer's connection, which the writer no longer uses; `nil` opens one.
    func finish(_ path: String, _ queue: DatabaseQueue?) {
        wait { $0.jobs.count < Self.waitingMaximum }
        update { $0.jobs.append(.finish(path, queue)) }
    }

    /// Waits until every job is done and the thread has ended.
    func stop() throws(JournalError) {
        update { if $0.phase == .working { $0.phase = .stopping } }
        wait { $0.phase == .ended }
        if let failure = state.withLock({ $0.failure }) { throw failure }
    }

    /// Lets the thread end without waiting for it; segments that wait are finished another day.
    func abandon() {
        update { if $0.phase != .ended { $0.phase = .abandoned } }
    }

    private func run() {
        var checkpointer: (path: String, queue: DatabaseQueue)?
        while let job = nextJob() {
            do {
                switch job {
                case .checkpoint(let path):
                    if checkpointer?.path != path {
                        checkpointer = (path, try SegmentFile.openForWriting(path, durability))
                    }
                    try checkpointer?.queue.writeWithoutTransaction { try $0.copyLog() }
                case .finish(let path, let queue):
                    checkpointer = nil
                    if queue == nil, try SegmentFile.isClosed(path) { continue }
                    let queue = try queue ?? SegmentFile.openForWriting(path, durability)
                    try SegmentFinisher.finish(path, queue)
                }
            } catch {
                let failure = JournalError.wrapping(error, "look after the journal's segments")
                update { $0.failure = $0.failure ?? failure }
            }
        }
        checkpointer = nil
        update { $0.phase = .ended }
    }

    private func nextJob() -> Job? {
        wait { !$0.jobs.isEmpty || $0.phase != .working }
        let job: Job? = state.withLock { state in
            guard state.phase != .abandoned, !state.jobs.isEmpty else { return nil }
            let job = state.jobs.removeFirst()
            if case .checkpoint = job { state.isCheckpointWaiting = false }
            return job
        }
        announce()
        return job
    }

    private func update(_ change: (inout State) -> Void) {
        state.withLock { change(&$0) }
        announce()
    }

    private func announce() {
        changed.lock()
        changed.broadcast()
        changed.unlock()
    }

    private func wait(until holds: (State) -> Bool) {
        changed.lock()
        while !state.withLock({ holds($0) }) {
            changed.wait()
        }
        changed.unlock()
    }
}
