import Market
import Performance

/// One figure of each calendar year for several tracks, as a table behind a chart.
struct YearFigures {
    /// What is told of a year.
    enum Kind {
        /// The compounded return.
        case totalReturn
        /// The deepest fall below the highest value of the whole track so far.
        case deepestFall
    }

    let evaluation: Evaluation
    let kind: Kind
    /// The tracks with the names of their columns.
    let tracks: [(name: String, track: Evaluation.Track)]

    /// A row a year; a dash where a track has no cycle.
    func table(_ caption: String) throws(ReportingError) -> Table {
        var table = Table(
            caption: caption,
            columns: [.text("year")] + tracks.map { .number($0.name) }
        )
        var columns: [[Int: Double]] = []
        for (_, track) in tracks { columns.append(try figures(of: track)) }
        for year in evaluation.years {
            let isSigned = kind == .totalReturn
            table.rows.append(
                [.init("\(year.year)")]
                    + columns.map {
                        .init(NumberText.percent($0[year.year], isSigned: isSigned))
                    }
            )
        }
        return table
    }

    private func figures(of track: Evaluation.Track) throws(ReportingError) -> [Int: Double] {
        var found: [Int: Double] = [:]
        switch kind {
        case .totalReturn:
            for year in try evaluation.monthlyReturns(of: track).years {
                found[year.year] = year.total
            }
        case .deepestFall:
            let falls = track.curve.drawdowns
            // The first value is the start, which belongs to no cycle.
            for index in falls.indices.dropFirst() {
                let year = track.dates[index].components.year
                found[year] = min(found[year] ?? 0, falls[index])
            }
        }
        return found
    }
}
