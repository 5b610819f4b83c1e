import Market

extension TopologyDocument {
    /// Checks that the data holds every instrument named, within the dates that are played.
    ///
    /// - Throws: ``TopologyError`` with `invalid` and everything that does not fit.
    package func validate(against catalogue: DataCatalogue) throws(TopologyError) {
        var reader = TopologyReader(file: file, marks: marks)
        reader.checkClock(topology.clock, in: catalogue)
        for worker in topology.workers {
            reader.checkUniverse(
                of: worker,
                at: workerPaths[worker.name] ?? "workers",
                in: catalogue,
                clock: topology.clock
            )
        }
        if case .instrument(let instrument) = topology.benchmark {
            reader.checkInstrument(
                instrument,
                at: marks["benchmark"] ?? SourceMark(line: 1, column: 1),
                path: "benchmark",
                in: catalogue,
                clock: topology.clock
            )
        }
        guard reader.issues.isEmpty else { throw TopologyError(.invalid, reader.issues) }
    }
}

extension TopologyReader {
    /// Goes on with the places of a file that was read before.
    init(file: String, marks: [String: SourceMark]) {
        self.init(file: file)
        for path in marks.keys.sorted() {
            if let mark = marks[path] { remember(mark, as: path) }
        }
    }

    fileprivate mutating func checkClock(
        _ clock: ClockSpecification,
        in catalogue: DataCatalogue
    ) {
        guard let span = catalogue.span else { return }
        for (key, date) in [("clock.from", clock.from), ("clock.to", clock.to)] {
            guard let date, date < span.first || date > span.last else { continue }
            report(
                "\(date) is outside the data",
                at: marks[key] ?? SourceMark(line: 1, column: 1),
                path: key,
                reason: "The data runs from \(span.first) to \(span.last).",
                remedy: "Choose a date in it, or remove the key to play all of it."
            )
        }
    }

    mutating func checkUniverse(
        of worker: WorkerSpecification,
        at path: String,
        in catalogue: DataCatalogue,
        clock: ClockSpecification
    ) {
        let path = "\(path).mandate.universe"
        for instrument in worker.mandate.universe {
            checkInstrument(
                instrument,
                at: marks["\(path)[\(instrument)]"] ?? SourceMark(line: 1, column: 1),
                path: path,
                in: catalogue,
                clock: clock
            )
        }
    }

    fileprivate mutating func checkInstrument(
        _ instrument: InstrumentID,
        at mark: SourceMark,
        path: String,
        in catalogue: DataCatalogue,
        clock: ClockSpecification
    ) {
        guard let span = catalogue.span(of: instrument) else {
            let known = catalogue.instruments.map(\.symbol)
            let nearest = nearestName(to: instrument.symbol, among: known)
            report(
                "\(instrument) is not in the data",
                at: mark,
                path: path,
                reason: "An instrument without bars can be neither traded nor held.",
                remedy: nearest.map { "Did you mean \"\($0)\"?" }
                    ?? "Remove it, or choose one of the \(known.count) there are."
            )
            return
        }
        let isBefore = clock.from.map { span.last < $0 } ?? false
        let isAfter = clock.to.map { span.first > $0 } ?? false
        guard isBefore || isAfter else { return }
        report(
            "\(instrument) has no bar within the clock's dates",
            at: mark,
            path: path,
            reason: "Its bars run from \(span.first) to \(span.last).",
            remedy: "Remove it, or move clock.from and clock.to."
        )
    }
}
