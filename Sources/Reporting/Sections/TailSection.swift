import Market
import Performance
import Risk

/// What could be lost in a cycle, and whether such forecasts would have held.
struct TailSection {
    let evaluation: Evaluation

    private static let confidences = [0.95, 0.99]

    /// Losses over the run, the forecasts' chart, and the tests of the forecasts.
    var section: Section {
        let content: [Markup]
        if let window = evaluation.window {
            content = [losses.markup, note, backTest(window)]
        } else {
            content = [
                .paragraph(
                    "The run is too short to test forecasts of loss: \(evaluation.windowsMinimum)."
                )
            ]
        }
        return Section(id: "losses", title: "Value at risk", content: content)
    }

    private var returns: [Double] { evaluation.portfolio.series.returns }

    private var losses: Table {
        let nav = evaluation.portfolio.curve.values.last ?? 0
        var table = Table(
            caption:
                "Loss of one cycle, measured on all \(NumberText.count(returns.count)) returns",
            columns: [
                .text("method"), .number("confidence"), .number("value at risk"),
                .number("expected shortfall"),
                .number("value at risk today, \(evaluation.numbers.currency)"),
            ]
        )
        for confidence in TailSection.confidences {
            for method in TailForecasts.Method.allCases {
                table.rows.append(loss(method, confidence, nav))
            }
        }
        return table
    }

    private var note: Markup {
        .paragraph(
            "Losses are positive. Expected shortfall is the mean loss where the value at risk is "
                + "exceeded; Cornish–Fisher has none where skewness and kurtosis are too large for "
                + "its expansion."
        )
    }

    private func loss(
        _ method: TailForecasts.Method,
        _ confidence: Double,
        _ nav: Double
    ) -> [Table.Cell] {
        let name = [Table.Cell(method.rawValue), .init(percent(confidence))]
        do {
            let tail = try TailFigures(method, returns, confidence)
            return name + [
                .init(NumberText.percent(tail.valueAtRisk)),
                .init(NumberText.percent(tail.expectedShortfall)),
                .init(NumberText.whole(tail.valueAtRisk * nav)),
            ]
        } catch {
            // Returns that never vary have no such tail, which the dashes say.
            return name + [Table.Cell](repeating: .init(NumberText.absent), count: 3)
        }
    }

    private func backTest(_ window: Int) -> Markup {
        var table = Table(
            caption: "Forecasts from the \(window) cycles before each, against what came",
            columns: [
                .text("method"), .number("confidence"), .number("forecasts"),
                .number("expected breaches"), .number("breaches"), .number("share"),
                .number("Kupiec p"), .number("independence p"), .number("both p"),
                .text("at 5 %"),
            ]
        )
        var drawn: TailForecasts?
        var faults: [Markup] = []
        for confidence in TailSection.confidences {
            for method in TailForecasts.Method.allCases {
                do {
                    let forecasts = try TailForecasts(
                        method,
                        returns: returns,
                        window: window,
                        confidence: confidence
                    )
                    if drawn == nil, method == .historical { drawn = forecasts }
                    table.rows.append(row(forecasts))
                } catch {
                    let words = "\(method.rawValue), \(percent(confidence)): \(error.message)."
                    faults.append(.paragraph("No forecasts by \(words)"))
                }
            }
        }
        let note =
            "A breach is a loss beyond its forecast. Kupiec's test asks whether breaches are as many "
            + "as promised, Christoffersen's whether one is as likely after a breach as after none, "
            + "the third both at once. A method is refused where that last p-value is below 5 %; with "
            + "thousands of forecasts small misses are found too."
        let tests = Markup([.paragraph(note), table.markup] + faults)
        guard let drawn else { return tests }
        let chart = TailChart(evaluation: evaluation, window: window, forecasts: drawn)
        return Markup([chart.figure(unfolding: "Breaches by year", byYear(drawn, window)), tests])
    }

    private func row(_ forecasts: TailForecasts) -> [Table.Cell] {
        let test = forecasts.test
        let count = Double(test.observations)
        let isRefused = test.conditionalCoverage.pValue < 0.05
        return [
            .init(forecasts.method.rawValue), .init(percent(forecasts.confidence)),
            .init(NumberText.count(test.observations)),
            .init(NumberText.decimal((1 - forecasts.confidence) * count, decimals: 1)),
            .init(NumberText.count(test.breaches)),
            .init(NumberText.percent(Double(test.breaches) / count)),
            .init(chance(test.kupiec.pValue)), .init(chance(test.independence.pValue)),
            .init(chance(test.conditionalCoverage.pValue)),
            .init(isRefused ? "refused" : "holds"),
        ]
    }

    private func byYear(_ forecasts: TailForecasts, _ window: Int) -> Table {
        var table = Table(
            caption: "Historical forecasts and breaches by year, \(percent(forecasts.confidence))",
            columns: [
                .text("year"), .number("forecasts"), .number("breaches"), .number("share"),
                .number("worst return"),
            ]
        )
        for year in evaluation.years where year.cycles.upperBound > window {
            let cycles = max(year.cycles.lowerBound, window)..<year.cycles.upperBound
            let breaches = cycles.count { forecasts.isBreached[$0 - window] }
            table.rows.append([
                .init("\(year.year)"), .init(NumberText.count(cycles.count)),
                .init(NumberText.count(breaches)),
                .init(NumberText.percent(Double(breaches) / Double(cycles.count))),
                .init(NumberText.percent(returns[cycles].min(), isSigned: true)),
            ])
        }
        return table
    }

    private func percent(_ fraction: Double) -> String {
        "\(NumberText.decimal(fraction * 100, decimals: 0))\u{A0}%"
    }

    private func chance(_ value: Double) -> String {
        value < 0.001 ? "< 0.001" : NumberText.decimal(value, decimals: 3)
    }
}
