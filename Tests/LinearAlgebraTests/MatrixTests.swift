import Testing

@testable import LinearAlgebra

struct MatrixTests {
    @Test func `a matrix keeps its rows and multiplies`() {
        let matrix = Matrix(rows: [[1, 2, 3], [4, 5, 6]])
        #expect(matrix[1, 2] == 6)
        #expect(Array(matrix.row(1)) == [4, 5, 6])
        #expect(matrix.column(1) == [2, 5])
        #expect(matrix.transposed == Matrix(rows: [[1, 4], [2, 5], [3, 6]]))
        #expect(matrix.multiplied(by: [1, 1, 1]) == [6, 15])
    }

    @Test func `a symmetric matrix mirrors what is set and averages what differs`() {
        var matrix = SymmetricMatrix([[1, 2], [4, 5]])
        #expect(matrix[0, 1] == 3 && matrix[1, 0] == 3)
        matrix[1, 0] = 7
        #expect(matrix[0, 1] == 7)
        #expect(matrix.quadraticForm([1, -1]) == -8)
        #expect(matrix.scaled(by: 2).diagonal == [2, 10])
        #expect(matrix.submatrix([1]) == SymmetricMatrix([[5]]))
        #expect(matrix.scaled(rowsAndColumnsBy: [2, 3]) == SymmetricMatrix([[4, 42], [42, 45]]))
    }

    @Test(arguments: [0, 1, 7, 8, 9, 31, 100])
    func `sums run in eight lanes added as a tree`(count: Int) {
        var generator = Xoshiro256(seed: UInt64(count))
        let a = (0..<count).map { _ in generator.normal() }
        let b = (0..<count).map { _ in generator.normal() }
        var lanes = [Double](repeating: 0, count: 8)
        for index in 0..<count / 8 * 8 { lanes[index % 8] += a[index] * b[index] }
        var sum = ((lanes[0] + lanes[4]) + (lanes[2] + lanes[6]))
        sum += (lanes[1] + lanes[5]) + (lanes[3] + lanes[7])
        for index in count / 8 * 8..<count { sum += a[index] * b[index] }
        // The same operations in the same order: the same bits.
        #expect(DenseKernels.dot(a, b).bitPattern == sum.bitPattern)
        var y = b
        DenseKernels.add(2.5, times: a.span, to: &y)
        #expect(y == zip(a, b).map { $1 + 2.5 * $0 })
    }

    @Test(arguments: [(1, 1), (5, 3), (128, 4), (129, 17), (300, 33)])
    func `a Gram matrix holds the products of columns, centred`(rows: Int, columns: Int) {
        let x = Fixtures.matrix(rows, columns, seed: 5)
        let centre = (0..<columns).map { Double($0) * 0.1 }
        let gram = GramMatrix.ofColumns(x, centre: centre)
        for i in 0..<columns {
            for j in 0..<columns {
                var sum = 0.0
                for row in 0..<rows { sum += (x[row, i] - centre[i]) * (x[row, j] - centre[j]) }
                #expect(abs(gram[i, j] - sum) < 1e-12 * Double(rows))
            }
        }
    }
}

/// Matrices to try kernels on.
enum Fixtures {
    static func matrix(_ rows: Int, _ columns: Int, seed: UInt64) -> Matrix {
        var generator = Xoshiro256(seed: seed)
        var matrix = Matrix(rows: rows, columns: columns)
        for index in matrix.storage.indices { matrix.storage[index] = generator.normal() }
        return matrix
    }

    /// The largest element of a difference.
    static func distance(_ a: SymmetricMatrix, _ b: SymmetricMatrix) -> Double {
        zip(a.storage, b.storage).map { abs($0 - $1) }.max() ?? 0
    }
}
