import ArgumentParser
import Inspection
import LinearAlgebra
import Market
import Risk

struct ShockCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "shock",
        abstract: "Says what crashes and crises would cost a portfolio of your own prices.",
        discussion: """
            Named crashes of the S&P 500 reach each instrument by its beta to the market: the \
            equal-weight mean of the file, or the instrument named by --market. Your own shocks are \
            stated by --shock. Volatility and value at risk are shown as they are, with twice the \
            volatility, and with correlations half way and all the way to one. Files with volumes \
            are also asked how long it takes to sell.

            Example: bursar shock topology/data/sp500/closes.csv \
            --weights KO=0.4,XOM=0.4,JPM=0.2 --capital 1000000 --shock JPM=-0.3,XOM=-0.1

            JSON keys: capital, weights, betas, scenarios (name, profit, by_instrument), states \
            (name, volatility, var95, cvar95) and liquidity (days, impact) or null.
            """
    )

    @OptionGroup var prices: PriceOptions
    @OptionGroup var output: QuantOutputOptions

    @Option(help: "Fractions of the capital: KO=0.6,PEP=0.4; negative for shorts.")
    var weights: String

    @Option(help: "What the fractions are of.")
    var capital = 1_000_000.0

    @Option(help: "The instrument that stands for the market.")
    var market: String?

    @Option(help: "A scenario of your own, may be repeated: KO=-0.1,PEP=-0.2; others don't move.")
    var shock: [String] = []

    mutating func run() throws { output.show(try answer()) }

    /// Reads the prices and applies every scenario.
    func answer() throws -> QuantAnswer {
        guard capital > 0, capital.isFinite else {
            throw CommandFailure(
                .badInput,
                "--capital is \(capital)",
                advice: ["Give an amount above zero."]
            )
        }
        do {
            return try answer(try PriceHistory.read(prices))
        } catch {
            throw QuantFailure.of(error, in: prices.prices)
        }
    }

    private func answer(_ history: PriceHistory) throws -> QuantAnswer {
        let weights = try NamedFigures.read(self.weights, option: "--weights", for: history)
        let panel = try history.panel()
        let covariance = try CovarianceEstimate.sample(panel).covariance
        let betas = try betas(history, panel)
        var scenarios: [ShockScenario] = []
        for crash in MarketCrash.all {
            let shocks = try FactorShock.returns(
                exposures: Matrix(rows: betas.map { [$0] }),
                shocks: [crash.shock]
            )
            let loss = try StressLoss(weights: weights, shocks: shocks, capital: capital)
            let remark =
                "\(crash.peakDate) … \(crash.troughDate), market "
                + NumberText.percent(crash.shock)
            scenarios.append(ShockScenario(name: crash.name, remark: remark, loss: loss))
        }
        for (index, text) in shock.enumerated() {
            let shocks = try NamedFigures.read(text, option: "--shock", for: history)
            let scenario = try StressScenario(
                name: "yours \(index + 1)",
                shocks: Dictionary(zip(history.symbols, shocks)) { first, _ in first }
            )
            let loss = try StressLoss(
                weights: weights,
                symbols: history.symbols,
                scenario: scenario,
                capital: capital
            )
            scenarios.append(ShockScenario(name: scenario.name, remark: text, loss: loss))
        }
        return ShockAnswer(
            history: history,
            weights: weights,
            betas: betas,
            capital: capital,
            market: market ?? "the equal-weight mean",
            scenarios: scenarios,
            states: try RiskState.all(of: weights, covariance, year: history.periodsPerYear),
            liquidity: try liquidity(history, weights, covariance)
        ).answer
    }

    private func betas(_ history: PriceHistory, _ panel: ReturnPanel) throws -> [Double] {
        let benchmark: [Double]
        if let market {
            let index = try history.index(of: market, named: "--market")
            benchmark = panel.returns.column(index)
        } else {
            benchmark = (0..<panel.periodCount).map { period in
                panel.returns.row(period).reduce(0, +) / Double(panel.assetCount)
            }
        }
        return try history.symbols.indices.map {
            try Beta.value(returns: panel.returns.column($0), benchmark: benchmark)
        }
    }

    /// What it takes to sell everything in a dried-up market; `nil` where volumes are not known.
    private func liquidity(
        _ history: PriceHistory,
        _ weights: [Double],
        _ covariance: SymmetricMatrix
    ) throws -> LiquidityCrisis.Outcome? {
        var positions: [LiquidityPosition] = []
        for index in history.symbols.indices {
            let traded = history.bars[index].suffix(63).compactMap { bar in
                bar.volume.map { $0.value * bar.close.value }
            }
            guard !traded.isEmpty, let mean = SampleStatistics.mean(traded.span), mean > 0
            else { return nil }
            positions.append(
                LiquidityPosition(
                    value: weights[index] * capital,
                    dailyVolume: mean,
                    dailyVolatility: covariance[index, index].squareRoot()
                )
            )
        }
        return try LiquidityCrisis().liquidation(of: positions)
    }
}

/// A scenario with what it would cost.
struct ShockScenario {
    let name: String
    let remark: String
    let loss: StressLoss
}

/// Volatility and tails of a portfolio under one assumption.
struct RiskState {
    let name: String
    /// Standard deviation of a year.
    let volatility: Double
    /// Gaussian tail of one period, mean zero, as a fraction.
    let tail: GaussianTail

    /// The portfolio as it is, and in three crises.
    static func all(
        of weights: [Double],
        _ covariance: SymmetricMatrix,
        year: Double
    ) throws -> [RiskState] {
        let doubled = try CovarianceStress.volatilityShock(
            covariance,
            multipliers: weights.map { _ in 2 }
        )
        let cases = [
            ("as it is", covariance),
            ("volatility doubled", doubled),
            (
                "correlations half way to one",
                try CovarianceStress.correlationBreakdown(covariance, share: 0.5)
            ),
            (
                "correlations one",
                try CovarianceStress.correlationBreakdown(covariance, share: 1)
            ),
        ]
        return try cases.map { name, covariance in
            let risk = try PortfolioRisk(weights: weights, covariance: covariance)
            return RiskState(
                name: name,
                volatility: risk.volatility * year.squareRoot(),
                tail: try GaussianTail(standardDeviation: risk.volatility, confidence: 0.95)
            )
        }
    }
}
