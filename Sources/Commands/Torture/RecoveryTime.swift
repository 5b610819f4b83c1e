import Journal

/// Reads from journals how long it took until a process did its work again.
struct RecoveryTime {
    private let run: RunDirectory

    /// Reads a run that is over.
    init(_ run: RunDirectory) { self.run = run }

    /// Seconds from a firing to the first message that the victim handled after it.
    ///
    /// Where nobody died it is the first message of the victim that the master took, or of anybody.
    /// `nil` where the run had nothing more to do.
    func seconds(after firing: Firing) throws -> Double? {
        guard firing.weight != .harmless else { return nil }
        let isFatal = firing.weight == .death
        let process = isFatal ? firing.victim ?? "master" : "master"
        let reader = try JournalReader(journal: run.journalPath, process: process)
        defer { reader.close() }
        var position: Int64 = 0
        if isFatal {
            // A process killed again before it could begin a life counts with the later kill.
            let life = try reader.lives().first { $0.startedWallTime > firing.wallTime }
            guard let life else { return nil }
            position = life.position
        }
        while true {
            let page = try reader.messages(after: position, limit: 1_000)
            for row in page {
                guard let received = row.receivedWallTime, received > firing.wallTime else {
                    continue
                }
                if isFatal || firing.victim == nil || firing.victim == "master"
                    || row.peer == firing.victim
                {
                    return Double(received - firing.wallTime) / 1e9
                }
            }
            guard let last = page.last else { return nil }
            position = last.position
        }
    }
}
