import Market
import Performance

/// How far the portfolio stood below its own highest value.
struct DrawdownChart: Chart {
    let evaluation: Evaluation

    var id: String { "drawdown" }
    var title: String { "Drawdown" }
    var summary: String {
        guard let deepest = evaluation.portfolio.figures.drawdown else {
            return "The portfolio never stood below its highest value at the end of a cycle."
        }
        let dates = evaluation.portfolio.dates
        let recovery = deepest.recovery.map { "recovered on \(dates[$0])" } ?? "not recovered yet"
        return "The deepest fall was \(NumberText.percent(deepest.depth)), "
            + "from \(dates[deepest.peak]) to \(dates[deepest.trough]), \(recovery)."
    }

    func height(_ size: ChartSize) -> Double { size == .wide ? 260 : 220 }

    func drawing(_ size: ChartSize) -> [Markup] {
        let own = evaluation.portfolio
        let falls = own.curve.drawdowns
        let others = evaluation.benchmark?.curve.drawdowns ?? []
        let plot = Plot(
            size: size,
            height: height(size),
            dates: DateScale(first: own.dates[0], last: own.dates[own.dates.count - 1]),
            values: scale(falls + others),
            valueTitle: "Below the highest value so far, %"
        )
        var parts = [plot.axes, area(falls, plot)]
        var labels = [
            EndLabels.Label.line(
                plot.size.label("portfolio"),
                y: plot.y(falls[falls.count - 1] * 100),
                "line c0 main"
            )
        ]
        if !others.isEmpty {
            let style = "line c1 pale"
            parts.append(line(others, style, plot))
            let y = plot.y(others[others.count - 1] * 100)
            labels.append(.line(plot.size.label("benchmark"), y: y, style))
        }
        parts.append(line(falls, "line c0", plot))
        if let deepest = own.figures.drawdown { parts.append(mark(deepest, plot)) }
        let ends = EndLabels(labels: labels)
        parts.append(ends.markup(right: plot.right, top: plot.top, bottom: plot.bottom))
        parts.append(
            ReadOuts.markup(plot, at: own.dates) { index in
                let text = "portfolio \(NumberText.percent(falls[index]))"
                return others.isEmpty
                    ? text : text + "\nbenchmark \(NumberText.percent(others[index]))"
            }
        )
        return parts
    }

    /// From the deepest fall to 0; a percent where nothing falls.
    private func scale(_ falls: [Double]) -> ValueScale {
        let deepest = falls.min() ?? 0
        return .linear([deepest < 0 ? deepest * 100 : -1, 0], ticksAbout: 4)
    }

    private func path(_ falls: [Double], _ plot: Plot) -> String {
        let dates = evaluation.portfolio.dates
        let percents = falls.map { $0 * 100 }
        let kept = Thinning.extremes(
            percents,
            at: dates,
            on: plot.dates,
            buckets: plot.size.lineBuckets
        )
        return plot.path(kept, percents, at: dates)
    }

    private func line(_ falls: [Double], _ style: String, _ plot: Plot) -> Markup {
        .empty("path", ["d": path(falls, plot), "class": style])
    }

    private func area(_ falls: [Double], _ plot: Plot) -> Markup {
        let zero = coordinate(plot.y(0))
        let dates = evaluation.portfolio.dates
        let ends = (coordinate(plot.x(dates[0])), coordinate(plot.x(dates[dates.count - 1])))
        let closing = "L\(ends.1),\(zero)L\(ends.0),\(zero)Z"
        return .empty("path", ["d": path(falls, plot) + closing, "class": "area c0 faint"])
    }

    private func mark(_ deepest: Drawdown, _ plot: Plot) -> Markup {
        let x = plot.x(evaluation.portfolio.dates[deepest.trough])
        let y = plot.y(deepest.depth * 100)
        let isLeft = x < (plot.left + plot.right) / 2
        return .element(
            "g",
            [
                .empty(
                    "circle",
                    ["cx": coordinate(x), "cy": coordinate(y), "r": "3", "class": "spot"]
                ),
                text(
                    isLeft ? x + 7 : x - 7,
                    y + 4,
                    NumberText.percent(deepest.depth),
                    anchor: isLeft ? "start" : "end",
                    style: "label strong halo"
                ),
            ]
        )
    }
}
