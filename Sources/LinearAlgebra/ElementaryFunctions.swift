/// Exponential, logarithm and power, bit-identical on every machine with IEEE 754 doubles.
///
/// They use additions, multiplications and divisions only, each rounded once and never fused, so
/// that the same run gives the same digest everywhere; the C library's versions choose their
/// instructions by processor and differ in the last bit. Errors stated in ulp were measured against
/// references of 200 bits.
package enum ElementaryFunctions {
    /// Returns `eˣ`.
    ///
    /// Error below 0.6 ulp (0.59 measured) for normal results, below 1 ulp for subnormal ones.
    /// Infinite above 709.78, zero below −745.14; NaN gives NaN.
    ///
    /// With `k` the whole number nearest to `x / ln 2` and `r = x − k ln 2`, `|r| ≤ 0.347`, it is
    /// `2ᵏ eʳ`, and `eʳ` is its Taylor series to the 14th power.
    package static func exp(_ x: Double) -> Double {
        if x.isNaN { return x }
        if x > 709.782712893384 { return .infinity }
        if x < -745.1332191019412 { return 0 }
        let count = wholeNearest(x * 0x1.71547652b82fep+0)
        let high = x - count * ln2High
        let low = count * ln2Low
        let r = high - low
        let rest = (high - r) - low

        let third = 1.0 / 6 + r * exponentialSeries(r)
        let tail = r * r * 0.5 + r * r * r * third
        // 1 + r in two parts, so that only the last addition rounds noticeably.
        let sum = 1 + r
        let lost = (1 - sum) + r
        return timesPowerOfTwo(sum + (lost + (rest * sum + tail)), Int(count))
    }

    /// Returns the natural logarithm of `x`.
    ///
    /// Error below 0.9 ulp (0.79 measured). `−∞` at zero, NaN below it; NaN gives NaN.
    ///
    /// With `x = 2ᵏ (1 + f)`, `1 + f` within `√½…√2`, and `s = f / (2 + f)`, it is
    /// `k ln 2 + f − s (f − R)`, where `R = 2s²/3 + 2s⁴/5 + …` is the series of `2 artanh s` beyond
    /// its first term, to the 20th power.
    package static func log(_ x: Double) -> Double {
        if x.isNaN || x == .infinity { return x }
        if x <= 0 { return x == 0 ? -.infinity : .nan }
        var exponent = 0.0
        var scaled = x
        if x < Double.leastNormalMagnitude {
            scaled = x * 0x1p54
            exponent = -54
        }
        let bits = scaled.bitPattern
        exponent += Double(Int(bits >> 52) - 1_023)
        var significand = Double(bitPattern: (bits & 0x000f_ffff_ffff_ffff) | 0x3ff0_0000_0000_0000)
        if significand > 0x1.6a09e667f3bcdp+0 {
            significand *= 0.5
            exponent += 1
        }
        let f = significand - 1
        let s = f / (2 + f)
        let series = logarithmSeries(s * s)
        let high = exponent * ln2High
        let sum = high + f
        let lost = (high - sum) + f
        // For k = 0 the sum is f itself and nothing was lost.
        let rest = exponent == 0 ? 0 : lost
        return sum + (rest - (s * (f - series) - exponent * ln2Low))
    }

    /// Returns `base` to the power `exponent`, as `exp(exponent × log(base))`.
    ///
    /// The relative error is about `|exponent × log(base)|` ulp, a few for annualised returns.
    /// Bases below zero give NaN; zero to a positive power is zero; anything to the power 0 is 1.
    package static func power(_ base: Double, _ exponent: Double) -> Double {
        exponent == 0 ? 1 : exp(exponent * log(base))
    }
}

/// `ln 2` cut to 42 bits, so that its product with any exponent is exact.
private let ln2High = 0x1.62e42fefa38p-1
/// The rest of `ln 2`.
private let ln2Low = 0x1.ef35793c7673p-45

/// The whole number nearest to `x`, for magnitudes below 2⁵¹.
private func wholeNearest(_ x: Double) -> Double {
    // The sum has no bits left for a fraction; the difference is exact.
    (x + 0x1.8p52) - 0x1.8p52
}

/// `1/4! + r/5! + … + r¹⁰/14!`.
private func exponentialSeries(_ r: Double) -> Double {
    var sum = 1.0 / 87_178_291_200
    sum = sum * r + 1.0 / 6_227_020_800
    sum = sum * r + 1.0 / 479_001_600
    sum = sum * r + 1.0 / 39_916_800
    sum = sum * r + 1.0 / 3_628_800
    sum = sum * r + 1.0 / 362_880
    sum = sum * r + 1.0 / 40_320
    sum = sum * r + 1.0 / 5_040
    sum = sum * r + 1.0 / 720
    sum = sum * r + 1.0 / 120
    return sum * r + 1.0 / 24
}

/// `2z/3 + 2z²/5 + … + 2z¹⁰/21`.
private func logarithmSeries(_ z: Double) -> Double {
    var sum = 2.0 / 21
    sum = sum * z + 2.0 / 19
    sum = sum * z + 2.0 / 17
    sum = sum * z + 2.0 / 15
    sum = sum * z + 2.0 / 13
    sum = sum * z + 2.0 / 11
    sum = sum * z + 2.0 / 9
    sum = sum * z + 2.0 / 7
    sum = sum * z + 2.0 / 5
    sum = sum * z + 2.0 / 3
    return sum * z
}

/// `value × 2ᵏ` for a value near 1 and `k` from −1,075 to 1,024, rounded once.
private func timesPowerOfTwo(_ value: Double, _ k: Int) -> Double {
    if k > 1_023 { return value * 0x1p1023 * powerOfTwo(k - 1_023) }
    if k < -1_021 { return value * powerOfTwo(k + 200) * 0x1p-200 }
    return value * powerOfTwo(k)
}

/// `2ᵏ` for `k` from −1,022 to 1,023.
private func powerOfTwo(_ k: Int) -> Double {
    Double(bitPattern: UInt64(k + 1_023) << 52)
}
