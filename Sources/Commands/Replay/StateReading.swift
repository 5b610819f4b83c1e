import Inspection
import Journal
import Node
import Worker

/// Executes a worker again up to the message that an id belongs to, and looks at it there.
struct StateReading {
    let source: any ReplaySource
    /// The worker, where the id does not say.
    let worker: String?

    /// The worker's state after that message was handled.
    func state(at text: String) throws -> WorkerState {
        guard let id = TraceID(text) else {
            throw CommandFailure(
                .badInput,
                "--stop-at \(text) is no id",
                advice: ["Ids look like O-tech-1-000412, M-master-tech-000412 or C-412."]
            )
        }
        let (name, position) = try place(of: id)
        guard name != "master" else {
            throw CommandFailure(
                .badInput,
                "\(id) belongs to the master, which holds no positions",
                advice: ["Name a message, order, fill or decision of a worker."]
            )
        }
        let setup = try source.setup(keeping: .worker(name))
        let replay = ReplayRun(source: source, topology: setup.topology, setup: setup)
        let process = try replay.worker(name)
        let history = try source.history(of: name)
        try Reenactment.run(process, from: history, through: position) { _ in true }
        return try process.state()
    }

    private func place(of id: TraceID) throws -> (String, Int64) {
        switch id {
        case .message(let sender, let receiver, let number):
            let name = sender == "master" ? receiver : sender
            return (
                name,
                try position(in: name, id) { row in
                    row.sequence == number
                        && (row.direction == .inbox) == (sender == "master")
                }
            )
        case .cycle(let number):
            let name = try named()
            return (name, try position(in: name, id) { $0.cycle == number })
        case .order, .fill, .decision, .transfer:
            guard let run = source as? RunSource else {
                throw CommandFailure(
                    .badInput,
                    "a record holds messages only, so \(id) cannot be found in it",
                    advice: ["Name a message, such as M-master-tech-000412, or a cycle."]
                )
            }
            return try place(of: id, in: TraceLookup(run.reading))
        case .proposal: return ("master", 0)
        }
    }

    private func place(of id: TraceID, in lookup: TraceLookup) throws -> (String, Int64) {
        let name = id.worker ?? ""
        switch id {
        case .fill: return (name, try lookup.fill(id).row.position)
        case .decision: return (name, try lookup.decision(id).row.position)
        case .transfer:
            let steps = try lookup.transfer(id)
            guard let step = steps.first(where: { $0.process != "master" }) else {
                throw CommandFailure(.notFound, "no worker has taken \(id) yet")
            }
            return (step.process, step.row.position)
        default: return (name, try lookup.order(id).row.position)
        }
    }

    private func named() throws -> String {
        if let worker { return worker }
        let names = source.processes.filter { $0 != "master" }
        if names.count == 1 { return names[0] }
        throw CommandFailure(
            .badInput,
            "a cycle is played by every worker: say which with --worker",
            advice: ["There are \(names.joined(separator: ", "))."]
        )
    }

    private func position(
        in process: String,
        _ id: TraceID,
        where isIt: (MessageRow) -> Bool
    ) throws -> Int64 {
        guard source.processes.contains(process) else {
            throw CommandFailure(.notFound, "\(source.name) has no journal of \"\(process)\"")
        }
        let history = try source.history(of: process)
        var position: Int64 = 0
        while true {
            let page = try history.messages(after: position, limit: JournalReader.pageSize)
            guard let last = page.last?.position else { break }
            if let row = page.first(where: isIt) { return row.position }
            position = last
        }
        throw CommandFailure(
            .notFound,
            "\(process) has not handled \(id) in \(source.name)",
            advice: ["List its messages with `\(Terminal.program) trace list --worker \(process)`."]
        )
    }
}
