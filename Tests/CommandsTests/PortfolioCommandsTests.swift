import ArgumentParser
import Foundation
import Inspection
import Testing

@testable import Commands

/// The project's own prices.
enum Prices {
    static let directory = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "topology/data").path
    static let closes = "\(directory)/sp500/closes.csv"
    /// Three years of three companies.
    static let few = [
        closes, "--symbols", "KO,PEP,XOM", "--from", "2013-01-02", "--to", "2015-12-31",
    ]
}

/// The commands for people with files of their own.
struct PortfolioCommandsTests {
    private func object(_ answer: QuantAnswer) throws -> [String: JSONValue] {
        let data = Data(answer.json.pretty.utf8)
        guard case .object(let values) = try JSONDecoder().decode(JSONValue.self, from: data)
        else { return [:] }
        return values
    }

    /// Checks what every answer promises: widths, JSON that parses, records of one length.
    private func check(_ answer: QuantAnswer, keys: [String]) throws {
        for width in [80, 160] {
            let terminal = Terminal(width: width, style: .plain, isInteractive: false)
            let lines = answer.lines(terminal).filter { !$0.hasPrefix("next:") }
            #expect(lines.count > 4)
            #expect(lines.allSatisfy { $0.count <= width })
        }
        let values = try object(answer)
        #expect(keys.allSatisfy { values[$0] != nil })
        #expect(answer.records.count > 1)
        #expect(answer.records.allSatisfy { $0.count == answer.records[0].count })
    }

    private func refused(_ words: String, _ body: () throws -> QuantAnswer) {
        let failure = #expect(throws: CommandFailure.self) { _ = try body() }
        #expect(failure?.status == .badInput)
        let text = failure.map(\.description) ?? ""
        #expect(text.contains(words), "\(text)")
    }

    @Test(arguments: [
        ["equal"], ["inverse-volatility"], ["equal-risk"], ["minimum-variance"],
        ["equal-risk", "--risk-budgets", "KO=2,PEP=1,XOM=1"],
        ["maximum-diversification"], ["maximum-sharpe", "--risk-free", "0.01"],
        ["target-return", "--target-return", "0.03"], ["hierarchical-risk-parity"],
        ["momentum-tilt"], ["mean-reversion-tilt"], ["growth-optimal", "--fraction", "0.5"],
        ["mean-variance-kelly", "--constraint", "sum<=1"],
        ["capitalisation", "--capitalisations", "KO=2,PEP=2,XOM=4"],
        [
            "black-litterman", "--capitalisations", "KO=2,PEP=2,XOM=4", "--view",
            "PEP-KO=0.02@0.6",
        ],
        ["minimum-variance", "--held", "KO=1", "--cost", "10", "--covariance", "ledoit-wolf"],
        ["maximum-sharpe", "--held", "KO=1", "--constraint", "turnover<=0.5", "--cost", "10"],
        ["maximum-diversification", "--held", "KO=1", "--constraint", "turnover<=0.5"],
        ["momentum-tilt", "--lookback", "60", "--skip", "5", "--strength", "1"],
        ["equal-risk", "--covariance", "half-life", "--half-life", "21", "--cost", "20"],
    ])
    func `every method builds a portfolio`(arguments: [String]) throws {
        let command = try OptimizeCommand.parse(Prices.few + ["--method"] + arguments)
        let keys = ["weights", "risk_shares", "volatility", "mean_return", "binding"]
        try check(try command.answer(), keys: keys)
    }

    @Test func `an efficient frontier is many portfolios, all under the constraints`() throws {
        let answer = try OptimizeCommand.parse(
            Prices.few + [
                "--method", "efficient-frontier", "--points", "5", "--constraint", "KO<=0.4",
                "--held", "KO=0.2,PEP=0.8", "--constraint", "turnover<=0.5", "--cost", "5",
            ]
        ).answer()
        try check(answer, keys: ["points", "first", "periods_per_year", "notes"])
        #expect(answer.records.count == 6)
        #expect(answer.records[0].suffix(3) == ["KO", "PEP", "XOM"])
        var last = -1.0
        for record in answer.records.dropFirst() {
            let figures = record.compactMap { Double($0) }
            #expect(figures[2] > last)
            #expect(figures[3] <= 0.5 + 1e-12)
            #expect(figures[5] <= 0.4)
            #expect(abs(figures[5...].reduce(0, +) - 1) < 1e-12)
            last = figures[2]
        }
    }

    @Test func `what was held drifts from its date to the last close`() throws {
        func held(_ arguments: [String]) throws -> [Double] {
            let answer = try OptimizeCommand.parse(
                Prices.few + [
                    "--method", "minimum-variance", "--held", "KO=0.5,XOM=0.5", "--constraint",
                    "turnover<=0",
                ] + arguments
            ).answer()
            return answer.records.dropFirst().compactMap { Double($0[1]) }
        }
        for options in [[], ["--held-on", "2015-12-31"]] {
            for (found, right) in zip(try held(options), [0.5, 0, 0.5]) {
                #expect(abs(found - right) < 1e-12)
            }
        }
        let drifted = try held(["--held-on", "2014-12-31"])
        let closes = try PriceHistory.read(
            try OptimizeCommand.parse(Prices.few + ["--method", "equal"]).prices
        )
        let start = try closes.moment(on: "2014-12-31", named: "--held-on")
        let growths = [0, 2].map { (closes.closes[$0].last ?? 0) / closes.closes[$0][start] }
        #expect(abs(drifted[0] - growths[0] / (growths[0] + growths[1])) < 1e-12)
        #expect(abs(drifted[2] - growths[1] / (growths[0] + growths[1])) < 1e-12)
        #expect(drifted[0] > 0.51)
    }

