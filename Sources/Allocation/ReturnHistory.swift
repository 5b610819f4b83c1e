package import LinearAlgebra
package import Persistence

/// The return of one worker over one cycle.
package struct WorkerReturn: Sendable, Hashable {
    /// The worker's name.
    package let name: String
    /// Simple return of its equity, transfers excluded; not below −1.
    package let value: Double

    /// Names a return.
    package init(name: String, value: Double) {
        self.name = name
        self.value = value
    }
}

/// The last returns of every worker, cycle by cycle, and of their equally weighted mean.
///
/// Workers may join at any cycle and have shorter histories from then on. Everything is kept and
/// summed in the order of names, so the order of reports doesn't matter.
package struct ReturnHistory: Sendable, Equatable {
    /// One worker's returns.
    package struct Worker: Sendable, Equatable {
        /// The worker's name.
        package let name: String
        /// Its last returns, one a cycle.
        package internal(set) var window: RunningWindow

        /// Restores a worker's returns.
        package init(name: String, window: RunningWindow) {
            self.name = name
            self.window = window
        }
    }

    /// How many cycles are kept.
    package let capacity: Int
    /// The workers, in the order of their names.
    package private(set) var workers: [Worker]
    /// The mean return of the workers of each cycle, equally weighted.
    package private(set) var portfolio: RunningWindow

    /// Starts a history that keeps `capacity` cycles, above zero.
    package init(capacity: Int) {
        self.capacity = capacity
        workers = []
        portfolio = RunningWindow(capacity: capacity)
    }

    /// Restores a history from its parts.
    package init(workers: [Worker], portfolio: RunningWindow) {
        capacity = portfolio.capacity
        self.workers = workers.sorted { $0.name < $1.name }
        self.portfolio = portfolio
    }

    /// Adds one cycle and returns the mean of its returns, `nil` while there are no workers.
    ///
    /// A worker seen for the first time joins. One that is known and didn't report counts with 0:
    /// its next return covers both cycles.
    /// - Throws: ``AllocationError`` with `notFinite`, `impossibleReturn` or `duplicateName`; then
    ///   nothing was added.
    package mutating func observe(_ returns: [WorkerReturn]) throws(AllocationError) -> Double? {
        let ordered = returns.sorted { $0.name < $1.name }
        try validate(ordered)
        for report in ordered where !workers.contains(where: { $0.name == report.name }) {
            let window = RunningWindow(capacity: capacity)
            workers.append(Worker(name: report.name, window: window))
        }
        workers.sort { $0.name < $1.name }
        guard !workers.isEmpty else { return nil }
        var (sum, next) = (0.0, 0)
        for index in workers.indices {
            var value = 0.0
            if next < ordered.count, ordered[next].name == workers[index].name {
                value = ordered[next].value
                next += 1
            }
            workers[index].window.append(value)
            sum += value
        }
        let mean = sum / Double(workers.count)
        portfolio.append(mean)
        return mean
    }

    /// Forgets a worker that has retired; the means of past cycles stay as they were.
    package mutating func remove(_ name: String) {
        workers.removeAll { $0.name == name }
    }

    /// The last returns of a worker, `nil` for one that never reported.
    package func window(of name: String) -> RunningWindow? {
        workers.first { $0.name == name }?.window
    }

    /// Correlations of the last `length` returns between workers, in the order of `names`.
    ///
    /// A pair is unknown while either has fewer returns, or if either's are constant.
    package func correlations(of names: [String], last length: Int) -> CorrelationMatrix {
        let windows = names.map { window(of: $0) }
        var matrix = CorrelationMatrix(count: names.count)
        for row in names.indices {
            guard let left = windows[row] else { continue }
            for column in (row + 1)..<max(row + 1, names.count) {
                guard let right = windows[column] else { continue }
                matrix[row, column] = left.correlation(with: right, last: length)
            }
        }
        return matrix
    }

    /// Refuses a window longer than what is kept.
    func requireCapacity(_ length: Int, for method: String) throws(AllocationError) {
        guard length <= capacity else {
            throw AllocationError(
                .windowTooLong,
                "\(method) looks back \(length) cycles, the history keeps \(capacity); keep more"
            )
        }
    }

    private func validate(_ ordered: [WorkerReturn]) throws(AllocationError) {
        for (index, report) in ordered.enumerated() {
            guard report.value.isFinite else {
                throw AllocationError(
                    .notFinite,
                    "\(report.name) returned \(report.value); report 0 for a cycle without capital"
                )
            }
            guard report.value >= -1 else {
                throw AllocationError(
                    .impossibleReturn,
                    "\(report.name) returned \(report.value), more than everything; halt it and "
                        + "write its debt off first"
                )
            }
            if index > 0, ordered[index - 1].name == report.name {
                throw AllocationError(
                    .duplicateName,
                    "\(report.name) reported twice in one cycle; keep one report a cycle"
                )
            }
        }
    }
}

extension ReturnHistory: Persistable {
    package mutating func exchange(with coder: inout StateCoder) throws(PersistenceError) {
        try coder.requireCount(capacity, of: "cycles of history")
        let count = try coder.count(workers.count)
        workers = try (0..<count).map { index throws(PersistenceError) in
            let known = coder.isReading ? nil : workers[index]
            let name = try coder.value(known?.name)
            var window = known?.window ?? RunningWindow(capacity: capacity)
            try coder.exchange(&window)
            return Worker(name: name, window: window)
        }
        try coder.exchange(&portfolio)
    }
}

extension StateCoder {
    /// Writes the values of a window, or fills one that keeps as many with those stored.
    mutating func exchange(_ window: inout RunningWindow) throws(PersistenceError) {
        var values = window.values
        try exchange(&values)
        guard values.count <= window.capacity else {
            throw PersistenceError(
                .mismatch,
                "\(values.count) values were stored of a window of \(window.capacity)"
            )
        }
        if isReading { window = RunningWindow(capacity: window.capacity, values: values) }
    }
}
