/// Measures all figures in turns, a floor always close to what is held against it.
struct Rounds {
    let plan: Plan
    let bursar: Bursar
    let floor: Floor
    let scratch: String
    private(set) var measurements = Measurements()

    init(plan: Plan, bursar: Bursar, floor: Floor, scratch: String) {
        self.plan = plan
        self.bursar = bursar
        self.floor = floor
        self.scratch = scratch
    }

    /// Measures every figure once more.
    mutating func next() async {
        measurements.beginRound()
        await step("C barrier over 6 processes") { rounds in
            let rate = try await rounds.floor.barrier(workers: 6, sizes: rounds.plan.sp500.sizes)
            rounds.measurements.record(.barrier6, rate)
        }
        await sp500()
        await step("C barrier over 10 processes") { rounds in
            let rate = try await rounds.floor.barrier(
                workers: 10,
                sizes: rounds.plan.segments.sizes
            )
            rounds.measurements.record(.barrier10, rate)
        }
        await segments()
        await pings()
        await pair()
        await step("C append and fdatasync") { rounds in
            let append = try await rounds.floor.append(in: rounds.scratch)
            rounds.measurements.record(.append, append.p50)
            rounds.measurements.record(.append99, append.p99)
        }
        await cluster()
    }

    private mutating func sp500() async {
        let play = plan.sp500
        await step("sp500 as processes") { rounds in
            let run = try await rounds.bursar.play(play.topology) { try $0.span() }
            rounds.measurements.record(.processes, run.found.cyclesPerSecond)
            rounds.measurements.record(.processesWall, run.seconds)
            rounds.measurements.recordRatio(.processesRatio, .barrier6, over: .processes)
        }
        await step("sp500 as processes without a journal") { rounds in
            let (rate, seconds) = try await rounds.unjournaled(play, .processes)
            rounds.measurements.record(.processesBare, rate)
            rounds.measurements.record(.processesBareWall, seconds)
        }
        await step("sp500 in one process") { rounds in
            let run = try await rounds.bursar.play(play.topology, .inProcess) { try $0.span() }
            rounds.measurements.record(.inProcess, run.found.cyclesPerSecond)
            rounds.measurements.record(.inProcessWall, run.seconds)
        }
        await step("sp500 in one process without a journal") { rounds in
            let (rate, seconds) = try await rounds.unjournaled(play, .inProcess)
            rounds.measurements.record(.inProcessBare, rate)
            rounds.measurements.record(.inProcessBareWall, seconds)
        }
    }

    private mutating func segments() async {
        let play = plan.segments
        await step("segments") { rounds in
            let run = try await rounds.bursar.play(play.topology) { try $0.span() }
            rounds.measurements.record(.segments, run.found.cyclesPerSecond)
            rounds.measurements.recordRatio(.segmentsRatio, .barrier10, over: .segments)
        }
        await step("segments without a journal") { rounds in
            let (rate, _) = try await rounds.unjournaled(play, .processes)
            rounds.measurements.record(.segmentsBare, rate)
            rounds.measurements.recordRatio(.segmentsBareRatio, .barrier10, over: .segmentsBare)
        }
    }

    private mutating func pings() async {
        await step("C round trip over tcp") { rounds in
            let ping = try await rounds.floor.ping("tcp")
            rounds.measurements.record(.pingTCP, ping.p50)
            rounds.measurements.record(.pingTCP99, ping.p99)
        }
        await step("round trip with the codec over tcp") { rounds in
            rounds.measurements.record(.codecTCP, try await rounds.bursar.ping("tcp"))
            rounds.measurements.recordRatio(.codecTCPRatio, .codecTCP, over: .pingTCP)
        }
        await step("C round trip over ipc") { rounds in
            let ping = try await rounds.floor.ping("ipc")
            rounds.measurements.record(.pingIPC, ping.p50)
            rounds.measurements.record(.pingIPC99, ping.p99)
        }
        await step("round trip with the codec over ipc") { rounds in
            rounds.measurements.record(.codecIPC, try await rounds.bursar.ping("ipc"))
            rounds.measurements.recordRatio(.codecIPCRatio, .codecIPC, over: .pingIPC)
        }
    }

    private mutating func pair() async {
        let play = plan.pair
        await step("one worker without a journal") { rounds in
            let (rate, _) = try await rounds.unjournaled(play, .processes)
            rounds.measurements.record(.pairBare, 1e6 / rate)
            rounds.measurements.recordRatio(.pairBareRatio, .pairBare, over: .pingIPC)
        }
        await step("one worker") { rounds in
            let run = try await rounds.bursar.play(play.topology) { try $0.medianAnswerTime() }
            rounds.measurements.record(.pairAnswer, run.found)
        }
    }

    private mutating func cluster() async {
        let play = plan.segments
        await step("cluster up and down") { rounds in
            let cluster = try await rounds.bursar.upAndDown(play.topology)
            rounds.measurements.record(.ready, cluster.readyMilliseconds)
            rounds.measurements.record(.up, cluster.upSeconds * 1_000)
            rounds.measurements.record(.down, cluster.downSeconds * 1_000)
            guard let memory = Series(cluster.workerMemory) else {
                throw BenchmarkError("no worker in processes.json")
            }
            rounds.measurements.record(.memory, memory.median)
            rounds.measurements.record(.memoryMost, memory.maximum)
        }
    }

    /// Cycles a second and wall time of a whole run without a journal.
    private func unjournaled(
        _ play: Plan.Play,
        _ mode: Bursar.Mode
    ) async throws -> (rate: Double, seconds: Double) {
        let whole = try await bursar.playUnjournaled(play.topology, mode)
        let short = try await bursar.playUnjournaled(play.topology, mode, flags: play.cut)
        guard whole > short else {
            throw BenchmarkError("a whole run took \(whole) s, a short one \(short) s")
        }
        return (play.cyclesPerSecond(whole: whole, short: short), whole)
    }

    /// Measures something; what fails is noted and does not end the round.
    private mutating func step(
        _ what: String,
        _ body: (inout Rounds) async throws -> Void
    ) async {
        do {
            try await body(&self)
        } catch {
            measurements.fail(what, error)
        }
    }
}
