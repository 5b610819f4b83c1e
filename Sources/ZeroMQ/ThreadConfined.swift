/// A value that everybody may hold and only one ``IOThread`` may touch.
package final class ThreadConfined<Value: ~Copyable>: @unchecked Sendable {
    /// The thread that may touch the value.
    package let thread: IOThread
    // The preconditions below keep it on the thread.
    private var value: Value

    /// A value made anywhere and touched only on `thread` from now on.
    package init(_ value: consuming sending Value, on thread: IOThread) {
        self.value = value
        self.thread = thread
    }

    /// Calls `body` with the value; only on the thread, and not while another call still runs.
    package func withValue<Result: ~Copyable, Failure: Error>(
        _ body: (inout Value) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        thread.preconditionIsCurrent()
        return try body(&value)
    }
}
