import Market
import Yams

extension TopologyReader {
    mutating func clock(of root: Section) -> ClockSpecification {
        let section = section("clock", of: root, keys: ["from", "to", "cycle", "pace"])
        let from = date("from", of: section)
        let to = date("to", of: section)
        if let from, let to, from > to {
            report(
                "\(from) is after clock.to, \(to)",
                at: section.mark(of: "from"),
                path: section.path(of: "from"),
                reason: "No bar lies between them, so nothing would be played.",
                remedy: "Exchange the two dates or move one."
            )
        }
        return ClockSpecification(
            from: from,
            to: to,
            cycle: choice("cycle", of: section, standard: CycleLength.day),
            pace: pace(of: section)
        )
    }

    private mutating func pace(of section: Section) -> Duration {
        let expected = "a duration from 0ms to 60s, such as 100ms or 2s"
        guard let scalar = scalar("pace", of: section, expected: expected) else { return .zero }
        let isMilliseconds = scalar.text.hasSuffix("ms")
        let digits = scalar.text.dropLast(isMilliseconds ? 2 : 1)
        guard scalar.text.hasSuffix("s"), digits.utf8.allSatisfy({ (48...57).contains($0) }),
            let count = Int(digits), count <= (isMilliseconds ? 60_000 : 60)
        else {
            reportValue(scalar, expected: expected)
            return .zero
        }
        return isMilliseconds ? .milliseconds(count) : .seconds(count)
    }

    mutating func capital(of root: Section) -> CapitalSpecification {
        let section = section("capital", of: root, keys: ["amount", "currency"])
        let standard = CapitalSpecification()
        return CapitalSpecification(
            amount: amount(
                "amount",
                of: section,
                standard: standard.amount,
                in: 1...1_000_000_000_000
            ),
            currency: currency(of: section)
        )
    }

    private mutating func currency(of section: Section) -> Currency {
        let expected = "a currency of three capital letters, such as USD"
        guard let scalar = scalar("currency", of: section, expected: expected) else { return .usd }
        do throws(MarketError) {
            return try Currency(code: scalar.text)
        } catch {
            reportValue(scalar, expected: expected)
            return .usd
        }
    }

    mutating func benchmark(of root: Section) -> BenchmarkSpecification {
        guard let node = root.entries["benchmark"] else { return .equalWeight }
        guard let symbol = symbol(node, at: "benchmark"), symbol.symbol != "equal_weight" else {
            return .equalWeight
        }
        return .instrument(symbol)
    }

    mutating func master(of root: Section) -> MasterSpecification {
        let section = section("master", of: root, keys: ["allocation", "limits", "transport"])
        return MasterSpecification(
            allocation: allocation(of: section),
            limits: portfolioLimits(of: section),
            transport: transport(of: section)
        )
    }

    private mutating func allocation(of master: Section) -> AllocationSpecification {
        let keys = ["method", "window", "review_every", "drift", "transfer_minimum"]
        let section = section("allocation", of: master, keys: keys)
        let standard = AllocationSpecification()
        return AllocationSpecification(
            method: choice("method", of: section, standard: standard.method),
            window: whole("window", of: section, standard: standard.window, in: 2...2_520),
            reviewEvery: whole(
                "review_every",
                of: section,
                standard: standard.reviewEvery,
                in: 1...10_000
            ),
            drift: number("drift", of: section, standard: standard.drift, in: 0...1),
            transferMinimum: amount(
                "transfer_minimum",
                of: section,
                standard: standard.transferMinimum,
                in: 0...1_000_000_000_000
            )
        )
    }

