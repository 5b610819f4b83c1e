/// What is told of all elements in one pass.
extension Matrix {
    /// Whether no element is NaN or infinite.
    package var isFinite: Bool { DenseKernels.isFinite(storage.span) }

    /// The sums of each column's differences from its first element, added row after row.
    ///
    /// A column of equal elements has the sum zero exactly.
    package var columnSumsFromFirstRow: [Double] {
        var sums = [Double](repeating: 0, count: columns)
        let values = storage.span
        var target = sums.mutableSpan
        let whole = columns & ~7
        for row in 1..<max(1, rows) {
            let start = row * columns
            var column = 0
            while column < whole {
                let difference =
                    unsafe DenseKernels.eight(values, at: start + column)
                    - DenseKernels.eight(values, at: column)
                let sum = unsafe DenseKernels.eight(target.span, at: column) + difference
                unsafe DenseKernels.store(sum, in: &target, at: column)
                column += 8
            }
            while column < columns {
                target[column] += values[start + column] - values[column]
                column += 1
            }
        }
        return sums
    }
}
