import Market
import Strategies

extension Topology {
    /// The topology as YAML with every default written out and every key sorted.
    ///
    /// Reading it back gives an equal topology. Two files with the same meaning have the same
    /// canonical text; ``digest`` is its hash, but for where keys are kept.
    package var canonicalText: String {
        var lines: [String] = []
        canonicalValue.write(to: &lines, indentation: "")
        return lines.joined(separator: "\n") + "\n"
    }

    private var canonicalValue: CanonicalValue {
        let benchmarkText =
            switch benchmark {
            case .equalWeight: CanonicalValue.text("equal_weight")
            case .instrument(let instrument): CanonicalValue.quoted(instrument.symbol)
            }
        return .mapping([
            "kind": .text("topology"), "version": .text("\(Topology.formatVersion)"),
            "name": .text(name), "seed": .text("\(seed)"), "data": data.canonicalValue,
            "clock": clock.canonicalValue, "benchmark": benchmarkText,
            "capital": .mapping([
                "amount": .text(capital.amount.decimalString),
                "currency": .text(capital.currency.code),
            ]),
            "master": master.canonicalValue, "costs": costs.canonicalValue,
            "workers": .list(workers.map(\.canonicalValue)),
        ])
    }
}

/// A piece of canonical YAML.
private indirect enum CanonicalValue {
    case text(String)
    case list([CanonicalValue])
    case mapping([String: CanonicalValue])

    static func quoted(_ text: String) -> CanonicalValue {
        let escaped = text.map { $0 == "\\" || $0 == "\"" ? "\\\($0)" : "\($0)" }.joined()
        return .text("\"\(escaped)\"")
    }

    /// A mapping with some figures that are left out where there are none.
    static func mapping(
        _ values: [String: CanonicalValue],
        _ optional: [String: Double?]
    ) -> CanonicalValue {
        .mapping(values.merging(optional.compactMapValues { $0.map { .number($0) } }) { $1 })
    }

    static func number(_ value: Double) -> CanonicalValue { .text(shortest(value)) }

    static func symbols(_ instruments: [InstrumentID]) -> CanonicalValue {
        .list(instruments.map { .quoted($0.symbol) })
    }

    func write(to lines: inout [String], indentation: String) {
        switch self {
        case .text(let text): lines.append(indentation + text)
        case .list(let items):
            for item in items {
                let start = lines.count
                item.write(to: &lines, indentation: indentation + "  ")
                lines[start] = "\(indentation)- \(lines[start].dropFirst(indentation.count + 2))"
            }
        case .mapping(let values):
            for key in values.keys.sorted() {
                switch values[key] {
                case .text(let text): lines.append("\(indentation)\(key): \(text)")
                case .list(let items) where items.isEmpty: lines.append("\(indentation)\(key): []")
                case .mapping(let inner) where inner.isEmpty:
                    lines.append("\(indentation)\(key): {}")
                case let value:
                    lines.append("\(indentation)\(key):")
                    value?.write(to: &lines, indentation: indentation + "  ")
                }
            }
        }
    }
}

extension DataSpecification {
    fileprivate var canonicalValue: CanonicalValue {
        let minute = knownAtSecondOfDay / 60
        let time = "\(padded(minute / 60)):\(padded(minute % 60))"
        var values = ["prices": CanonicalValue.text(prices.rawValue), "known_at": .quoted(time)]
        switch source {
        case .closes(let path): values["closes"] = .quoted(path)
        case .bars(let directory): values["bars"] = .quoted(directory)
        case .synthetic(let specification): values["synthetic"] = specification.canonicalValue
        }
        return .mapping(values)
    }
}

extension SyntheticSpecification {
    fileprivate var canonicalValue: CanonicalValue {
        var values: [String: CanonicalValue] = ["from": .text("\(from)"), "days": .text("\(days)")]
        values["market_volatility"] = marketVolatility.map(CanonicalValue.number)
        values["market_drift"] = marketDrift.map(CanonicalValue.number)
        values["idiosyncratic_volatility"] = idiosyncraticVolatility.map(CanonicalValue.number)
        values["segment_volatility"] = segmentVolatility.map(CanonicalValue.number)
        values["regime_persistence"] = regimePersistence.map(CanonicalValue.number)
        values["volume_mean"] = volumeMean.map(CanonicalValue.number)
        var segments: [String: CanonicalValue] = [:]
        for segment in unclaimed { segments[segment.segment] = .symbols(segment.instruments) }
        values["unclaimed"] = .mapping(segments)
        return .mapping(values)
    }
}

