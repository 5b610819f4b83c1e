import Inspection
import Market
import Master
import Performance
import Topology

extension RunResult {
    /// What the benchmark of a run would have come to, over the run's own cycles and without costs.
    ///
    /// - Returns: Its name and figures; `nil` where it holds no bar, or lost everything.
    static func benchmark(of setup: ClusterSetup) throws -> (name: String, RunStatistics)? {
        let (name, values) = holding(of: setup)
        guard !values.isEmpty else { return nil }
        let periods = setup.topology.clock.cycle.cyclesPerYear
        return (name, try RunStatistics(values: values, periodsPerYear: periods))
    }

    /// The benchmark's name and the value of one unit of money at the start and after each cycle.
    static func holding(of setup: ClusterSetup) -> (name: String, values: [Double]) {
        let name: String
        var series = setup.series
        switch setup.topology.benchmark {
        case .equalWeight: name = "equal-weight hold"
        case .instrument(let id):
            name = "\(id) held"
            series = series.filter { $0.instrument.id == id }
        }
        let values = HoldBenchmark.values(
            of: series.filter { !$0.bars.isEmpty },
            at: setup.windows.map(\.to)
        )
        return (name, values)
    }

    /// The result as people read it: a table, then whether the books agree, then what to type next.
    ///
    /// - Parameters:
    ///   - terminal: How wide, and whether coloured.
    ///   - benchmark: What to compare with.
    ///   - elapsed: How long the run took.
    ///   - path: Where the run is kept.
    /// - Returns: Lines no wider than the terminal, but for paths.
    func lines(
        on terminal: Terminal,
        benchmark: (name: String, statistics: RunStatistics)?,
        elapsed: Duration,
        path: String
    ) -> [String] {
        var table = Table(Self.columns(currency: currency))
        for worker in workers { table.add(Self.cells(worker, name: worker.name)) }
        table.addTotal(Self.cells(portfolio, name: "portfolio"))
        if let benchmark {
            var cells = Self.cells(benchmark.statistics)
            cells.insert(contentsOf: [.init("benchmark"), "", ""], at: 0)
            table.addTotal(cells + ["", "", ""])
        }
        var lines = table.lines(width: terminal.width, style: terminal.style)
        if let benchmark {
            lines.append("benchmark: \(benchmark.name), without costs")
        }
        lines += terminal.joined([
            balance,
            "digest \(digest.map { "\($0.prefix(8))…\($0.suffix(4))" } ?? "none: not finished")",
            NumberText.duration(nanoseconds: Int64(elapsed / .nanoseconds(1))), path,
        ])
        return lines
    }

    /// Whether the books agree, in words.
    var balance: String {
        imbalance.isZero
            ? "ledger balanced to the last cent"
            : "LEDGER OFF by \(imbalance.decimalString) \(currency)"
    }

    private static func columns(currency: String) -> [Table.Column] {
        [
            Table.Column("worker", .left),
            Table.Column("net capital", unit: currency, rank: 3),
            Table.Column("nav", unit: currency),
            Table.Column("return", unit: "%"),
            Table.Column("vol", unit: "%/y", rank: 2),
            Table.Column("sharpe"),
            Table.Column("±", rank: 6),
            Table.Column("drawdown", unit: "%", rank: 1),
            Table.Column("orders", rank: 4),
            Table.Column("fills", rank: 5),
            Table.Column("denied", rank: 5),
        ]
    }

    private static func cells(_ member: Member, name: String) -> [Table.Cell] {
        [
            .init(name), .init(NumberText.wholeMoney(member.contributed)),
            .init(NumberText.wholeMoney(member.nav)),
        ] + cells(member.statistics) + [
            .init(NumberText.integer(member.orders)), .init(NumberText.integer(member.fills)),
            .init(NumberText.integer(member.denied)),
        ]
    }

    /// Return, volatility, Sharpe ratio, its error and drawdown.
    static func cells(_ statistics: RunStatistics?) -> [Table.Cell] {
        [
            percent(statistics?.totalReturn, isSigned: true), percent(statistics?.volatility),
            number(statistics?.sharpe?.value), number(statistics?.sharpe?.standardError),
            percent(statistics?.drawdown.map { -$0 }),
        ]
    }

    private static func percent(_ value: Double?, isSigned: Bool = false) -> Table.Cell {
        guard let value else { return "–" }
        let text = NumberText.decimal(value * 100, places: 1, isSigned: isSigned)
        return Table.Cell(text, isSigned && value < 0 ? .bad : .plain)
    }

    private static func number(_ value: Double?) -> Table.Cell {
        .init(value.map { NumberText.decimal($0, places: 2) } ?? "–")
    }
}
