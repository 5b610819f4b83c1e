/// The standard normal distribution: mean 0, standard deviation 1.
package enum NormalDistribution {
    /// Returns the value below which a share `probability` of the distribution lies.
    ///
    /// Relative error below 2 × 10⁻¹⁵. `−∞` at 0, `+∞` at 1, NaN outside 0…1 and for NaN.
    /// - SeeAlso: Wichura (1988), "Algorithm AS 241: The Percentage Points of the Normal
    ///   Distribution", Applied Statistics 37, routine PPND16.
    package static func quantile(_ probability: Double) -> Double {
        let centred = probability - 0.5
        if abs(centred) <= 0.425 {
            let r = 0.180625 - centred * centred
            return centred * ratio(r, centralNumerator, centralDenominator)
        }
        guard probability > 0, probability < 1 else {
            if probability == 0 { return -.infinity }
            return probability == 1 ? .infinity : .nan
        }
        let tail = centred < 0 ? probability : 1 - probability
        let r = (-ElementaryFunctions.log(tail)).squareRoot()
        let size =
            r <= 5
            ? ratio(r - 1.6, middleNumerator, middleDenominator)
            : ratio(r - 5, farNumerator, farDenominator)
        return centred < 0 ? -size : size
    }
}

/// Coefficients of a polynomial of degree 7, lowest power first.
private typealias Coefficients = (
    Double, Double, Double, Double, Double, Double, Double, Double
)

private func ratio(_ x: Double, _ numerator: Coefficients, _ denominator: Coefficients) -> Double {
    polynomial(x, numerator) / polynomial(x, denominator)
}

private func polynomial(_ x: Double, _ c: Coefficients) -> Double {
    let upper = ((c.7 * x + c.6) * x + c.5) * x + c.4
    return (((upper * x + c.3) * x + c.2) * x + c.1) * x + c.0
}

private let centralNumerator: Coefficients = (
    3.387_132_872_796_366_608_0, 133.141_667_891_784_377_45, 1_971.590_950_306_551_442_7,
    13_731.693_765_509_461_125, 45_921.953_931_549_871_457, 67_265.770_927_008_700_853,
    33_430.575_583_588_128_105, 2_509.080_928_730_122_672_7
)
private let centralDenominator: Coefficients = (
    1, 42.313_330_701_600_911_252, 687.187_007_492_057_908_30, 5_394.196_021_424_751_107_7,
    21_213.794_301_586_595_867, 39_307.895_800_092_710_610, 28_729.085_735_721_942_674,
    5_226.495_278_852_854_561_0
)
private let middleNumerator: Coefficients = (
    1.423_437_110_749_683_577_34, 4.630_337_846_156_545_295_90, 5.769_497_221_460_691_405_50,
    3.647_848_324_763_204_605_04, 1.270_458_252_452_368_382_58, 0.241_780_725_177_450_611_770,
    0.022_723_844_989_269_184_583_3, 0.000_774_545_014_278_341_407_640
)
private let middleDenominator: Coefficients = (
    1, 2.053_191_626_637_758_821_87, 1.676_384_830_183_803_849_40,
    0.689_767_334_985_100_004_550, 0.148_103_976_427_480_074_590, 0.015_198_666_563_616_457_196_6,
    0.000_547_593_808_499_534_494_600, 1.050_750_071_644_416_843_24e-9
)
private let farNumerator: Coefficients = (
    6.657_904_643_501_103_777_20, 5.463_784_911_164_114_369_90, 1.784_826_539_917_291_335_80,
    0.296_560_571_828_504_891_230, 0.026_532_189_526_576_123_093_0,
    0.001_242_660_947_388_078_438_60, 0.000_027_115_555_687_434_875_781_5,
    2.010_334_399_292_288_132_65e-7
)
private let farDenominator: Coefficients = (
    1, 0.599_832_206_555_887_937_690, 0.136_929_880_922_735_805_310,
    0.014_875_361_290_850_614_852_5, 0.000_786_869_131_145_613_259_100,
    0.000_018_463_183_175_100_546_818_0, 1.421_511_758_316_445_888_70e-7,
    2.044_263_103_389_939_785_64e-15
)
