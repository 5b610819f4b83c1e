import Digest
import Foundation
import Journal
import Market
import Master
import Performance
import Reporting
import Topology

/// Gathers from the journals of a run what its report shows.
struct ReportReading {
    let reading: RunReading
    let setup: ClusterSetup

    /// Everything the page is drawn from.
    func input() throws -> ReportInput {
        let master = try reading.master()
        let cycles = try master.all {
            try master.cycles(after: $0, limit: JournalReader.pageSize)
        }
        guard let first = cycles.first, let last = cycles.last else {
            throw CommandFailure(
                .notFound,
                "\(reading.run.runID) has played no cycle yet",
                advice: ["Ask again once it has: \(Terminal.program) status \(reading.run.runID)"]
            )
        }
        var input = ReportInput(
            run: try identity(from: first, to: last),
            portfolio: ReportInput.Portfolio(
                start: date(first.from + 1),
                contributed: setup.topology.capital.amount.value,
                cycles: cycles.map(point)
            )
        )
        let rows = try master.all {
            try master.workerCycles(after: $0, limit: JournalReader.pageSize)
        }
        input.workers = workers(rows, over: cycles)
        let (name, values) = RunResult.holding(of: setup)
        if values.count > cycles.count {
            let capital = setup.topology.capital.amount.value
            let held = values[1...cycles.count].map { $0 * capital }
            input.benchmark = ReportInput.Benchmark(name: name, nav: held)
        }
        let dates = Dictionary(uniqueKeysWithValues: cycles.map { ($0.cycle, date($0.to)) })
        input.funnel = funnel(rows)
        try ReportTrading(reading: reading, cycles: cycles).add(to: &input)
        try addCapital(to: &input, dates)
        return input
    }

    private func identity(from first: CycleRow, to last: CycleRow) throws -> ReportInput.Run {
        let manifest = try reading.run.manifest()
        let digest = try reading.master().events(kind: "digest", subject: "cluster", limit: 1)
        var run = ReportInput.Run(
            id: reading.run.runID,
            topology: setup.topology.name,
            created: manifest.created,
            engineVersion: manifest.engineVersion,
            ledgerDigest: digest.rows.first?.text ?? "",
            data: (from: date(first.from + 1), to: date(last.to))
        )
        run.currency = setup.topology.capital.currency
        run.convention = PerformanceConvention(
            periodsPerYear: setup.topology.clock.cycle.cyclesPerYear
        )
        run.assumptions =
            RunHeading(setup: setup, run: reading.run, mode: manifest.transport)
            .assumptions
        return run
    }

    private func point(_ row: CycleRow) -> ReportInput.Cycle {
        ReportInput.Cycle(
            date: date(row.to),
            nav: Money(micros: row.nav).value,
            treasury: Money(micros: row.treasury).value,
            inTransit: Money(micros: row.inTransit).value,
            stance: row.stance,
            regime: row.regime
        )
    }

    private func workers(
        _ rows: [WorkerCycleRow],
        over cycles: [CycleRow]
    ) -> [ReportInput.Worker] {
        var places: [Int64: Int] = [:]
        for (index, row) in cycles.enumerated() { places[row.cycle] = index }
        var byName: [String: ReportInput.Worker] = [:]
        for specification in reading.topology.workers {
            byName[specification.name] = ReportInput.Worker(
                name: specification.name,
                segment: specification.mandate.focus.name,
                stance: specification.mandate.stance.rawValue,
                nav: [Double](repeating: 0, count: cycles.count),
                returns: [Double?](repeating: nil, count: cycles.count),
                capital: 0
            )
            let zeros = [Double](repeating: 0, count: cycles.count)
            byName[specification.name]?.capitals = zeros
            byName[specification.name]?.exposures = zeros
        }
        for row in rows {
            guard let place = places[row.cycle] else { continue }
            byName[row.worker]?.add(row, at: place)
        }
        return reading.topology.workers.compactMap { byName[$0.name] }
    }

    /// Every size that asks for a trade is put to the checks, so that both stages count alike.
    private func funnel(_ rows: [WorkerCycleRow]) -> ReportInput.Funnel {
        var funnel = ReportInput.Funnel()
        for row in rows {
            funnel.signals += Int(row.signals)
            funnel.checked += Int(row.orders + row.denied)
            funnel.ordered += Int(row.orders)
            funnel.filled += Int(row.fills)
        }
        funnel.sized = funnel.checked
        return funnel
    }

    private func addCapital(
        to input: inout ReportInput,
        _ dates: [Int64: CalendarDate]
    ) throws {
        let master = try reading.master()
        let proposals = try master.all {
            try master.proposals(after: $0, limit: JournalReader.pageSize)
        }
        let start = input.portfolio.start
        input.proposals = proposals.map {
            ReportInput.Proposal(
                id: $0.id,
                cycle: Int($0.cycle),
                date: dates[$0.cycle] ?? start,
                trigger: $0.trigger,
                status: $0.status,
                reason: $0.reason
            )
        }
        let transfers = try master.all {
            try master.transfers(after: $0, limit: JournalReader.pageSize)
        }
        let booked = try master.all {
            try master.ledger(account: "treasury", after: $0, limit: JournalReader.pageSize)
        }
        let grants = Set(booked.filter { $0.kind == "transfer_sent" }.map(\.reference))
        let triggers = Dictionary(proposals.map { ($0.id, $0.trigger) }) { first, _ in first }
        for row in transfers where row.event == .decided {
            input.transfers.append(
                ReportInput.Transfer(
                    id: row.id,
                    cycle: Int(row.cycle),
                    date: dates[row.cycle] ?? start,
                    worker: row.worker,
                    direction: grants.contains(row.id) ? .grant : .recall,
                    amount: Money(micros: row.amount).value,
                    proposal: row.proposalID,
                    reason: triggers[row.proposalID] ?? ""
                )
            )
        }
    }

    private func date(_ nanoseconds: Int64) -> CalendarDate {
        Timestamp(nanoseconds: nanoseconds).date
    }
}

extension ReportInput.Worker {
    /// Takes a cycle of the worker at its place among all cycles.
    fileprivate mutating func add(_ row: WorkerCycleRow, at place: Int) {
        nav[place] = Money(micros: row.nav).value
        returns[place] = row.simpleReturn
        capital = Money(micros: row.capital).value
        capitals[place] = capital
        exposures[place] = Money(micros: row.grossExposure).value
        signals += Int(row.signals)
        orders += Int(row.orders)
        fills += Int(row.fills)
        denied += Int(row.denied)
        resized += Int(row.resized)
        commission = Money(micros: row.commission).value
        realised = Money(micros: row.realised).value
        unrealised = Money(micros: row.unrealised).value
    }
}
