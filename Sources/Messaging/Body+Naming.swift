extension Bursar_V1_Body {
    /// The kind of message as people and journals name it, such as `BeginCycle`.
    package var name: String {
        switch kind {
        case .hello: "Hello"
        case .welcome: "Welcome"
        case .refusal: "Refusal"
        case .heartbeat: "Heartbeat"
        case .acknowledgement: "Acknowledgement"
        case .beginCycle: "BeginCycle"
        case .cycleReport: "CycleReport"
        case .directive: "Directive"
        case .limitBreach: "LimitBreach"
        case .retire: "Retire"
        case .goodbye: "Goodbye"
        case .addWorker: "AddWorker"
        case .retireWorker: "RetireWorker"
        case .setTradingState: "SetTradingState"
        case .workerJoined: "WorkerJoined"
        case .commandAnswer: "CommandAnswer"
        case .statusRequest: "StatusRequest"
        case .statusAnswer: "StatusAnswer"
        case nil: "nothing"
        }
    }

    /// The cycle a message opens or reports; 0 for all others.
    package var cycle: UInt64 {
        switch kind {
        case .beginCycle(let begin): begin.cycle
        case .cycleReport(let report): report.cycle
        default: 0
        }
    }

    /// The first cycle at which a command takes effect; 0 for the next.
    package var atCycle: UInt64 {
        switch kind {
        case .addWorker(let command): command.atCycle
        case .retireWorker(let command): command.atCycle
        case .setTradingState(let command): command.atCycle
        default: 0
        }
    }

    /// Names of all stream messages, for filters.
    package static let streamNames = [
        "AddWorker", "BeginCycle", "CycleReport", "Directive", "Goodbye", "LimitBreach", "Retire",
        "RetireWorker", "SetTradingState", "WorkerJoined",
    ]
}
