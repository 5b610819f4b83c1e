/// A thin shell round one engine, pinned to its process's one serial executor.
///
/// All actors of a process share that executor, so a handler reaches another actor's engine
/// synchronously: nothing is enqueued and no other message can come between.
package actor EngineActor<Engine: Sendable> {
    /// Reached by ``perform(_:)`` alone, which must be able to be inlined where it is called.
    @usableFromInline package var engine: Engine
    private nonisolated let executor: any SerialExecutor

    /// Takes an engine into the care of an executor.
    package init(_ engine: Engine, on executor: any SerialExecutor) {
        self.engine = engine
        self.executor = executor
    }

    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe executor.asUnownedSerialExecutor()
    }

    /// Works on the engine; the caller already runs on the process's executor.
    @inlinable package nonisolated func perform<Result: Sendable>(
        _ body: @Sendable (inout Engine) throws -> Result
    ) rethrows -> Result {
        try assumeIsolated { try body(&$0.engine) }
    }
}
