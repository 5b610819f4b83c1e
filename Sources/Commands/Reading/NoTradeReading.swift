import Inspection
import Journal
import Market
import Messaging
import Node
import Topology
import Trading
import Worker

/// Finds out why an instrument was not traded at a bar, from the journal or by executing the worker
/// again.
struct NoTradeReading {
    private let reading: RunReading
    private let worker: String?

    init(_ reading: RunReading, worker: String?) {
        self.reading = reading
        self.worker = worker
    }

    /// What is asked for.
    struct Question {
        let instrument: InstrumentID
        let worker: WorkerSpecification
        /// As it was typed.
        let asked: String
        let date: CalendarDate
        /// The latest moment meant.
        let until: Timestamp

        func answer(_ reason: NoTradeExplanation.Reason, _ words: String) -> NoTradeExplanation {
            NoTradeExplanation(
                instrument: instrument.symbol,
                worker: worker.name,
                asked: asked,
                reason: reason,
                words: words
            )
        }
    }

    /// Answers for an instrument and a date or moment.
    func explanation(of symbol: String, at time: String) throws -> NoTradeExplanation {
        let instrument = InstrumentID(symbol)
        let until = try moment(time)
        let owner = reading.topology.workers.first { $0.mandate.universe.contains(instrument) }
        let looked = try worker.map(specification) ?? owner
        guard let looked else { throw unknown(symbol) }
        let question = Question(
            instrument: instrument,
            worker: looked,
            asked: time,
            date: until.date,
            until: until
        )
        guard looked.mandate.universe.contains(instrument) else {
            let whose = owner.map { "it is \($0.name)'s" } ?? "it is nobody's"
            return question.answer(
                .notInUniverse,
                "\(symbol) is not in the universe of \(looked.name); \(whose)"
            )
        }
        return try explanation(question)
    }

    private func explanation(_ question: Question) throws -> NoTradeExplanation {
        let setup = try ClusterSetup.load(reading.run, keeping: .worker(question.worker.name))
        guard let first = setup.windows.first, let last = setup.windows.last,
            question.until >= first.from, question.date <= last.to.date
        else {
            let from = setup.windows.first?.from.advanced(byNanoseconds: 1).date.description ?? "?"
            let to = setup.windows.last?.to.date.description ?? "?"
            return question.answer(.dateOutside, "the run plays \(from) to \(to)")
        }
        let series = setup.series(of: question.worker)
        let moments = series.compactMap { $0.lastBar(on: question)?.knownAt }
        guard let moment = moments.max() else {
            return question.answer(.holiday, Self.holiday(question))
        }
        let own = series.first { $0.instrument.id == question.instrument }
        guard own?.lastBar(on: question)?.knownAt == moment else {
            return Self.withoutBar(question, own, moment)
        }
        let window = setup.windows.first { $0.from < moment && moment <= $0.to }
        return try explanation(question, at: moment, window?.cycle ?? 0, setup)
    }

    /// The bar exists: the journal may hold a decision, or the worker is executed again.
    private func explanation(
        _ question: Question,
        at moment: Timestamp,
        _ cycle: Int64,
        _ setup: ClusterSetup
    ) throws -> NoTradeExplanation {
        let name = question.worker.name
        guard let reader = reading.reader(name),
            let begin = try reader.messages(
                MessageFilter(direction: .inbox, kind: "BeginCycle", cycles: cycle...cycle),
                limit: 1
            ).rows.first
        else {
            return question.answer(.notPlayed, try absence(of: name, in: cycle))
        }
        if let row = try reader.decision(at: moment.nanoseconds),
            let decided = try StepDifference.record(row).decisions
                .first(where: { $0.instrument == question.instrument.symbol }),
            let id = TraceID(decided.id)
        {
            return try StoredDecision(reading).explanation(question, id)
        }
        let process = try ReplayedProcess.worker(question.worker, of: setup.topology, setup)
        var count = 1
        try Reenactment.run(process, from: reader, through: begin.position - 1) { _ in
            count += 1
            return true
        }
        guard let found = try process.examine(begin, question.instrument, at: moment) else {
            return question.answer(.holiday, Self.holiday(question))
        }
        return ExaminedBar(reading, question, found, barsKnown(question, moment, setup))
            .explanation(executed: count)
    }

