import LinearAlgebra
import Testing

/// References were computed with 200 bits and rounded once.
struct SpecialFunctionsTests {
    @Test func `the error function agrees with the references to 1e-15`() {
        let references = [
            (1e-10, 1.1283791670955126e-10), (0.1, 0.1124629160182849), (0.5, 0.5204998778130465),
            (0.9, 0.7969082124228322), (0.99, 0.8385080695553698), (1, 0.8427007929497149),
            (1.1, 0.8802050695740817), (2, 0.9953222650189527), (3, 0.9999779095030014),
            (-0.7, -0.6778011938374184), (-1.3, -0.9340079449406524),
        ]
        for (x, right) in references {
            #expect(abs(ErrorFunction.value(x) / right - 1) <= 1e-15, "erf \(x)")
        }
    }

    @Test func `its complement agrees with the references to 4e-15 far into the tail`() {
        let references = [
            (0.1, 0.887537083981715), (0.5, 0.4795001221869535), (0.9, 0.20309178757716786),
            (0.99, 0.1614919304446302), (1, 0.15729920705028513), (1.1, 0.11979493042591827),
            (1.5, 0.033894853524689274), (2, 0.004677734981047266), (3, 2.209049699858544e-05),
            (5, 1.537459794428035e-12), (8, 1.1224297172982926e-29),
            (12.5, 6.231942781979911e-70), (20, 5.395865611607901e-176),
            (26, 5.663192408856143e-296), (-0.7, 1.6778011938374184), (-3, 1.9999779095030015),
        ]
        for (x, right) in references {
            #expect(abs(ErrorFunction.complement(x) / right - 1) <= 4e-15, "erfc \(x)")
        }
    }

    @Test func `normal probabilities agree with the references into the tail`() {
        let references = [
            (-37.0, 5.725571222524577e-300), (-20, 2.7536241186062337e-89),
            (-8.5, 9.479534822203318e-18), (-5, 2.866515718791939e-07),
            (-3, 0.0013498980316300946), (-1, 0.15865525393145705), (-0.3, 0.3820885778110474),
            (0.4, 0.6554217416103242), (2, 0.9772498680518208),
        ]
        for (x, right) in references {
            let bound = 4e-15 * (1 + x * x / 8)
            #expect(abs(NormalDistribution.cumulative(x) / right - 1) <= bound, "Φ(\(x))")
            #expect(abs(NormalDistribution.survival(-x) / right - 1) <= bound, "1 − Φ(\(-x))")
        }
    }

    @Test func `quantile and probability undo each other`() {
        for step in 1..<200 {
            let probability = Double(step) / 200
            let back = NormalDistribution.cumulative(NormalDistribution.quantile(probability))
            #expect(abs(back / probability - 1) <= 1e-14)
        }
    }

    @Test func `chi-squared tails agree with the references`() {
        let references = [
            (3.841458820694124, 1, 0.05000000000000006), (0.1, 1, 0.7518296340458492),
            (40, 1, 2.539628589470865e-10), (5.991464547107979, 2, 0.05000000000000007),
            (0.5, 2, 0.7788007830714049), (100, 2, 1.9287498479639178e-22),
            (7.3, 3, 0.06292623645904316), (11.07, 5, 0.05000961862240548),
            (20, 10, 0.029252688076961072), (300, 21, 3.1810255030356135e-51),
        ]
        for (x, degrees, right) in references {
            let value = ChiSquared.survival(x, degrees: degrees)
            let bound = (10 + x) * 1e-16 * Double(degrees)
            #expect(abs(value / right - 1) <= bound, "\(x) with \(degrees)")
        }
    }

    @Test func `ends and NaN have stated answers`() {
        #expect(ErrorFunction.value(.nan).isNaN && ErrorFunction.complement(.nan).isNaN)
        #expect(ErrorFunction.value(0) == 0 && ErrorFunction.complement(0) == 1)
        #expect(ErrorFunction.value(.infinity) == 1 && ErrorFunction.complement(-.infinity) == 2)
        #expect(ErrorFunction.complement(28) == 0)
        #expect(NormalDistribution.cumulative(-.infinity) == 0)
        #expect(NormalDistribution.density(.infinity) == 0)
        #expect(ChiSquared.survival(-1, degrees: 1) == 1)
        #expect(ChiSquared.survival(.infinity, degrees: 3) == 0)
        #expect(ChiSquared.survival(.nan, degrees: 2).isNaN)
    }
}
