import Market

/// Who claims what in one cluster, so that a second claim can name the first.
struct ClaimRegister {
    private struct Claim {
        let worker: String
        let line: Int?
        let isShared: Bool

        /// `worker "energy" (line 8)`; without a line where it stands in another file.
        var owner: String {
            "worker \"\(worker)\"" + (line.map { " (line \($0))" } ?? "")
        }
    }

    private var namePaths: [String: String] = [:]
    private var claims: [InstrumentID: [Claim]] = [:]

    init() {}

    /// Starts with the workers of a cluster that is described elsewhere.
    init(_ topology: Topology) {
        for worker in topology.workers {
            namePaths[worker.name] = "of topology \(topology.name)"
            for instrument in worker.mandate.universe {
                claims[instrument, default: []].append(
                    Claim(
                        worker: worker.name,
                        line: nil,
                        isShared: worker.mandate.shared.contains(instrument)
                    )
                )
            }
        }
    }

    /// Adds a worker and reports a name or an instrument that somebody else has.
    mutating func add(
        _ worker: WorkerSpecification,
        at path: String,
        to reader: inout TopologyReader
    ) {
        if let first = namePaths[worker.name], !worker.name.isEmpty {
            reader.report(
                "there is already a worker \"\(worker.name)\" (\(first))",
                at: reader.marks["\(path).name"] ?? SourceMark(line: 1, column: 1),
                path: "\(path).name",
                reason: "Messages, journals and capital are told apart by the worker's name.",
                remedy: "Give one of them another name."
            )
        } else {
            namePaths[worker.name] = path
        }
        for instrument in worker.mandate.universe {
            add(instrument, of: worker, at: "\(path).mandate.universe", to: &reader)
        }
    }

    private mutating func add(
        _ instrument: InstrumentID,
        of worker: WorkerSpecification,
        at path: String,
        to reader: inout TopologyReader
    ) {
        let mark = reader.marks["\(path)[\(instrument)]"] ?? SourceMark(line: 1, column: 1)
        let isShared = worker.mandate.shared.contains(instrument)
        if let first = claims[instrument]?.first, !(first.isShared && isShared) {
            reader.report(
                "\(instrument) is already claimed by \(first.owner)",
                at: mark,
                path: path,
                reason: "An instrument belongs to one worker, so that its risk has one owner.",
                remedy: "Remove it here, or list it under `shared` in every mandate that claims it."
            )
        }
        claims[instrument, default: []].append(
            Claim(worker: worker.name, line: mark.line, isShared: isShared)
        )
    }
}
