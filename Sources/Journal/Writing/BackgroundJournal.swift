internal import Foundation
internal import Synchronization

/// Writes batches on a thread of its own, while the process collects the next.
///
/// At most one batch is being written and one is being collected: handing over another waits for
/// the first, so memory is bounded and a slow disk slows the process down. What ``commit(_:)``
/// returns, and ``durablePosition``, may therefore lie behind the batch just handed over.
package final class BackgroundJournal: JournalWriting {
    private enum Phase {
        case idle
        case working(JournalBatch)
        case stopping
        case ended
    }

    private struct State {
        var phase = Phase.idle
        var durablePosition: Int64
        var failure: JournalError?
    }

    /// What the thread and its owner share.
    private final class Shared: Sendable {
        let state: Mutex<State>
        let writer: Mutex<JournalWriter>
        let changed = NSCondition()

        init(_ writer: sending JournalWriter) {
            state = Mutex(State(durablePosition: writer.durablePosition))
            self.writer = Mutex(writer)
        }

        func update(_ change: (inout State) -> Void) {
            state.withLock { change(&$0) }
            changed.lock()
            changed.broadcast()
            changed.unlock()
        }

        func wait(until condition: (State) -> Bool) {
            changed.lock()
            while !state.withLock({ condition($0) }) { changed.wait() }
            changed.unlock()
        }

        func run() {
            while true {
                wait { state in
                    switch state.phase {
                    case .working, .stopping: true
                    case .idle, .ended: false
                    }
                }
                guard case .working(let batch) = state.withLock({ $0.phase }) else { break }
                do throws(JournalError) {
                    let position = try writer.withLock { writer throws(JournalError) in
                        try writer.commit(batch)
                    }
                    update { ($0.phase, $0.durablePosition) = (.idle, position) }
                } catch {
                    update { ($0.phase, $0.failure) = (.idle, error) }
                }
            }
            update { $0.phase = .ended }
        }
    }

    private let shared: Shared

    /// Takes over a writer; its thread starts at once.
    package init(_ writer: sending JournalWriter, name: String) {
        let shared = Shared(writer)
        self.shared = shared
        let thread = Thread { shared.run() }
        thread.name = "writer \(name)"
        thread.start()
    }

    deinit {
        shared.update { state in
            if case .idle = state.phase { state.phase = .stopping }
        }
    }

    package var durablePosition: Int64 { shared.state.withLock { $0.durablePosition } }

    /// Hands a batch over once the one before is durable.
    ///
    /// - Throws: What an earlier batch was refused for, or ``JournalError`` with `closed`.
    @discardableResult
    package func commit(_ batch: JournalBatch) throws(JournalError) -> Int64 {
        try settle()
        guard !batch.isEmpty else { return durablePosition }
        shared.update { $0.phase = .working(batch) }
        return durablePosition
    }

    package func flush() throws(JournalError) { try settle() }

    /// Waits for the last batch, ends the thread and finishes the journal.
    package func close() throws(JournalError) {
        if case .ended = shared.state.withLock({ $0.phase }) { return }
        try settle()
        shared.update { $0.phase = .stopping }
        shared.wait { if case .ended = $0.phase { true } else { false } }
        try shared.writer.withLock { writer throws(JournalError) in try writer.close() }
    }

    /// Waits until nothing is being written; throws what went wrong with it.
    private func settle() throws(JournalError) {
        shared.wait { state in
            if case .working = state.phase { false } else { true }
        }
        let (failure, isEnded) = shared.state.withLock { state in
            if case .ended = state.phase { (state.failure, true) } else { (state.failure, false) }
        }
        if let failure { throw failure }
        if isEnded { throw .closed(nil) }
    }
}
