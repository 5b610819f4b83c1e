import Testing

@testable import LinearAlgebra

struct FactorTests {
    @Test(arguments: [1, 2, 5, 47, 48, 49, 100, 151])
    func `a Cholesky factor multiplies back and solves`(order: Int) throws {
        let x = Fixtures.matrix(2 * order, order, seed: UInt64(order))
        let matrix = GramMatrix.ofColumns(x)
        let factor = try #require(CholeskyFactor(matrix))
        #expect(factor.repair == nil)
        let lower = Matrix(rows: order, columns: order, storage: factor.storage)
        let product = GramMatrix.ofColumns(lower.transposed)
        #expect(Fixtures.distance(product, matrix) < 1e-12 * Double(order))
        let right = (0..<order).map { Double($0 % 5) - 1 }
        let back = matrix.multiplied(by: factor.solved(right))
        #expect(zip(back, right).allSatisfy { abs($0 - $1) < 1e-10 })
    }

    @Test func `a matrix that isn't positive definite is refused, or repaired and reported`() throws
    {
        let singular = SymmetricMatrix([[1, 1, 0], [1, 1, 0], [0, 0, 2]])
        #expect(CholeskyFactor(singular) == nil)
        let repaired = try #require(CholeskyFactor.repairing(singular))
        #expect(repaired.repair?.rows == [1])
        #expect(repaired.repair?.largestShift ?? 1 <= 1e-12)
        let zero = try #require(CholeskyFactor.repairing(SymmetricMatrix(order: 2)))
        #expect(zero.repair?.rows == [0, 1])
        #expect(CholeskyFactor.repairing(SymmetricMatrix([[.nan]])) == nil)
    }

    @Test func `the logarithm of a determinant is that of its pivots`() throws {
        let factor = try #require(CholeskyFactor(SymmetricMatrix([[2, 1], [1, 2]])))
        #expect(abs(factor.logDeterminant - ElementaryFunctions.log(3)) < 1e-15)
    }

    @Test(arguments: [1, 2, 3, 10, 40, 90])
    func `eigenvalues and vectors rebuild their matrix`(order: Int) throws {
        let x = Fixtures.matrix(order / 2 + 1, order, seed: UInt64(order) + 7)
        var matrix = GramMatrix.ofColumns(x)
        for index in 0..<order { matrix[index, index] -= 1 }
        let eigen = try #require(SymmetricEigen(matrix))
        #expect(eigen.values == eigen.values.sorted())
        let scale = max(1, abs(eigen.values.last ?? 0))
        for (index, value) in eigen.values.enumerated() {
            let vector = Array(eigen.vectors.row(index))
            let image = matrix.multiplied(by: vector)
            for (a, b) in zip(image, vector) { #expect(abs(a - value * b) < 1e-13 * scale) }
            #expect(abs(DenseKernels.dot(vector, vector) - 1) < 1e-13)
        }
    }

    @Test func `eigenvalues known in closed form are found`() throws {
        // The second difference of 6 points: 2 − 2 cos(kπ/7).
        var matrix = SymmetricMatrix(diagonal: Array(repeating: 2, count: 6))
        for index in 1..<6 { matrix[index, index - 1] = -1 }
        let values = try #require(SymmetricEigen(matrix)).values
        let right = [
            0.198_062_264_195_161_7, 0.753_020_396_282_533, 1.554_958_132_087_371,
            2.445_041_867_912_629, 3.246_979_603_717_467, 3.801_937_735_804_838,
        ]
        for (a, b) in zip(values, right) { #expect(abs(a - b) < 1e-14) }
        #expect(SymmetricEigen(SymmetricMatrix([[.nan]])) == nil)
        let repeated = SymmetricMatrix(diagonal: [3, 3, -1])
        #expect(try #require(SymmetricEigen(repeated)).values == [-1, 3, 3])
    }
}
