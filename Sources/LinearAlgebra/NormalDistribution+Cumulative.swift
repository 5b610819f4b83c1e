extension NormalDistribution {
    /// Returns the share of the distribution below `x`, `Φ(x) = erfc(−x/√2) / 2`.
    ///
    /// Relative error below 4 × 10⁻¹⁵ (1 + x²/8) in the lower tail, 10⁻¹⁵ absolute above zero; zero
    /// below −38.6. NaN gives NaN.
    package static func cumulative(_ x: Double) -> Double {
        0.5 * ErrorFunction.complement(-x * rootHalf)
    }

    /// Returns the share of the distribution above `x`, `1 − Φ(x)`, exact in the upper tail.
    ///
    /// Relative error as ``cumulative(_:)`` of `−x`.
    package static func survival(_ x: Double) -> Double {
        0.5 * ErrorFunction.complement(x * rootHalf)
    }

    /// Returns the density at `x`, `e^(−x²/2) / √(2π)`.
    ///
    /// Relative error below 10⁻¹⁵ (1 + x²/8): the rounding of the square is magnified by its size.
    package static func density(_ x: Double) -> Double {
        ElementaryFunctions.exp(-0.5 * x * x) * oneOverRootTwoPi
    }
}

private let rootHalf = 0.707_106_781_186_547_524_4
private let oneOverRootTwoPi = 0.398_942_280_401_432_677_94
