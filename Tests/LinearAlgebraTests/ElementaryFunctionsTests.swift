import LinearAlgebra
import Testing

struct ElementaryFunctionsTests {
    @Test func `exp is within six tenths of an ulp of the references`() {
        for (x, high, low) in exponentialReferences {
            let error = errorInUlp(ElementaryFunctions.exp(x), high, low)
            let bound = high < Double.leastNormalMagnitude ? 1 : 0.6
            #expect(error <= bound, "exp(\(x)) is \(error) ulp off")
        }
    }

    @Test func `log is within nine tenths of an ulp of the references`() {
        for (x, high, low) in logarithmReferences {
            let error = errorInUlp(ElementaryFunctions.log(x), high, low)
            #expect(error <= 0.9, "log(\(x)) is \(error) ulp off")
        }
    }

    @Test func `exp rises with its argument`() {
        var generator = Xoshiro256(seed: 11)
        for _ in 0..<50_000 {
            let x = generator.uniform(in: -745...709)
            #expect(ElementaryFunctions.exp(x) <= ElementaryFunctions.exp(x.nextUp), "at \(x)")
        }
        // Where the whole number of the reduction changes.
        for count in -1_070..<1_020 {
            let x = (Double(count) + 0.5) * 0.6931471805599453
            var (before, argument) = (ElementaryFunctions.exp(x - 1e-12), x - 1e-12)
            for _ in 0..<20 {
                argument = argument.nextUp
                let after = ElementaryFunctions.exp(argument)
                #expect(before <= after, "at \(argument)")
                before = after
            }
        }
    }

    @Test func `log rises with its argument`() {
        var generator = Xoshiro256(seed: 12)
        for _ in 0..<50_000 {
            let x = ElementaryFunctions.exp(generator.uniform(in: -700...700))
            #expect(ElementaryFunctions.log(x) <= ElementaryFunctions.log(x.nextUp), "at \(x)")
        }
        for center in [0.5, 0.7071067811865476, 1, 1.4142135623730951, 2, 2.8284271247461903] {
            var argument = center - 100 * center.ulp
            for _ in 0..<200 {
                let before = ElementaryFunctions.log(argument)
                argument = argument.nextUp
                #expect(before <= ElementaryFunctions.log(argument), "at \(argument)")
            }
        }
    }

    @Test func `exp and log undo each other`() {
        var generator = Xoshiro256(seed: 13)
        for _ in 0..<10_000 {
            let x = generator.uniform(in: -30...30)
            let back = ElementaryFunctions.log(ElementaryFunctions.exp(x))
            #expect(abs(back - x) <= 1e-15 * max(1, abs(x)) * 2, "at \(x)")
        }
    }

    @Test func `special values of exp`() {
        #expect(ElementaryFunctions.exp(0) == 1)
        #expect(ElementaryFunctions.exp(-0.0) == 1)
        #expect(ElementaryFunctions.exp(.infinity) == .infinity)
        #expect(ElementaryFunctions.exp(-.infinity) == 0)
        #expect(ElementaryFunctions.exp(.nan).isNaN)
        #expect(ElementaryFunctions.exp(709.782712893384).isFinite)
        #expect(ElementaryFunctions.exp(709.7827128933841) == .infinity)
        #expect(ElementaryFunctions.exp(-745.1332191019411) == .leastNonzeroMagnitude)
        #expect(ElementaryFunctions.exp(-745.2) == 0)
    }

    @Test func `special values of log`() {
        #expect(ElementaryFunctions.log(1) == 0)
        #expect(ElementaryFunctions.log(0) == -.infinity)
        #expect(ElementaryFunctions.log(-0.0) == -.infinity)
        #expect(ElementaryFunctions.log(.infinity) == .infinity)
        #expect(ElementaryFunctions.log(-1).isNaN)
        #expect(ElementaryFunctions.log(.nan).isNaN)
    }

    @Test func `powers of annualisation are right to a few ulp`() {
        // 1.1^(252/63) = 1.1⁴ = 1.4641 and 0.81^½ = 0.9.
        #expect(abs(ElementaryFunctions.power(1.1, 252.0 / 63) - 1.4641) < 1e-15)
        #expect(abs(ElementaryFunctions.power(0.81, 0.5) - 0.9) < 1e-15)
        #expect(ElementaryFunctions.power(0, 2) == 0)
        #expect(ElementaryFunctions.power(0, 0) == 1)
        #expect(ElementaryFunctions.power(-1, 2).isNaN)
    }

    private func errorInUlp(_ value: Double, _ high: Double, _ low: Double) -> Double {
        abs((value - high) - low) / high.ulp
    }
}
