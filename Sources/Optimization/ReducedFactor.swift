import LinearAlgebra

/// The Cholesky factor of the free part of a quadratic program, kept as variables come and go.
///
/// With `F` the free variables and `W` the working rows it factors `M = Q_FF + Σ ρ a aᵀ` over the
/// working rows `a`. Adding multiples of the rows changes no step that keeps to them, and makes `M`
/// positive definite wherever `Q` is so along the rows, even where `Q_FF` itself is singular.
/// - SeeAlso: Gill, Golub, Murray and Saunders (1974), "Methods for Modifying Matrix
///   Factorizations"; Golub and Greif (2003), "On Solving Block-Structured Indefinite Linear
///   Systems".
struct ReducedFactor {
    /// How many variables are free.
    private(set) var count = 0
    /// `L`, row after row, each of `stride` places.
    private var factor: [Double] = []
    private var stride = 0
    /// `L⁻¹ A_WFᵀ`, a column of it for each working row.
    private var rowFactors: [[Double]]
    /// The factor of `A_WF M⁻¹ A_WFᵀ`, made when first needed after a change.
    private var schur: CholeskyFactor?

    /// Starts without free variables.
    ///
    /// - Parameter workingRows: How many rows are held.
    init(workingRows: Int) {
        rowFactors = Array(repeating: [], count: workingRows)
    }

    /// Returns `L⁻¹ b`.
    func forward(_ right: [Double]) -> [Double] {
        var x = right
        for row in 0..<count {
            let start = row * stride
            let known = DenseKernels.dot(
                factor.span.extracting(start..<start + row),
                x.span.extracting(0..<row)
            )
            x[row] = (x[row] - known) / factor[start + row]
        }
        return x
    }

    /// Returns `L⁻ᵀ b`.
    private func backward(_ right: [Double]) -> [Double] {
        var x = right
        for row in Swift.stride(from: count - 1, through: 0, by: -1) {
            let start = row * stride
            x[row] /= factor[start + row]
            DenseKernels.add(
                -x[row],
                times: factor.span.extracting(start..<start + row),
                to: &x
            )
        }
        return x
    }

    /// Solves `M p + A_WFᵀ η = b` and `A_WF p = d`.
    ///
    /// Where `d` is zero and rounding is all that the rows leave of `b`, `p` is exactly zero: a step
    /// made of rounding could block on a variable that the rows need.
    /// - Returns: `p` and `η`; `nil` when the working rows depend on one another.
    mutating func solved(
        _ right: [Double],
        rows: [Double]
    ) -> (step: [Double], multipliers: [Double])? {
        solved(forward: forward(right), rows: rows)
    }

    /// Solves the same from `L⁻¹ b`.
    mutating func solved(
        forward: [Double],
        rows: [Double]
    ) -> (step: [Double], multipliers: [Double])? {
        var middle = forward
        if rows.isEmpty { return (backward(middle), []) }
        guard let schur = schurFactor() else { return nil }
        let before = DenseKernels.dot(middle, middle)
        let multipliers = schur.solved(
            rows.indices.map { DenseKernels.dot(rowFactors[$0], middle) - rows[$0] }
        )
        for (row, multiplier) in multipliers.enumerated() {
            let column = rowFactors[row]
            DenseKernels.add(-multiplier, times: column.span, to: &middle)
        }
        let isRounding = DenseKernels.dot(middle, middle) <= 1e-28 * before
        if rows.allSatisfy({ $0 == 0 }), isRounding || count == rows.count {
            return (Array(repeating: 0, count: count), multipliers)
        }
        return (backward(middle), multipliers)
    }

    private mutating func schurFactor() -> CholeskyFactor? {
        if let schur { return schur }
        var products = SymmetricMatrix(order: rowFactors.count)
        for i in rowFactors.indices {
            for j in 0...i {
                products[i, j] = DenseKernels.dot(rowFactors[i], rowFactors[j])
            }
        }
        schur = CholeskyFactor(products, tolerance: 1e-15)
        return schur
    }

    /// Adds a variable behind the free ones.
    ///
    /// - Parameters:
    ///   - row: `L⁻¹ m`, where `m` are its elements of `M` with the free variables, in their order.
    ///   - diagonal: Its own element of `M`.
    ///   - coefficients: Its coefficients in the working rows.
    /// - Returns: Whether it's independent of the others; nothing changes when it isn't.
    mutating func append(
        forward row: [Double],
        diagonal: Double,
        coefficients: [Double]
    ) -> Bool {
        let pivot = diagonal - DenseKernels.dot(row.span, row.span)
        guard pivot > 1e-15 * diagonal, pivot > 0 else { return false }
        if count == stride { widen() }
        let root = pivot.squareRoot()
        let start = count * stride
        for (index, value) in row.enumerated() { factor[start + index] = value }
        factor[start + count] = root
        for (index, coefficient) in coefficients.enumerated() {
            let known = DenseKernels.dot(row, rowFactors[index])
            rowFactors[index].append((coefficient - known) / root)
        }
        count += 1
        schur = nil
        return true
    }

    /// Takes a free variable out by plane rotations of the columns behind it.
    mutating func remove(at position: Int) {
        var rotations: [(cosine: Double, sine: Double)] = []
        rotations.reserveCapacity(count - position)
        for row in position..<count - 1 {
            let (source, target) = ((row + 1) * stride, row * stride)
            for column in 0..<position { factor[target + column] = factor[source + column] }
            var carried = factor[source + position]
            for (offset, rotation) in rotations.enumerated() {
                let next = factor[source + position + offset + 1]
                factor[target + position + offset] =
                    rotation.cosine * carried + rotation.sine * next
                carried = rotation.cosine * next - rotation.sine * carried
            }
            let own = factor[source + row + 1]
            let length = (carried * carried + own * own).squareRoot()
            rotations.append((carried / length, own / length))
            factor[target + row] = length
        }
        for index in rowFactors.indices {
            var carried = rowFactors[index][position]
            for (offset, rotation) in rotations.enumerated() {
                let next = rowFactors[index][position + offset + 1]
                rowFactors[index][position + offset] =
                    rotation.cosine * carried + rotation.sine * next
                carried = rotation.cosine * next - rotation.sine * carried
            }
            rowFactors[index].removeLast()
        }
        count -= 1
        schur = nil
    }

    private mutating func widen() {
        let wider = max(16, stride * 2)
        var roomier = [Double](repeating: 0, count: wider * wider)
        for row in 0..<count {
            for column in 0...row {
                roomier[row * wider + column] = factor[row * stride + column]
            }
        }
        factor = roomier
        stride = wider
    }
}
