package import Market

/// Which instruments a data set holds, and from when to when.
///
/// Filled by whoever reads or generates the data, so that this room needs neither.
package struct DataCatalogue: Sendable, Equatable {
    /// The first and the last UTC date on which an instrument has a bar.
    package struct Span: Sendable, Equatable {
        /// The date of its first bar.
        package let first: CalendarDate
        /// The date of its last bar, not before the first.
        package let last: CalendarDate

        /// Takes the dates of the first and the last bar.
        package init(first: CalendarDate, last: CalendarDate) {
            self.first = first
            self.last = last
        }
    }

    private let spans: [InstrumentID: Span]

    /// Takes the span of every instrument in the data.
    package init(_ spans: [InstrumentID: Span]) { self.spans = spans }

    /// The instruments, sorted.
    package var instruments: [InstrumentID] { spans.keys.sorted() }

    /// Returns when an instrument has bars, or `nil` where the data does not hold it.
    package func span(of instrument: InstrumentID) -> Span? { spans[instrument] }

    /// The first and last date of the whole data; `nil` where it is empty.
    package var span: Span? {
        guard let first = spans.values.map(\.first).min(),
            let last = spans.values.map(\.last).max()
        else { return nil }
        return Span(first: first, last: last)
    }
}
