import Market
import Strategies
import Testing

struct CatalogueTests {
    @Test func `names are unique and in order`() {
        let names = StrategyCatalogue.specifications.map(\.name)
        #expect(names == names.sorted())
        #expect(Set(names).count == names.count)
        #expect(names.contains("buy_and_hold"))
        #expect(names.contains("mean_reversion"))
        #expect(names.contains("time_series_momentum"))
    }

    @Test func `every strategy is found by its name and no other`() {
        for type in StrategyCatalogue.all {
            let found = StrategyCatalogue.strategy(named: type.specification.name)
            #expect(found?.specification == type.specification)
        }
        #expect(StrategyCatalogue.strategy(named: "momentum") == nil)
        #expect(StrategyCatalogue.strategy(named: "") == nil)
    }

    @Test func `parameters have their own names, words and standards inside their ranges`() {
        for specification in StrategyCatalogue.specifications {
            let names = specification.parameters.map(\.name)
            #expect(Set(names).count == names.count, "\(specification.name)")
            #expect(!specification.summary.isEmpty)
            #expect(specification.ruleVersion >= 1)
            for parameter in specification.parameters {
                let key = "\(specification.name).\(parameter.name)"
                #expect(parameter.range.contains(parameter.standard), "\(key)")
                #expect(!parameter.summary.isEmpty, "\(key)")
                let whole = [
                    parameter.standard, parameter.range.lowerBound, parameter.range.upperBound,
                ]
                let isWhole = whole.allSatisfy { $0 == $0.rounded() }
                #expect(!parameter.isWhole || isWhole, "\(key)")
            }
        }
    }

    @Test func `what is not set is standard`() {
        let specification = MeanReversion.specification
        let parameters = StrategyParameters(["window": 20], for: specification)
        #expect(parameters.whole("window") == 20)
        #expect(parameters["threshold"] == 1.5)
        #expect(StrategyParameters(for: specification).whole("window") == 10)
    }

    @Test func `every strategy states what its measure is`() {
        for type in StrategyCatalogue.all {
            #expect(!type.evidence.isEmpty, "\(type.specification.name)")
        }
    }

    @Test func `strength and confidence are cut to their ranges`() {
        let signal = Signal(
            strength: -7,
            confidence: 3,
            expectedReturn: 0,
            horizonBars: 1,
            stopDistance: 0,
            measure: 0
        )
        #expect(signal.strength == -1)
        #expect(signal.confidence == 1)
    }
}

/// Properties that any strategy of the catalogue keeps, one yet to be written included.
struct EveryStrategyTests {
    /// Least, standard and greatest value of every parameter, all at once and one at a time.
    private func settings(of specification: StrategySpecification) -> [[String: Double]] {
        var settings: [[String: Double]] = [[:]]
        var (least, greatest) = ([String: Double](), [String: Double]())
        for parameter in specification.parameters {
            least[parameter.name] = parameter.range.lowerBound
            greatest[parameter.name] = parameter.range.upperBound
            settings.append([parameter.name: parameter.range.lowerBound])
            settings.append([parameter.name: parameter.range.upperBound])
        }
        return settings + [least, greatest]
    }

    @Test func `every figure is finite and in range whatever is set`() throws {
        let path = try bars(walk(seed: 11, count: 1_300, deviation: 0.03))
        for type in StrategyCatalogue.all {
            for set in settings(of: type.specification) {
                for signal in signals(type, set, over: path).compactMap({ $0 }) {
                    let name = "\(type.specification.name) \(set.sorted { $0.key < $1.key })"
                    #expect(abs(signal.strength) <= 1, "\(name)")
                    #expect((0...1).contains(signal.confidence), "\(name)")
                    #expect(signal.expectedReturn.isFinite, "\(name)")
                    #expect(signal.horizonBars >= 1, "\(name)")
                    #expect(signal.stopDistance >= 0 && signal.stopDistance.isFinite, "\(name)")
                    #expect(signal.measure.isFinite, "\(name)")
                }
            }
        }
    }

    @Test func `what is said after a bar does not depend on the bars that follow`() throws {
        for seed in UInt64(1)...5 {
            let past = walk(seed: seed, count: 420)
            let rise = past + (1...80).map { past[419] * (1 + 0.03 * Double($0)) }
            let crash = past + (1...80).map { past[419] / (1 + 0.1 * Double($0)) }
            for type in StrategyCatalogue.all {
                let alone = signals(type, over: try bars(past))
                let risen = signals(type, over: try bars(rise))
                let crashed = signals(type, over: try bars(crash))
                #expect(alone == Array(risen.prefix(420)), "seed \(seed)")
                #expect(alone == Array(crashed.prefix(420)), "seed \(seed)")
            }
        }
    }

    @Test func `what is said and what was expected point the same way`() throws {
        let path = try bars(walk(seed: 3, count: 900))
        for type in StrategyCatalogue.all {
            for signal in signals(type, over: path).compactMap({ $0 }) {
                let name = type.specification.name
                #expect(signal.strength * signal.expectedReturn >= 0, "\(name)")
                #expect(signal.strength != 0 || signal.expectedReturn == 0, "\(name)")
            }
        }
    }

    @Test func `one instrument's bars do not move another's view`() throws {
        let path = try bars(walk(seed: 21, count: 400))
        let other = try bars(walk(seed: 22, count: 400))
        for type in StrategyCatalogue.all {
            let parameters = StrategyParameters(for: type.specification)
            var (one, two) = (type.init(parameters: parameters), type.init(parameters: parameters))
            var interleaved: [Signal?] = []
            for (bar, noise) in zip(path, other) {
                interleaved.append(one.observe(bar))
                _ = two.observe(noise)
            }
            #expect(interleaved == signals(type, over: path))
        }
    }
}
