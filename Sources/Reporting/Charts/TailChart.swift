import Market
import Performance
import Risk

/// The returns of each cycle beside the loss that was forecast for it.
struct TailChart: Chart {
    let evaluation: Evaluation
    /// How many returns came before the first forecast.
    let window: Int
    /// The forecasts that are drawn, one for each return after that.
    let forecasts: TailForecasts

    var id: String { "tail" }
    var title: String { "Returns and the loss forecast for them" }
    var summary: String {
        let test = forecasts.test
        let share = Double(test.breaches) / Double(max(test.observations, 1))
        return
            "Return of each cycle, the historical value at risk of the \(window) cycles before it "
            + "(\(percent) confidence), and below, a stroke for each of "
            + "\(NumberText.count(test.breaches)) cycles that lost more: "
            + "\(NumberText.percent(share)) of \(NumberText.count(test.observations)), where "
            + "\(NumberText.percent(1 - forecasts.confidence)) were promised."
    }

    private var percent: String {
        NumberText.decimal(forecasts.confidence * 100, decimals: 0) + " %"
    }

    func height(_ size: ChartSize) -> Double { size == .wide ? 320 : 270 }

    func drawing(_ size: ChartSize) -> [Markup] {
        let dates = Array(evaluation.portfolio.dates.dropFirst(window + 1))
        let returns = evaluation.portfolio.series.returns.dropFirst(window).map { $0 * 100 }
        let losses = forecasts.values.map { -$0 * 100 }
        let plot = Plot(
            size: size,
            height: height(size) - 16,
            dates: DateScale(first: dates[0], last: dates[dates.count - 1]),
            values: .linear(returns + losses + [0]),
            valueTitle: "Return of a cycle, %"
        )
        let kept = Thinning.extremes(
            losses,
            at: dates,
            on: plot.dates,
            buckets: size.lineBuckets / 2
        )
        let labels: [EndLabels.Label] = [
            .line(size.label("return"), y: plot.y(returns[returns.count - 1]), "line cash"),
            .line(
                size.label("−VaR \(percent)"),
                y: plot.y(losses[losses.count - 1]),
                "line c1 main"
            ),
        ]
        return [
            plot.axes,
            .empty("path", ["d": strokes(returns, dates, plot), "class": "line cash"]),
            .empty("path", ["d": plot.path(kept, losses, at: dates), "class": "line c1 main"]),
            .empty("path", ["d": breaches(dates, plot), "class": "line c1"]),
            text(plot.right + 11, height(size) - 4, size.label("breaches")),
            EndLabels(labels: labels)
                .markup(right: plot.right, top: plot.top, bottom: plot.bottom),
        ]
    }

    /// From the least to the greatest return of each bucket, zero included.
    private func strokes(
        _ returns: [Double],
        _ dates: [CalendarDate],
        _ plot: Plot
    ) -> String {
        Thinning.ranges(of: dates, on: plot.dates, buckets: plot.size.lineBuckets).map { range in
            let low = min(returns[range].min() ?? 0, 0)
            let high = max(returns[range].max() ?? 0, 0)
            let x = coordinate(plot.x(dates[range.lowerBound]))
            return "M\(x),\(coordinate(plot.y(high)))V\(coordinate(plot.y(low)))"
        }.joined()
    }

    /// A stroke below the dates for each bucket in which a forecast was breached.
    private func breaches(_ dates: [CalendarDate], _ plot: Plot) -> String {
        let y = coordinate(height(plot.size) - 14)
        return Thinning.ranges(of: dates, on: plot.dates, buckets: plot.size.lineBuckets)
            .compactMap { range in
                guard let index = range.first(where: { forecasts.isBreached[$0] }) else {
                    return nil
                }
                return "M\(coordinate(plot.x(dates[index]))),\(y)v11"
            }.joined()
    }
}
