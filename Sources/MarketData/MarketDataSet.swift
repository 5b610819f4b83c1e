package import Digest
package import Market
package import Topology

/// Bars that were read and checked, with the moments they became known.
package struct MarketDataSet: Sendable {
    /// The bars of each instrument that was kept, sorted by symbol.
    package let series: [BarSeries]
    /// Every moment at which a bar of the instruments asked for became known, ascending, once each.
    ///
    /// Kept and dropped instruments count alike, so that all processes of a run share one calendar.
    package let calendar: [Timestamp]
    /// The hash of what was read, whichever instruments were kept.
    ///
    /// One wide file: the SHA-256 of its bytes. Bar files: the SHA-256 of the listing that
    /// `sha256sum *.csv` prints of them in byte order of their names.
    package let digest: Digest

    /// The first and last date of every instrument that was kept and has a bar.
    package var catalogue: DataCatalogue {
        var spans: [InstrumentID: DataCatalogue.Span] = [:]
        for series in series {
            guard let first = series.bars.first, let last = series.bars.last else { continue }
            spans[series.instrument.id] = DataCatalogue.Span(
                first: first.knownAt.date,
                last: last.knownAt.date
            )
        }
        return DataCatalogue(spans)
    }
}

extension MarketDataSet {
    /// Takes bars that were made rather than read, with the digest of what they were made from.
    package init(generated series: [BarSeries], calendar: [Timestamp], digest: Digest) {
        self.init(series: series, calendar: calendar, digest: digest)
    }
}
