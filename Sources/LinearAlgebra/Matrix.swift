/// A dense matrix of doubles, stored row by row.
package struct Matrix: Sendable, Equatable {
    /// How many rows it has.
    package let rows: Int
    /// How many columns it has.
    package let columns: Int
    /// The elements, row after row; change their values, never their number, `rows × columns`.
    package var storage: [Double]

    /// Makes a matrix filled with one value.
    package init(rows: Int, columns: Int, repeating value: Double = 0) {
        self.init(
            rows: rows,
            columns: columns,
            storage: Array(repeating: value, count: rows * columns)
        )
    }

    /// Takes elements already laid out row by row.
    package init(rows: Int, columns: Int, storage: [Double]) {
        precondition(
            rows >= 0 && columns >= 0 && storage.count == rows * columns,
            "a \(rows) × \(columns) matrix was given \(storage.count) elements"
        )
        self.rows = rows
        self.columns = columns
        self.storage = storage
    }

    /// Takes rows of equal length; no rows make the matrix of nothing.
    package init(rows: [[Double]]) {
        let columns = rows.first?.count ?? 0
        precondition(
            rows.allSatisfy { $0.count == columns },
            "the rows of a matrix differ in length: \(rows.map(\.count))"
        )
        self.init(rows: rows.count, columns: columns, storage: rows.flatMap(\.self))
    }

    /// The element of a row and a column, both counted from zero.
    package subscript(row: Int, column: Int) -> Double {
        get {
            precondition(column >= 0 && column < columns, "column \(column) of \(columns)")
            return storage[row * columns + column]
        }
        set {
            precondition(column >= 0 && column < columns, "column \(column) of \(columns)")
            storage[row * columns + column] = newValue
        }
    }

    /// Returns one row, without copying it.
    package func row(_ index: Int) -> ArraySlice<Double> {
        storage[index * columns..<(index + 1) * columns]
    }

    /// Returns one column, copied.
    package func column(_ index: Int) -> [Double] {
        (0..<rows).map { self[$0, index] }
    }

    /// The matrix with rows and columns exchanged.
    package var transposed: Matrix {
        var result = Matrix(rows: columns, columns: rows)
        for row in 0..<rows {
            for column in 0..<columns {
                result.storage[column * rows + row] = storage[row * columns + column]
            }
        }
        return result
    }

    /// Returns the product with a column vector of `columns` values.
    package func multiplied(by vector: [Double]) -> [Double] {
        precondition(vector.count == columns, "\(columns) columns times \(vector.count) values")
        return (0..<rows).map { row in
            DenseKernels.dot(
                storage.span.extracting(row * columns..<(row + 1) * columns),
                vector.span
            )
        }
    }
}
