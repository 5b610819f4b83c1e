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
        var pairs = [Double](repeating: 0, count: 8 * stretch)
        for first in Swift.stride(from: 0, to: x.rows, by: stretch) {
            let count = min(stretch, x.rows - first)
            pack(x, rows: first..<first + count, centre, into: &packed)
            var total = sums.mutableSpan
            let source = packed.span
            for i in 0..<panels {
                pair(source.extracting(i * 4 * count..<(i + 1) * 4 * count), into: &pairs)
                let left = pairs.span.extracting(0..<8 * count)
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
        var place = 0
        for panel in Swift.stride(from: 0, to: n & ~3, by: 4) {
            let mean = unsafe four(middle, at: panel)
            for row in rows {
                unsafe store(four(source, at: row * n + panel) - mean, in: &target, at: place)
                place += 4
            }
        }
        guard n & 3 != 0 else { return }
        for row in rows {
            for column in n & ~3..<n {
                target[place + (column & 3)] = source[row * n + column] - middle[column]
            }
            // A shorter last stretch moves the padding of the last panel.
            for offset in n & 3..<4 { target[place + offset] = 0 }
            place += 4
        }
    }

    /// Writes every value of a panel twice, so that one load fills both lanes of a register.
    private static func pair(_ panel: Span<Double>, into pairs: inout [Double]) {
        var target = pairs.mutableSpan
        var index = 0
        while index < panel.count {
            let values = unsafe four(panel, at: index)
            let low = SIMD4(values.x, values.x, values.y, values.y)
            let high = SIMD4(values.z, values.z, values.w, values.w)
            unsafe store(low, in: &target, at: 2 * index)
            unsafe store(high, in: &target, at: 2 * index + 4)
            index += 4
        }
    }

    /// Adds the 4 × 4 products of two packed panels to the sums, whose tile lies within bounds.
    ///
    /// The left panel holds each value twice.
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
        while index < right.count {
            let row = unsafe four(right, at: index)
            unsafe a += twice(left, at: 2 * index) * row
            unsafe b += twice(left, at: 2 * index + 2) * row
            unsafe c += twice(left, at: 2 * index + 4) * row
            unsafe d += twice(left, at: 2 * index + 6) * row
            index += 4
        }
        unsafe add(a, to: &sums, at: place)
        unsafe add(b, to: &sums, at: place + stride)
        unsafe add(c, to: &sums, at: place + 2 * stride)
        unsafe add(d, to: &sums, at: place + 3 * stride)
    }

    /// A pair of equal values, twice.
    @unsafe @inline(__always)
    private static func twice(_ values: Span<Double>, at index: Int) -> SIMD4<Double> {
        let pair = unsafe values.withUnsafeBytes { bytes in
            unsafe bytes.loadUnaligned(fromByteOffset: index * 8, as: SIMD2<Double>.self)
        }
        return SIMD4(lowHalf: pair, highHalf: pair)
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
        unsafe store(old + lanes, in: &sums, at: place)
    }

    @unsafe @inline(__always)
    private static func store(
        _ lanes: SIMD4<Double>,
        in values: inout MutableSpan<Double>,
        at place: Int
    ) {
        unsafe values.withUnsafeMutableBytes { bytes in
            unsafe bytes.storeBytes(of: lanes, toByteOffset: place * 8, as: SIMD4.self)
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
