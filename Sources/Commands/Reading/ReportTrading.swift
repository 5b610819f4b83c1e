import Journal
import Market
import Messaging
import Reporting
import SwiftProtobuf

/// Gathers what each worker traded: checks, strategies, positions, fills and outcomes.
struct ReportTrading {
    private let reading: RunReading
    private let ends: [Int64]
    private let places: [Int64: Int]

    /// Takes the cycles of the run, oldest first.
    init(reading: RunReading, cycles: [CycleRow]) {
        self.reading = reading
        ends = cycles.map(\.to)
        var places: [Int64: Int] = [:]
        for (index, row) in cycles.enumerated() { places[row.cycle] = index }
        self.places = places
    }

    /// Adds it to the workers of an input, and the checks of all of them to the input.
    func add(to input: inout ReportInput) throws {
        try addReports(to: &input)
        for index in input.workers.indices {
            guard let journal = reading.reader(input.workers[index].name) else { continue }
            try addFills(of: journal, to: &input.workers[index])
            try addOutcomes(of: journal, to: &input.workers[index])
        }
        var sums = CheckSums()
        for worker in input.workers {
            for check in worker.denials { sums.add(check) }
        }
        input.denials = sums.denials
    }

    private func addReports(to input: inout ReportInput) throws {
        var sums = [CheckSums](repeating: CheckSums(), count: input.workers.count)
        var last = [Bursar_V1_PositionReports?](repeating: nil, count: input.workers.count)
        let filter = MessageFilter(direction: .inbox, kind: "CycleReport")
        let master = try reading.master()
        try master.eachPage {
            try master.messages(filter, after: $0, limit: $1)
        } body: { message in
            let report = try Bursar_V1_Body(serializedBytes: message.body).cycleReport
            guard let place = places[Int64(report.cycle)],
                let index = input.workers.firstIndex(where: { $0.name == message.peer })
            else { return }
            for check in report.checks { sums[index].add(ReportInput.Denial(check)) }
            input.workers[index].add(report.strategies, at: place, of: ends.count)
            last[index] = report.positions
        }
        for index in input.workers.indices {
            input.workers[index].denials = sums[index].denials
            if let reports = last[index] {
                input.workers[index].positions = positions(reports)
            }
        }
    }

    private func positions(_ reports: Bursar_V1_PositionReports) -> [ReportInput.Position] {
        reports.instrument.indices.map { index in
            ReportInput.Position(
                instrument: reports.instrument[index],
                quantity: Quantity(micros: reports.quantityMicros[index]).value,
                price: Price(micros: reports.priceMicros[index]).value,
                value: Money(micros: reports.valueMicros[index]).value
            )
        }
    }

    private func addFills(
        of journal: JournalReader,
        to worker: inout ReportInput.Worker
    ) throws {
        var trades = [ReportInput.Trades](repeating: .init(), count: ends.count)
        try journal.eachPage {
            try journal.fills(after: $0, limit: $1)
        } body: { fill in
            guard let place = place(of: fill.at) else { return }
            let quantity = Quantity(micros: fill.quantity)
            trades[place].count += 1
            trades[place].amount += try Price(micros: fill.price).notional(of: quantity).value
            trades[place].slippage += Money(micros: fill.slippageCost).value
            trades[place].commission += Money(micros: fill.commission).value
        }
        worker.trades = trades
    }

    private func addOutcomes(
        of journal: JournalReader,
        to worker: inout ReportInput.Worker
    ) throws {
        try journal.eachPage {
            try journal.outcomes(after: $0, limit: $1)
        } body: { outcome in
            let index = worker.strategies.firstIndex { $0.name == outcome.strategy }
            guard let index else { return }
            worker.strategies[index].forecasts
                .add(expected: outcome.expectedReturn, realised: outcome.realisedReturn)
        }
    }

    /// The first cycle that ends at a moment or later; `nil` past the last, which is unfinished.
    private func place(of moment: Int64) -> Int? {
        var (low, high) = (0, ends.count)
        while low < high {
            let middle = (low + high) / 2
            if ends[middle] < moment { low = middle + 1 } else { high = middle }
        }
        return low < ends.count ? low : nil
    }
}

/// What each check changed, by code.
private struct CheckSums {
    private var byCode: [String: ReportInput.Denial] = [:]

    /// The sums in order of code.
    var denials: [ReportInput.Denial] { byCode.values.sorted { $0.code < $1.code } }

    mutating func add(_ check: ReportInput.Denial) {
        let none = ReportInput.Denial(code: check.code, denied: 0, resized: 0)
        byCode[check.code, default: none].denied += check.denied
        byCode[check.code, default: none].resized += check.resized
    }
}

extension ReportInput.Denial {
    fileprivate init(_ check: Bursar_V1_CheckCount) {
        self.init(code: check.code, denied: Int(check.denied), resized: Int(check.resized))
    }
}

extension ReportInput.Worker {
    /// Takes what the strategies did in a cycle at its place among all cycles.
    fileprivate mutating func add(
        _ reports: Bursar_V1_StrategyReports,
        at place: Int,
        of cycles: Int
    ) {
        for (index, name) in reports.name.enumerated() {
            if !strategies.contains(where: { $0.name == name }) {
                strategies.append(ReportInput.Strategy(name: name, cycles: cycles))
            }
            guard let own = strategies.firstIndex(where: { $0.name == name }) else { continue }
            strategies[own].shares[place] = reports.share[index]
            strategies[own].returns[place] = reports.return[index]
            strategies[own].signals += Int(reports.signals[index])
        }
    }
}

extension JournalReader {
    /// Reads a query page by page, so that no more than a page is kept.
    fileprivate func eachPage<Row>(
        _ page: (JournalCursor?, Int) throws -> JournalPage<Row>,
        body: (Row) throws -> Void
    ) throws {
        var cursor: JournalCursor?
        while true {
            let next = try page(cursor, Self.pageSize)
            for row in next.rows { try body(row) }
            if next.rows.count < Self.pageSize { return }
            cursor = next.next
        }
    }
}