    /// Why a worker has not played a cycle: it had not joined, has gone, or has not come to it.
    private func absence(of name: String, in cycle: Int64) throws -> String {
        let number = NumberText.integer(cycle)
        guard let reader = reading.reader(name) else { return "\(name) has no journal yet" }
        let first = try reader.messages(
            MessageFilter(direction: .inbox, kind: "BeginCycle"),
            limit: 1
        ).rows.first
        if let first, first.cycle > cycle {
            return
                "\(name) joined in cycle \(NumberText.integer(first.cycle)), after cycle \(number)"
        }
        let last = try reading.master().lastWorkerCycle(of: name)?.cycle ?? 0
        return "\(name) has not played cycle \(number); its last was \(NumberText.integer(last)), "
            + (try reading.isLive() ? "and the run goes on" : "and the run is not live")
    }

    private func barsKnown(
        _ question: Question,
        _ moment: Timestamp,
        _ setup: ClusterSetup
    ) -> Int {
        let own = setup.series(of: question.worker)
            .first { $0.instrument.id == question.instrument }
        return own?.bars.count { $0.knownAt <= moment } ?? 0
    }

    private static func withoutBar(
        _ question: Question,
        _ series: BarSeries?,
        _ moment: Timestamp
    ) -> NoTradeExplanation {
        guard let last = series?.bars.last(where: { $0.knownAt <= moment }) else {
            return question.answer(
                .noBar,
                "its first bar comes later; others of \(question.worker.name) had one"
            )
        }
        let days = (moment.nanoseconds - last.knownAt.nanoseconds) / 86_400_000_000_000
        var answer = question.answer(
            .noBar,
            "it had no bar, others had; its last price is \(NumberText.count(days, "day")) old: "
                + "the mark is kept, nothing is ordered on it"
        )
        answer.bar = .init(close: last.close, at: last.knownAt)
        return answer
    }

    private static func holiday(_ question: Question) -> String {
        let names = [
            "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
        ]
        let day = names[question.date.weekday]
        let what =
            ["Saturday", "Sunday"].contains(day)
            ? "a \(day)" : "a \(day): a holiday of its market, or missing in the data"
        return "no instrument of \(question.worker.name) has a bar on it, \(what)"
    }

    private func moment(_ time: String) throws -> Timestamp {
        let moment = try Timestamp(time)
        return time.utf8.count == 10
            ? moment.advanced(byNanoseconds: 86_399_999_999_999) : moment
    }

    private func specification(_ name: String) throws -> WorkerSpecification {
        if let found = reading.topology.worker(named: name) { return found }
        let names = reading.topology.workers.map(\.name)
        let nearest = nearestName(to: name, among: names).map { "Did you mean \($0)? " } ?? ""
        throw CommandFailure(
            .notFound,
            "\(reading.run.runID) has no worker \"\(name)\"",
            advice: [nearest + "It has \(names.joined(separator: ", "))."]
        )
    }

    private func unknown(_ symbol: String) -> CommandFailure {
        let names = reading.topology.instruments.map(\.symbol)
        let nearest = nearestName(to: symbol, among: names).map { "Did you mean \($0)? " } ?? ""
        return CommandFailure(
            .notFound,
            "no worker of \(reading.run.runID) has \(symbol) in its universe",
            advice: [
                nearest
                    + "What each may trade, `\(Terminal.program) check \(reading.run.topologyPath)` "
                    + "says."
            ]
        )
    }
}

extension BarSeries {
    /// The last bar that became known on the date and by the moment meant.
    fileprivate func lastBar(on question: NoTradeReading.Question) -> Bar? {
        bars.last { $0.knownAt <= question.until }
            .flatMap { $0.knownAt.date == question.date ? $0 : nil }
    }
}
