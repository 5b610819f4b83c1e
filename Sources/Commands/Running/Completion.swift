import Synchronization

/// Waits for a number of processes to end; the first failure ends the wait at once.
final class Completion: Sendable {
    private struct State {
        var remaining: Int
        var result: Result<Void, any Error>?
        var waiter: CheckedContinuation<Void, any Error>?
    }

    private let state: Mutex<State>

    /// Waits for `count` processes.
    init(of count: Int) {
        state = Mutex(State(remaining: count))
    }

    /// Notes that a process ended.
    func ended(_ error: (any Error)?) {
        let resume = state.withLock { state -> (CheckedContinuation<Void, any Error>?) in
            guard state.result == nil else { return nil }
            state.remaining -= 1
            if let error {
                state.result = .failure(error)
            } else if state.remaining == 0 {
                state.result = .success(())
            } else {
                return nil
            }
            defer { state.waiter = nil }
            return state.waiter
        }
        guard let resume else { return }
        if let error { resume.resume(throwing: error) } else { resume.resume() }
    }

    /// Returns when all have ended; throws what the first failure was.
    func wait() async throws {
        try await withCheckedThrowingContinuation { continuation in
            let result = state.withLock { state -> Result<Void, any Error>? in
                if state.result == nil { state.waiter = continuation }
                return state.result
            }
            if let result { continuation.resume(with: result) }
        }
    }
}
