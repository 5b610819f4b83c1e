/// The other end: a worker's or a client's, with one server.
///
/// Everything is called on the transport's I/O thread, and handlers are called there. It connects
/// as soon as the server is there and again whenever the connection is lost.
package protocol ClientTransport: AnyObject, Sendable {
    /// Queues a message for the server and never waits, connected or not.
    func send(_ message: WireMessage) -> SendOutcome

    /// Calls `handler` for each message from now on; until then messages wait.
    func setHandler(_ handler: @escaping @Sendable (WireMessage) -> Void)

    /// Calls `handler` for each message that broke the form and was thrown away.
    func setBreachHandler(_ handler: @escaping @Sendable (Breach) -> Void)

    /// Ends the connection and drops what wasn't sent; again without effect.
    func close()
}
