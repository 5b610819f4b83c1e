import Market

/// The two shapes of data files.
enum TableKind {
    /// `timestamp,open,high,low,close,volume`, one instrument.
    case bars
    /// `timestamp,NAME,…`, closes of many.
    case closes
}

/// A data file's figures after every check.
struct Table {
    /// What stands for an empty field; no figure can have this value.
    static let empty = Int64.min

    let kind: TableKind
    /// The heads of the columns after `timestamp`.
    let names: [String]
    /// When each row became known, ascending.
    let moments: [Timestamp]
    /// Millionths, `rows × names`, row-major.
    let cells: [Int64]

    /// The bars of one column of closes.
    func bars(ofColumn column: Int) -> [Bar] {
        var bars: [Bar] = []
        bars.reserveCapacity(moments.count)
        var index = column
        for moment in moments {
            if cells[index] != Table.empty {
                bars.append(Bar(knownAt: moment, close: Price(micros: cells[index])))
            }
            index += names.count
        }
        return bars
    }

    /// The bars of a bar file.
    func bars() -> [Bar] {
        moments.indices.map { row in
            let start = row * 5
            return Bar(
                knownAt: moments[row],
                open: price(start),
                high: price(start + 1),
                low: price(start + 2),
                close: Price(micros: cells[start + 3]),
                volume: cells[start + 4] == Table.empty
                    ? nil : Quantity(micros: cells[start + 4])
            )
        }
    }

    private func price(_ index: Int) -> Price? {
        cells[index] == Table.empty ? nil : Price(micros: cells[index])
    }
}
