import Market

/// Lines over time on one axis, with the uncertainty of the first where it has one.
struct LineChart: Chart, Sendable {
    /// One line; it is broken where it has no value.
    struct Line: Sendable {
        /// The name at its end.
        let name: String
        /// The classes of its look.
        let style: String
        /// One date for each value, ascending.
        let dates: [CalendarDate]
        /// The values, at least one of them known.
        let values: [Double?]
    }

    /// What lies between two values at each date.
    struct Band: Sendable {
        let dates: [CalendarDate]
        let low: [Double]
        let high: [Double]
    }

    let id: String
    let title: String
    let summary: String
    /// What the values are, with their unit.
    let valueTitle: String
    /// The lines, the last drawn above the others.
    let lines: [Line]
    /// Drawn below the lines.
    var band: Band?
    /// Values that the axis holds in any case.
    var anchors: [Double] = []
    /// Whether ratios may be shown by equal distances where the range is wide.
    var isRatio = false
    var sizes: [ChartSize] = [.wide, .narrow]
    /// The text under the pointer for an index into the last line; `nil` for none.
    var readOut: (@Sendable (_ index: Int) -> String)?

    func height(_ size: ChartSize) -> Double {
        let least = size == .wide ? 280.0 : 230
        return max(least, 60 + EndLabels.gap * Double(lines.count))
    }

    func drawing(_ size: ChartSize) -> [Markup] {
        let dates = lines.flatMap { [$0.dates.first, $0.dates.last].compactMap { $0 } }
        guard let first = dates.min(), let last = dates.max() else { return [] }
        let scale = self.scale
        let plot = Plot(
            size: size,
            height: height(size),
            dates: DateScale(first: first, last: last),
            values: scale,
            valueTitle: valueTitle + (scale.isLogarithmic ? ", log scale" : "")
        )
        var parts = [plot.axes]
        for anchor in anchors where anchor > scale.low && anchor < scale.high {
            let y = coordinate(plot.y(anchor))
            let path = "M\(coordinate(plot.left)),\(y)H\(coordinate(plot.right))"
            parts.append(.empty("path", ["d": path, "class": "zero"]))
        }
        if let band { parts.append(draw(band, plot)) }
        var labels: [EndLabels.Label] = []
        for line in lines {
            parts.append(.empty("path", ["d": path(line, plot), "class": line.style]))
            guard let end = line.values.last(where: { $0 != nil }) ?? nil else { continue }
            labels.append(.line(size.label(line.name), y: plot.y(end), line.style))
        }
        let ends = EndLabels(labels: labels)
        parts.append(ends.markup(right: plot.right, top: plot.top, bottom: plot.bottom))
        if let readOut, let line = lines.last {
            parts.append(ReadOuts.markup(plot, at: line.dates, text: readOut))
        }
        return parts
    }

    private var scale: ValueScale {
        var values = anchors
        for line in lines { values += line.values.compactMap { $0 } }
        if let band { values += band.low + band.high }
        return isRatio ? .automatic(values) : .linear(values)
    }

    /// One piece for each stretch without a gap.
    private func path(_ line: Line, _ plot: Plot) -> String {
        var pieces = ""
        var start = 0
        while start < line.values.count {
            guard line.values[start] != nil else {
                start += 1
                continue
            }
            let known = line.values[start...].prefix { $0 != nil }.compactMap { $0 }
            let dates = Array(line.dates[start..<(start + known.count)])
            let kept = Thinning.extremes(
                known,
                at: dates,
                on: plot.dates,
                buckets: plot.size.lineBuckets / (lines.count > 3 ? 3 : 1)
            )
            pieces += plot.path(kept, known, at: dates)
            start += known.count
        }
        return pieces
    }

    /// Keeps the least low and the greatest high of each bucket.
    private func draw(_ band: Band, _ plot: Plot) -> Markup {
        let ranges = Thinning.ranges(
            of: band.dates,
            on: plot.dates,
            buckets: plot.size.areaBuckets
        )
        func point(_ range: Range<Int>, _ value: Double?) -> String {
            "\(coordinate(plot.x(band.dates[range.lowerBound]))),"
                + coordinate(plot.y(value ?? 0))
        }
        let top = ranges.map { point($0, band.high[$0].max()) }
        let bottom = ranges.reversed().map { point($0, band.low[$0].min()) }
        let path = "M" + (top + bottom).joined(separator: "L") + "Z"
        return .empty("path", ["d": path, "class": "area c0 faint"])
    }
}
