import Logging
import ServiceLifecycle
import Synchronization
import UnixSignals

/// Runs something that Ctrl-C or a supervisor's signal lets end in order.
enum Interruption {
    private struct Body: Service {
        let body: @Sendable () async throws -> Void
        let stop: @Sendable () -> Void

        func run() async throws {
            try await withGracefulShutdownHandler {
                try await body()
            } onGracefulShutdown: {
                stop()
            }
        }
    }

    /// A closure that can be put in place after the signal handlers stand.
    final class Stop: Sendable {
        private struct State {
            var action: (@Sendable () -> Void)?
            var isWanted = false
        }

        private let state = Mutex(State())

        /// Whether a stop was asked for.
        var isWanted: Bool { state.withLock { $0.isWanted } }

        /// Puts in place what stops the run; called at once if a stop was asked for before.
        func set(_ action: @escaping @Sendable () -> Void) {
            let isLate = state.withLock { state in
                state.action = action
                return state.isWanted
            }
            if isLate { action() }
        }

        /// Asks for the stop.
        func request() {
            let action = state.withLock { state in
                state.isWanted = true
                return state.action
            }
            action?()
        }
    }

    /// Runs `body`; a first SIGINT or SIGTERM requests the stop that `body` was given.
    ///
    /// - Returns: Whether a stop was asked for.
    static func guarded(_ body: @escaping @Sendable (Stop) async throws -> Void) async throws
        -> Bool
    {
        let stop = Stop()
        var log = Logger(label: "bursar")
        log.logLevel = .critical
        let service = Body(body: { try await body(stop) }, stop: { stop.request() })
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [
                    .init(
                        service: service,
                        successTerminationBehavior: .gracefullyShutdownGroup,
                        failureTerminationBehavior: .cancelGroup
                    )
                ],
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: log
            )
        )
        try await group.run()
        return stop.isWanted
    }
}
