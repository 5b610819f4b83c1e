import Market

/// The greatest amount and the greatest growth a report shows.
let amountMaximum = 1e15

extension ReportInput {
    /// Refuses what can't be shown: no cycle, uneven series, amounts out of range, unsorted dates.
    func check() throws(ReportingError) {
        let cycles = portfolio.cycles
        guard !cycles.isEmpty else {
            throw ReportingError(
                .nothingToReport,
                "run \(run.id) has no finished cycle; report it once `bursar status` shows one"
            )
        }
        try checkDates()
        try checkCount(benchmark?.nav.count ?? cycles.count, of: "the benchmark")
        try checkRange(benchmark?.nav ?? [], of: "the benchmark")
        try checkRange([portfolio.contributed], of: "the contributed capital")
        for cycle in cycles {
            try checkRange([cycle.nav, cycle.treasury, cycle.inTransit], of: "\(cycle.date)")
        }
        for worker in workers {
            try checkCount(worker.nav.count, of: "the values of worker \(worker.name)")
            try checkCount(worker.returns.count, of: "the returns of worker \(worker.name)")
            try checkRange(worker.nav, of: "worker \(worker.name)")
            try checkRange(
                [worker.capital, worker.commission, worker.realised, worker.unrealised],
                of: "worker \(worker.name)"
            )
            try checkDetail(of: worker)
        }
        for transfer in transfers {
            try checkRange([transfer.amount], of: "transfer \(transfer.id)")
        }
    }

    /// Checks what a worker's own page is drawn from.
    private func checkDetail(of worker: Worker) throws(ReportingError) {
        let name = "worker \(worker.name)"
        let lists = [
            ("capital", worker.capitals), ("exposures", worker.exposures),
            ("traded amounts", worker.trades.map(\.amount)),
            ("slippage", worker.trades.map(\.slippage)),
            ("commissions", worker.trades.map(\.commission)),
        ]
        for (what, values) in lists where !values.isEmpty {
            try checkCount(values.count, of: "the \(what) of \(name)")
            try checkRange(values, of: name)
        }
        for strategy in worker.strategies {
            let what = "strategy \(strategy.name) of \(name)"
            try checkCount(strategy.shares.count, of: "the shares of \(what)")
            try checkCount(strategy.returns.count, of: "the returns of \(what)")
            try checkRange(strategy.shares.compactMap { $0 }, of: what)
            try checkRange([strategy.forecasts.expected, strategy.forecasts.realised], of: what)
        }
        for position in worker.positions {
            try checkRange(
                [position.quantity, position.price, position.value],
                of: "\(position.instrument) of \(name)"
            )
        }
    }

    private func checkDates() throws(ReportingError) {
        var last = portfolio.start
        for cycle in portfolio.cycles {
            guard cycle.date >= last else {
                throw ReportingError(
                    .datesOutOfOrder,
                    "cycle date \(cycle.date) comes after \(last); give cycles oldest first"
                )
            }
            last = cycle.date
        }
    }

    private func checkCount(_ count: Int, of name: String) throws(ReportingError) {
        guard count == portfolio.cycles.count else {
            throw ReportingError(
                .countMismatch,
                "\(name): \(count) for \(portfolio.cycles.count) cycles; give one for each cycle"
            )
        }
    }

    private func checkRange(_ values: [Double], of name: String) throws(ReportingError) {
        for value in values where !(abs(value) <= amountMaximum) {
            throw ReportingError(
                .amountOutOfRange,
                "\(name) holds \(value); amounts are numbers up to \(amountMaximum)"
            )
        }
    }
}
