/// The chi-squared distribution, of the sum of squares of independent standard normal values.
package enum ChiSquared {
    /// Returns the share of the distribution above `x`: the p-value of a statistic.
    ///
    /// Finite sums of positive terms for every whole number of degrees, so no cancellation: relative
    /// error below `(10 + x) × 10⁻¹⁶ × degrees`. 1 at and below zero; NaN gives NaN.
    ///
    /// With `a = degrees / 2` it is `Q(a, x/2)`, from `Q(½, y) = erfc √y`, `Q(1, y) = e⁻ʸ` and
    /// `Q(a + 1, y) = Q(a, y) + yᵃ e⁻ʸ / Γ(a + 1)`.
    /// - SeeAlso: Abramowitz and Stegun (1964), equations 26.4.4 and 26.4.5.
    package static func survival(_ x: Double, degrees: Int) -> Double {
        precondition(degrees > 0, "chi-squared needs at least one degree, found \(degrees)")
        if x.isNaN { return x }
        guard x > 0 else { return 1 }
        if x == .infinity { return 0 }
        let half = 0.5 * x
        var order: Double
        var term: Double
        var sum: Double
        if degrees % 2 == 0 {
            (order, term) = (1, ElementaryFunctions.exp(-half))
            sum = term
            term *= half
        } else {
            order = 0.5
            sum = ErrorFunction.complement(half.squareRoot())
            // √y e⁻ʸ / Γ(3/2)
            term = half.squareRoot() * ElementaryFunctions.exp(-half) * twoOverRootPi
        }
        while 2 * order < Double(degrees) {
            sum += term
            order += 1
            term *= half / order
        }
        return min(1, sum)
    }
}

private let twoOverRootPi = 1.128_379_167_095_512_573_9
