/// Inner loops of dense linear algebra, whose order of summation is part of their definition.
///
/// Sums run in eight lanes that are added in a fixed tree, so that vector instructions can be used
/// and the last bit is still the same on every processor. Nothing is fused.
package enum DenseKernels {
    /// Returns the sum of the products of two vectors of equal length.
    package static func dot(_ a: Span<Double>, _ b: Span<Double>) -> Double {
        precondition(a.count == b.count, "a product of \(a.count) with \(b.count) values")
        let whole = a.count & ~7
        var lanes = SIMD8<Double>()
        var index = 0
        while index < whole {
            unsafe lanes += eight(a, at: index) * eight(b, at: index)
            index += 8
        }
        var sum = total(lanes)
        while index < a.count {
            unsafe sum += a[unchecked: index] * b[unchecked: index]
            index += 1
        }
        return sum
    }

    /// Returns the sum of the products of two vectors of equal length.
    package static func dot(_ a: [Double], _ b: [Double]) -> Double { dot(a.span, b.span) }

    /// Adds a multiple of one vector to a stretch of another, `yᵢ₊ₒ ← yᵢ₊ₒ + factor × xᵢ`.
    package static func add(
        _ factor: Double,
        times x: Span<Double>,
        to y: inout [Double],
        at offset: Int = 0
    ) {
        precondition(offset >= 0 && offset + x.count <= y.count, "\(x.count) added to \(y.count)")
        var target = y.mutableSpan
        let whole = x.count & ~7
        var index = 0
        while index < whole {
            let sum = unsafe eight(target.span, at: offset + index) + factor * eight(x, at: index)
            unsafe store(sum, in: &target, at: offset + index)
            index += 8
        }
        while index < x.count {
            unsafe target[unchecked: offset + index] += factor * x[unchecked: index]
            index += 1
        }
    }

    /// Adds a combination of rows of a row-major matrix to a vector, `y ← y + Σ factorᵢ × rowᵢ`.
    ///
    /// Rows are taken four at a time, so that `y` is read and written a quarter as often.
    /// - Parameters:
    ///   - factors: One factor for every row named.
    ///   - rows: Which rows to add, from zero.
    ///   - matrix: Rows of `y.count` values.
    ///   - y: What the rows are added to.
    package static func add(
        _ factors: [Double],
        timesRows rows: [Int],
        of matrix: Span<Double>,
        to y: inout [Double]
    ) {
        precondition(factors.count == rows.count, "\(factors.count) factors, \(rows.count) rows")
        let columns = y.count
        var next = 0
        while next + 4 <= rows.count {
            let four = (
                matrix.extracting(rows[next] * columns..<(rows[next] + 1) * columns),
                matrix.extracting(rows[next + 1] * columns..<(rows[next + 1] + 1) * columns),
                matrix.extracting(rows[next + 2] * columns..<(rows[next + 2] + 1) * columns),
                matrix.extracting(rows[next + 3] * columns..<(rows[next + 3] + 1) * columns)
            )
            let by = SIMD4(factors[next], factors[next + 1], factors[next + 2], factors[next + 3])
            var target = y.mutableSpan
            var index = 0
            while index < columns & ~7 {
                let left = unsafe by.x * eight(four.0, at: index) + by.y * eight(four.1, at: index)
                let right = unsafe by.z * eight(four.2, at: index) + by.w * eight(four.3, at: index)
                let sum = unsafe eight(target.span, at: index) + (left + right)
                unsafe store(sum, in: &target, at: index)
                index += 8
            }
            while index < columns {
                let left = by.x * four.0[index] + by.y * four.1[index]
                let right = by.z * four.2[index] + by.w * four.3[index]
                target[index] += left + right
                index += 1
            }
            next += 4
        }
        while next < rows.count {
            let row = matrix.extracting(rows[next] * columns..<(rows[next] + 1) * columns)
            add(factors[next], times: row, to: &y)
            next += 1
        }
    }

    /// Adds a multiple of the magnitudes of one vector to another, `yᵢ ← yᵢ + factor × |xᵢ|`.
    package static func add(
        _ factor: Double,
        timesMagnitudesOf x: Span<Double>,
        to y: inout [Double]
    ) {
        precondition(x.count == y.count, "\(x.count) magnitudes added to \(y.count)")
        var target = y.mutableSpan
        let whole = x.count & ~7
        var index = 0
        while index < whole {
            let values = unsafe eight(x, at: index)
            let sizes = values.replacing(with: -values, where: values .< 0)
            let sum = unsafe eight(target.span, at: index) + factor * sizes
            unsafe store(sum, in: &target, at: index)
            index += 8
        }
        while index < x.count {
            target[index] += factor * abs(x[index])
            index += 1
        }
    }

    /// Whether no value is NaN or infinite.
    package static func isFinite(_ values: Span<Double>) -> Bool {
        // Zero times anything finite is zero; anything else leaves NaN behind.
        var lanes = SIMD8<Double>()
        let whole = values.count & ~7
        var index = 0
        while index < whole {
            unsafe lanes += eight(values, at: index) * 0
            index += 8
        }
        var rest = 0.0
        while index < values.count {
            rest += values[index] * 0
            index += 1
        }
        return total(lanes) + rest == 0
    }

    /// Eight values from an index on, which the caller keeps inside the span.
    @unsafe @inline(__always)
    static func eight(_ values: Span<Double>, at index: Int) -> SIMD8<Double> {
        unsafe values.withUnsafeBytes { bytes in
            unsafe bytes.loadUnaligned(fromByteOffset: index * 8, as: SIMD8<Double>.self)
        }
    }

    /// Writes eight values from an index on, which the caller keeps inside the span.
    @unsafe @inline(__always)
    static func store(_ lanes: SIMD8<Double>, in values: inout MutableSpan<Double>, at index: Int) {
        unsafe values.withUnsafeMutableBytes { bytes in
            unsafe bytes.storeBytes(of: lanes, toByteOffset: index * 8, as: SIMD8<Double>.self)
        }
    }

    /// The sum of eight lanes as a fixed tree: halves, quarters, pair.
    @inline(__always)
    static func total(_ lanes: SIMD8<Double>) -> Double {
        let four = lanes.lowHalf + lanes.highHalf
        let two = four.lowHalf + four.highHalf
        return two.x + two.y
    }
}