    private mutating func portfolioLimits(of master: Section) -> PortfolioLimitsSpecification {
        let keys = [
            "segment_weight_maximum", "correlation_maximum", "drawdown_maximum",
            "daily_loss_maximum",
        ]
        let section = section("limits", of: master, keys: keys)
        let standard = PortfolioLimitsSpecification()
        return PortfolioLimitsSpecification(
            segmentWeightMaximum: number(
                "segment_weight_maximum",
                of: section,
                standard: standard.segmentWeightMaximum,
                in: 0.01...1
            ),
            correlationMaximum: number(
                "correlation_maximum",
                of: section,
                standard: standard.correlationMaximum,
                in: 0...1
            ),
            drawdownMaximum: number(
                "drawdown_maximum",
                of: section,
                standard: standard.drawdownMaximum,
                in: 0.01...1
            ),
            dailyLossMaximum: optionalNumber("daily_loss_maximum", of: section, in: 0.001...0.9)
        )
    }

    private mutating func transport(of master: Section) -> TransportSpecification {
        let keys = ["kind", "host", "port", "security"]
        let section = section("transport", of: master, keys: keys)
        let standard = TransportSpecification()
        let host = scalar("host", of: section, expected: "an address such as 127.0.0.1")
        let transport = TransportSpecification(
            kind: choice("kind", of: section, standard: standard.kind),
            host: host?.text ?? standard.host,
            port: whole("port", of: section, standard: standard.port, in: 0...65_535),
            security: security(of: section)
        )
        checkGuard(of: transport, in: section)
        return transport
    }

    /// Reports links that strangers could reach.
    private mutating func checkGuard(of transport: TransportSpecification, in section: Section) {
        if case .keys = transport.security { return }
        guard transport.isLoopback else {
            report(
                "\"\(transport.host.prefix(60))\" is not a loopback address",
                at: section.mark(of: "host"),
                path: section.path(of: "host"),
                reason:
                    "Without keys whoever reaches the port could speak, so it stays on this host.",
                remedy: "Write 127.0.0.1, or make keys: `bursar keys generate DIR`, then "
                    + "`security: {keys: DIR}`."
            )
            return
        }
        guard transport.kind == .tcp, transport.security == .unstated,
            section.entries["security"] == nil
        else { return }
        reportMissing(
            "security",
            of: section,
            remedy: "Write `security: {keys: DIR}`, or `security: none` if every user of this host "
                + "may speak to the cluster."
        )
    }

    private mutating func security(of section: Section) -> TransportSpecification.Security {
        let expected = "none, or {keys: DIR} with a directory that `bursar keys generate` made"
        guard let node = section.entries["security"] else { return .unstated }
        if case .mapping(let mapping) = node {
            let inner = self.section("security", of: section, keys: ["keys"])
            guard inner.entries["keys"] != nil else {
                if mapping.isEmpty {
                    reportMissing("keys", of: inner, remedy: "Write {keys: DIR}.")
                }
                return .none
            }
            let directory = scalar("keys", of: inner, expected: "a directory")
            return .keys(directory: directory?.text ?? "")
        }
        guard let scalar = scalar("security", of: section, expected: expected) else {
            return .none
        }
        if scalar.text != "none" { reportValue(scalar, expected: expected) }
        return .none
    }

    mutating func costs(of parent: Section, standard: CostSpecification) -> CostSpecification {
        let keys = [
            "half_spread", "impact", "commission", "commission_minimum", "participation_maximum",
        ]
        let section = section("costs", of: parent, keys: keys)
        return CostSpecification(
            halfSpread: amount(
                "half_spread",
                of: section,
                standard: standard.halfSpread,
                in: 0...1_000
            ),
            impact: amount("impact", of: section, standard: standard.impact, in: 0...10_000),
            commission: amount(
                "commission",
                of: section,
                standard: standard.commission,
                in: 0...1_000
            ),
            commissionMinimum: amount(
                "commission_minimum",
                of: section,
                standard: standard.commissionMinimum,
                in: 0...1_000_000
            ),
            participationMaximum: number(
                "participation_maximum",
                of: section,
                standard: standard.participationMaximum,
                in: 0.0001...1
            )
        )
    }
}
