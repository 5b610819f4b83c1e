import Node

/// All faults there are, in the order in which they are done.
enum FaultMenu {
    static let all: [any Fault] =
        [
            KillFault(
                name: "kill-worker",
                summary: "kill -9 of a worker",
                hitsMaster: false,
                hitsWorker: true
            ),
            KillFault(
                name: "kill-master",
                summary: "kill -9 of the master",
                hitsMaster: true,
                hitsWorker: false
            ),
            KillFault(
                name: "kill-both",
                summary: "kill -9 of master and worker at once",
                hitsMaster: true,
                hitsWorker: true
            ),
            SupervisorKill(),
            ClusterCrash(),
            PauseFault(
                name: "pause-worker",
                summary: "SIGSTOP of a worker, 0.1 to 1 s",
                hitsMaster: false,
                milliseconds: 100...1_000,
                times: 3
            ),
            PauseFault(
                name: "pause-master",
                summary: "SIGSTOP of the master, 0.1 to 1 s",
                hitsMaster: true,
                milliseconds: 100...1_000,
                times: 3
            ),
            TornTail(),
            DamagedJournal(
                name: "flipped-bit",
                summary: "one bit of a committed message is flipped",
                damage: .bit
            ),
            DamagedJournal(
                name: "unknown-schema",
                summary: "a journal of a later version",
                damage: .schema
            ),
            FullDisk(),
            FullFile(),
            Junk(name: "junk-noise", summary: "random bytes at the master's port", kind: .noise),
            Junk(
                name: "junk-greeting",
                summary: "a good ZMTP greeting, then random bytes",
                kind: .brokenGreeting
            ),
            Junk(
                name: "junk-oversize",
                summary: "a frame that claims to be larger than all memory",
                kind: .oversize
            ),
            Junk(name: "junk-frames", summary: "messages of 1 to 1,000 frames", kind: .frames),
            Junk(name: "junk-idle", summary: "200 connections that say nothing", kind: .idle),
            SecondProcess(
                name: "second-worker",
                summary: "every worker is started a second time",
                isSupervisor: false
            ),
            SecondProcess(
                name: "second-supervisor",
                summary: "supervisor and master are started a second time",
                isSupervisor: true
            ),
            OldMessages(),
            PauseFault(
                name: "stuck-worker",
                summary: "SIGSTOP of a worker, 3 to 4 s",
                hitsMaster: false,
                milliseconds: 3_000...4_000,
                times: 1
            ),
            ClockJump(),
            Flapping(),
            PoisonMessage(),
            Partition(),
        ] + steps

    private static let steps: [any Fault] = [true, false].flatMap { hitsMaster in
        Failpoint.Step.allCases.map { StepKill(step: $0, hitsMaster: hitsMaster) }
    }
}