extension ClockSpecification {
    fileprivate var canonicalValue: CanonicalValue {
        let (seconds, attoseconds) = pace.components
        let milliseconds = seconds * 1_000 + attoseconds / 1_000_000_000_000_000
        var values: [String: CanonicalValue] = [
            "cycle": .text(cycle.rawValue), "pace": .text("\(milliseconds)ms"),
        ]
        values["from"] = from.map { .text("\($0)") }
        values["to"] = to.map { .text("\($0)") }
        return .mapping(values)
    }
}

extension MasterSpecification {
    fileprivate var canonicalValue: CanonicalValue {
        var wire: [String: CanonicalValue] = [
            "kind": .text(transport.kind.rawValue), "host": .quoted(transport.host),
            "port": .text("\(transport.port)"),
        ]
        switch transport.security {
        case .unstated: break
        case .none: wire["security"] = .text("none")
        case .keys(let directory): wire["security"] = .mapping(["keys": .quoted(directory)])
        }
        return .mapping([
            "allocation": .mapping([
                "method": .text(allocation.method.rawValue),
                "window": .text("\(allocation.window)"),
                "review_every": .text("\(allocation.reviewEvery)"),
                "drift": .number(allocation.drift),
                "transfer_minimum": .text(allocation.transferMinimum.decimalString),
            ]),
            "limits": .mapping(
                [
                    "segment_weight_maximum": .number(limits.segmentWeightMaximum),
                    "correlation_maximum": .number(limits.correlationMaximum),
                    "drawdown_maximum": .number(limits.drawdownMaximum),
                ],
                ["daily_loss_maximum": limits.dailyLossMaximum]
            ),
            "transport": .mapping(wire),
        ])
    }
}

extension CostSpecification {
    fileprivate var canonicalValue: CanonicalValue {
        .mapping([
            "half_spread": .text(halfSpread.decimalString),
            "impact": .text(impact.decimalString),
            "commission": .text(commission.decimalString),
            "commission_minimum": .text(commissionMinimum.decimalString),
            "participation_maximum": .number(participationMaximum),
        ])
    }
}

extension WorkerSpecification {
    fileprivate var canonicalValue: CanonicalValue {
        .mapping([
            "name": .text(name), "mandate": mandate.canonicalValue,
            "strategies": .list(strategies.map(\.canonicalValue)),
            "costs": costs.canonicalValue,
            "sizing": .mapping([
                "volatility_target": .number(sizing.volatilityTarget),
                "window": .text("\(sizing.window)"),
                "band": .number(sizing.band),
            ]),
            "limits": .mapping(
                [
                    "position_weight_maximum": .number(limits.positionWeightMaximum),
                    "order_notional_maximum": .text(limits.orderNotionalMaximum.decimalString),
                    "price_collar": .number(limits.priceCollar),
                    "stale_after": .text("\(limits.staleAfter)"),
                    "leverage_maximum": .number(limits.leverageMaximum),
                    "cash_buffer": .number(limits.cashBuffer),
                ],
                [
                    "drawdown_maximum": limits.drawdownMaximum,
                    "daily_loss_maximum": limits.dailyLossMaximum,
                ]
            ),
        ])
    }
}

extension MandateSpecification {
    fileprivate var canonicalValue: CanonicalValue {
        var values: [String: CanonicalValue] = [
            "stance": .text(stance.rawValue), "universe": .symbols(universe),
            "short": .text("\(isShortAllowed)"),
            "shared": shared.isEmpty ? .text("false") : .symbols(shared),
        ]
        switch focus {
        case .segment(let name): values["segment"] = .text(name)
        case .specialisation(let name): values["specialisation"] = .text(name)
        }
        return .mapping(values)
    }
}

extension StrategyAllocationSpecification {
    fileprivate var canonicalValue: CanonicalValue {
        var values: [String: CanonicalValue] = [:]
        for parameter in specification.parameters {
            values[parameter.name] = .number(parameters[parameter.name])
        }
        return .mapping([
            "name": .text(name), "weight": .number(weight), "parameters": .mapping(values),
        ])
    }
}

private func padded(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
