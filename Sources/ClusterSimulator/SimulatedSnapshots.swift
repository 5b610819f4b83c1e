internal import Journal
internal import LinearAlgebra
internal import Synchronization

/// Snapshots on a simulated disk: each takes a while to be written, and a crash may tear the newest.
final class SimulatedSnapshots: SnapshotStoring, Sendable {
    private struct State {
        let kept = InMemorySnapshots()
        /// Being written, and lost by a crash before its time comes.
        var pending: (due: Duration, position: Int64, bytes: [UInt8])?
        var random: Xoshiro256
        var isFull = false
        var torn = 0
    }

    private let state: Mutex<State>
    private let agenda: Agenda
    private let tearing: Double
    private let delay: Duration

    /// Makes room for snapshots.
    ///
    /// - Parameters:
    ///   - agenda: Tells the time.
    ///   - delay: Longest time until one is written.
    ///   - tearing: Share of crashes that damage the newest.
    ///   - seed: Of delays and damages.
    init(agenda: Agenda, delay: Duration, tearing: Double, seed: UInt64) {
        self.agenda = agenda
        self.delay = delay
        self.tearing = tearing
        state = Mutex(State(random: Xoshiro256(seed: seed)))
    }

    /// Whether snapshots are refused.
    func setFull(_ isFull: Bool) { state.withLock { $0.isFull = isFull } }

    /// How many were damaged.
    var torn: Int { state.withLock { $0.torn } }

    var isBusy: Bool {
        let now = agenda.now
        return state.withLock { state in
            Self.settle(&state, at: now)
            return state.pending != nil
        }
    }

    func keep(position: Int64, encode: @escaping @Sendable () throws -> [UInt8]) {
        let now = agenda.now
        state.withLock { state in
            // Like a full disk: it costs a longer recovery, and nothing else.
            guard !state.isFull, let bytes = try? encode() else { return }
            Self.settle(&state, at: nil)
            state.pending = (now + delay * state.random.uniform(), position, bytes)
        }
    }

    func positions() -> [Int64] { state.withLock { $0.kept.positions() } }

    func read(_ position: Int64) throws(JournalError) -> [UInt8] {
        try state.withLock { state throws(JournalError) in try state.kept.read(position) }
    }

    func settle() { state.withLock { Self.settle(&$0, at: nil) } }

    /// Loses what is not written yet, and perhaps damages what is.
    func crash() {
        let now = agenda.now
        state.withLock { state in
            Self.settle(&state, at: now)
            state.pending = nil
            guard state.random.uniform() < tearing, let newest = state.kept.positions().first,
                var bytes = try? state.kept.read(newest), !bytes.isEmpty
            else { return }
            let place = Int(state.random.next() % UInt64(bytes.count))
            if state.random.uniform() < 0.5 {
                bytes.removeLast(bytes.count - place)
            } else {
                bytes[place] ^= 1
            }
            state.kept.put(bytes, at: newest)
            state.torn += 1
        }
    }

    private static func settle(_ state: inout State, at time: Duration?) {
        guard let next = state.pending, time.map({ next.due <= $0 }) ?? true else { return }
        state.pending = nil
        state.kept.put(next.bytes, at: next.position)
    }
}
