/// Products of a matrix with its own transpose, the cost of a sample covariance.
///
/// Columns are packed four by four over a stretch of rows, and sixteen products are summed in
/// registers at once. Within a stretch, rows are added in order; stretches are added in order.
package enum GramMatrix {
    /// Rows summed in registers before they are added to the result.
    private static let stretch = 128

    /// Returns `(X − 1cᵀ)ᵀ (X − 1cᵀ)`, the inner products of all pairs of columns.
    ///
    /// About `T n² / 2` multiplications.
    /// - Parameters:
    ///   - x: `T × n`, one observation a row.
    ///   - centre: What to take from each column first, `n` values; `nil` takes nothing.
    /// - Returns: `n × n`.
    package static func ofColumns(_ x: Matrix, centre: [Double]? = nil) -> SymmetricMatrix {
        let n = x.columns
        let centre = centre ?? Array(repeating: 0, count: n)
        precondition(centre.count == n, "\(n) columns are centred by \(centre.count) values")
        let panels = (n + 3) / 4
        let stride = panels * 4
        var sums = [Double](repeating: 0, count: stride * stride)
        var packed = [Double](repeating: 0, count: stride * stretch)
        for first in Swift.stride(from: 0, to: x.rows, by: stretch) {
            let count = min(stretch, x.rows - first)
            pack(x, rows: first..<first + count, centre, into: &packed)
            var total = sums.mutableSpan
            let source = packed.span
            for i in 0..<panels {
                let left = source.extracting(i * 4 * count..<(i + 1) * 4 * count)
                for j in 0...i {
                    let right = source.extracting(j * 4 * count..<(j + 1) * 4 * count)
                    unsafe addTile(left, right, to: &total, at: i * 4 * stride + j * 4, stride)
                }
            }
        }
        return lowerTriangle(of: sums, stride: stride, order: n)
    }

    /// Lays columns out in panels of four, row by row; columns beyond the last stay zero.
    private static func pack(
        _ x: Matrix,
        rows: Range<Int>,
        _ centre: [Double],
        into packed: inout [Double]
    ) {
        let n = x.columns
        let source = x.storage.span
        let middle = centre.span
        var target = packed.mutableSpan
        for (offset, row) in rows.enumerated() {
            for column in 0..<n {
                let place = (column & ~3) * rows.count + offset * 4 + (column & 3)
                target[place] = source[row * n + column] - middle[column]
            }
        }
        // A shorter last stretch moves the padding of the last panel.
        for column in n..<(n + 3) & ~3 {
            for offset in 0..<rows.count {
                target[(column & ~3) * rows.count + offset * 4 + (column & 3)] = 0
            }
        }
    }

    /// Adds the 4 × 4 products of two packed panels to the sums, whose tile lies within bounds.
    @unsafe @inline(__always)
    private static func addTile(
        _ left: Span<Double>,
        _ right: Span<Double>,
        to sums: inout MutableSpan<Double>,
        at place: Int,
        _ stride: Int
    ) {
        var (a, b) = (SIMD4<Double>(), SIMD4<Double>())
        var (c, d) = (SIMD4<Double>(), SIMD4<Double>())
        var index = 0
        while index < left.count {
            let row = unsafe four(right, at: index)
            unsafe a += left[unchecked: index] * row
            unsafe b += left[unchecked: index + 1] * row
            unsafe c += left[unchecked: index + 2] * row
            unsafe d += left[unchecked: index + 3] * row
            index += 4
        }
        unsafe add(a, to: &sums, at: place)
        unsafe add(b, to: &sums, at: place + stride)
        unsafe add(c, to: &sums, at: place + 2 * stride)
        unsafe add(d, to: &sums, at: place + 3 * stride)
    }

    @unsafe @inline(__always)
    private static func four(_ values: Span<Double>, at index: Int) -> SIMD4<Double> {
        unsafe values.withUnsafeBytes { bytes in
            unsafe bytes.loadUnaligned(fromByteOffset: index * 8, as: SIMD4<Double>.self)
        }
    }

    @unsafe @inline(__always)
    private static func add(
        _ lanes: SIMD4<Double>,
        to sums: inout MutableSpan<Double>,
        at place: Int
    ) {
        let old = unsafe four(sums.span, at: place)
        unsafe sums.withUnsafeMutableBytes { bytes in
            unsafe bytes.storeBytes(of: old + lanes, toByteOffset: place * 8, as: SIMD4.self)
        }
    }

    private static func lowerTriangle(
        of sums: [Double],
        stride: Int,
        order: Int
    ) -> SymmetricMatrix {
        if stride == order { return SymmetricMatrix(order: order, lowerTriangleOf: sums) }
        var trimmed: [Double] = []
        trimmed.reserveCapacity(order * order)
        for row in 0..<order {
            trimmed.append(contentsOf: sums[row * stride..<row * stride + order])
        }
        return SymmetricMatrix(order: order, lowerTriangleOf: trimmed)
    }
}
