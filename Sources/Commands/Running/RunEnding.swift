import Journal

/// What a run came to, after it has ended.
struct RunEnding {
    let setup: ClusterSetup
    let run: RunDirectory
    let elapsed: Duration

    func print(json: Bool, wasStopped: Bool) throws {
        Swift.print(run.path, elapsed, wasStopped)
    }
}