    @Test func `what comes next names the same prices`() throws {
        let answer = try OptimizeCommand.parse(Prices.few + ["--method", "equal"]).answer()
        let next = try #require(answer.next.first)
        #expect(next.contains("--symbols KO,PEP,XOM --from 2013-01-02 --to 2015-12-31 --weights"))
        let words = next.split(separator: " ").dropFirst().map(String.init)
        #expect(try ShockCommand.parse(words).answer().records.count > 1)
    }

    @Test func `constraints hold and are named`() throws {
        let answer = try OptimizeCommand.parse(
            Prices.few + [
                "--method", "minimum-variance", "--constraint", "weight<=0.5", "--constraint",
                "KO+PEP<=0.7", "--constraint", "XOM>=0.1",
            ]
        ).answer()
        guard case .object(let weights)? = try object(answer)["weights"],
            case .number(let first)? = weights["KO"], case .number(let second)? = weights["PEP"],
            case .array(let binding)? = try object(answer)["binding"]
        else {
            Issue.record("no weights")
            return
        }
        #expect(first + second <= 0.7 + 1e-12)
        #expect(binding.contains("KO+PEP at its maximum"))
    }

    @Test func `wrong options of optimize are refused with the way out`() throws {
        func optimize(_ arguments: [String]) throws -> QuantAnswer {
            try OptimizeCommand.parse(Prices.few + arguments).answer()
        }
        refused("The methods are equal") { try optimize(["--method", "best"]) }
        refused("Did you mean \"minimum-variance\"?") {
            try optimize(["--method", "minimum-varience"])
        }
        refused("--held-on needs --held") {
            try optimize(["--method", "equal", "--held-on", "2014-01-02"])
        }
        refused("before the first close") {
            try optimize(["--method", "equal", "--held", "KO=1", "--held-on", "2012-01-02"])
        }
        refused("ask for two or more") {
            try optimize(["--method", "efficient-frontier", "--points", "1"])
        }
        refused("Did you mean \"KO\"?") {
            try optimize(["--method", "equal", "--constraint", "K0<=0.1"])
        }
        refused("is not understood") {
            try optimize(["--method", "equal", "--constraint", "KO<0.1"])
        }
        refused("no portfolio meets these together") {
            try optimize(["--method", "minimum-variance", "--constraint", "weight<=0.2"])
        }
        refused("needs --target-return") { try optimize(["--method", "target-return"]) }
        refused("holds \"KO\", not NAME=NUMBER") {
            try optimize(["--method", "equal", "--held", "KO"])
        }
        refused("is not there") {
            try OptimizeCommand.parse(["none.csv", "--method", "equal"]).answer()
        }
        refused("not a date") { try optimize(["--method", "equal", "--from", "2015"]) }
    }

    @Test func `a series is measured alone and beside a benchmark`() throws {
        let one = try MeasureCommand.parse([Prices.closes, "--column", "KO"])
        try check(try one.answer(), keys: ["statistics", "first", "periods_per_year"])
        let two = try MeasureCommand.parse([
            Prices.closes, "--column", "KO", "--benchmark", Prices.closes, "--benchmark-column",
            "PEP",
        ])
        let answer = try two.answer()
        try check(answer, keys: ["benchmark_statistics"])
        guard case .object(let statistics)? = try object(answer)["statistics"] else {
            Issue.record("no statistics")
            return
        }
        for key in ["beta", "alpha", "tracking_error", "information_ratio", "max_drawdown"] {
            guard case .number? = statistics[key] else {
                Issue.record("\(key) has no value")
                continue
            }
        }
        refused("has 20 columns") { try MeasureCommand.parse([Prices.closes]).answer() }
        refused("there is no column \"K0\"") {
            try MeasureCommand.parse([Prices.closes, "--column", "K0"]).answer()
        }
    }

    @Test(arguments: ["model", "rules"])
    func `regimes are told with their probability, age and spells`(method: String) throws {
        let command = try RegimesCommand.parse(Prices.few + ["--method", method])
        try check(try command.answer(), keys: ["now", "shares", "spells"])
    }

    @Test func `shocks cost what weights and betas say`() throws {
        let command = try ShockCommand.parse(
            Prices.few + [
                "--weights", "KO=0.5,XOM=0.5", "--capital", "1000", "--shock", "KO=-0.1,PEP=-0.9",
            ]
        )
        let answer = try command.answer()
        try check(answer, keys: ["scenarios", "states", "betas", "liquidity"])
        guard case .array(let scenarios)? = try object(answer)["scenarios"],
            case .object(let own)? = scenarios.last, let profit = own["profit"]
        else {
            Issue.record("no scenarios")
            return
        }
        #expect(profit == .integer(-50))
        refused("names \"PEP\" twice") {
            try ShockCommand.parse(Prices.few + ["--weights", "PEP=1,PEP=1"]).answer()
        }
    }
}
