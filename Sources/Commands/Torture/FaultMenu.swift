/// All faults there are, in the order in which they are done.
enum FaultMenu {
    static let all: [any Fault] = [
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
    ]
}
