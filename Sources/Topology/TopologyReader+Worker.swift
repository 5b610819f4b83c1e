import Market
import Strategies
import Yams

/// A symbol and where it stands.
struct PlacedInstrument {
    let instrument: InstrumentID
    let mark: SourceMark
}

extension TopologyReader {
    mutating func workers(
        of root: Section,
        strategies: [StrategySpecification],
        costs: CostSpecification
    ) -> [WorkerSpecification] {
        let remedy = "List at least one worker with a mandate and a strategy."
        guard root.entries["workers"] != nil else {
            reportMissing("workers", of: root, remedy: remedy)
            return []
        }
        guard let nodes = list("workers", of: root, of: "workers") else { return [] }
        guard (1...Topology.workersMaximum).contains(nodes.count) else {
            report(
                "has \(nodes.count) workers",
                at: root.mark(of: "workers"),
                path: "workers",
                reason: "A cluster has 1 to \(Topology.workersMaximum) workers.",
                remedy: nodes.isEmpty ? remedy : "Merge mandates or run a second cluster."
            )
            return []
        }
        var workers: [WorkerSpecification] = []
        var claims = ClaimRegister()
        for (index, node) in nodes.enumerated() {
            let path = "workers[\(index)]"
            let worker = worker(node, at: path, strategies: strategies, costs: costs)
            claims.add(worker, at: path, to: &self)
            workers.append(worker)
        }
        return workers
    }

    mutating func worker(
        _ node: Node,
        at path: String,
        strategies: [StrategySpecification],
        costs: CostSpecification
    ) -> WorkerSpecification {
        let keys = ["name", "mandate", "strategies", "sizing", "limits", "costs"]
        let section = section(node, at: path, keys: keys)
        let name = identifier("name", of: section)
        let reserved = ["client", "dashboard", "feed", "master", "supervisor", "treasury"]
        if reserved.contains(name) {
            report(
                "\"\(name)\" is taken by another role of the cluster",
                at: section.mark(of: "name"),
                path: section.path(of: "name"),
                reason: "Names tell processes apart in messages and journals.",
                remedy: "Choose another name, such as \(name)_account."
            )
        }
        return WorkerSpecification(
            name: name,
            mandate: mandate(of: section),
            strategies: allocations(of: section, catalogue: strategies),
            sizing: sizing(of: section),
            limits: limits(of: section),
            costs: self.costs(of: section, standard: costs)
        )
    }

    private mutating func mandate(of worker: Section) -> MandateSpecification {
        guard worker.entries["mandate"] != nil else {
            let remedy = "Write one, such as `mandate: {segment: tech, universe: [AAPL]}`."
            reportMissing("mandate", of: worker, remedy: remedy)
            return MandateSpecification(focus: .segment(""), universe: [])
        }
        let keys = ["segment", "specialisation", "stance", "universe", "short", "shared"]
        let section = section("mandate", of: worker, keys: keys)
        let universe = universe(of: section)
        return MandateSpecification(
            focus: focus(of: section),
            stance: choice("stance", of: section, standard: MandateStance.neutral),
            universe: universe,
            isShortAllowed: flag("short", of: section, standard: false),
            shared: shared(of: section, universe: universe)
        )
    }

    private mutating func focus(of section: Section) -> MandateFocus {
        guard !section.isMalformed else { return .segment("") }
        switch (section.entries["segment"] != nil, section.entries["specialisation"] != nil) {
        case (true, false): return .segment(identifier("segment", of: section))
        case (false, true): return .specialisation(identifier("specialisation", of: section))
        case (let hasBoth, _):
            report(
                "names \(hasBoth ? "both" : "neither") a segment \(hasBoth ? "and" : "nor")"
                    + " a specialisation",
                at: section.mark,
                path: section.path,
                reason: "A worker is for a part of the market or for a kind of trade.",
                remedy: "Give exactly one: `segment: tech` or `specialisation: momentum`."
            )
            return .segment("")
        }
    }

    private mutating func universe(of section: Section) -> [InstrumentID] {
        guard section.entries["universe"] != nil else {
            reportMissing(
                "universe",
                of: section,
                remedy: "List the instruments, such as `universe: [AAPL, MSFT]`."
            )
            return []
        }
        let placed = symbols("universe", of: section)
        for item in placed {
            remember(item.mark, as: "\(section.path).universe[\(item.instrument)]")
        }
        return placed.map(\.instrument)
    }

    private mutating func shared(
        of section: Section,
        universe: [InstrumentID]
    ) -> [InstrumentID] {
        guard let node = section.entries["shared"] else { return [] }
        if let scalar = node.scalar, scalar.style == .plain, let all = Bool(scalar.string) {
            return all ? universe : []
        }
        guard case .sequence = node else {
            reportType(
                of: node,
                at: section.path(of: "shared"),
                expected: "true, false or a list of symbols"
            )
            return []
        }
        let placed = symbols("shared", of: section)
        for item in placed where !universe.contains(item.instrument) {
            report(
                "\(item.instrument) is not in the universe",
                at: item.mark,
                path: section.path(of: "shared"),
                reason: "Only what a worker claims can be shared with others.",
                remedy: "Add it to the universe or remove it here."
            )
        }
        return placed.map(\.instrument)
    }

    /// Reads a list of 1 … 1,000 symbols, each once.
    mutating func symbols(_ key: String, of section: Section) -> [PlacedInstrument] {
        let path = section.path(of: key)
        guard let nodes = list(key, of: section, of: "symbols") else { return [] }
        guard (1...MandateSpecification.universeMaximum).contains(nodes.count) else {
            report(
                "lists \(nodes.count) symbols",
                at: section.mark(of: key),
                path: path,
                reason: "A list has 1 to \(MandateSpecification.universeMaximum) symbols.",
                remedy: nodes.isEmpty
                    ? "Name at least one; an optional key can be left out."
                    : "Share them among workers."
            )
            return []
        }
        var placed: [PlacedInstrument] = []
        for node in nodes {
            guard let instrument = symbol(node, at: path) else { continue }
            if let first = placed.first(where: { $0.instrument == instrument }) {
                report(
                    "\(instrument) is listed twice (first on line \(first.mark.line))",
                    at: SourceMark(node),
                    path: path,
                    reason: "A second mention changes nothing and is usually a slip for another.",
                    remedy: "Remove it or write the symbol that was meant."
                )
            } else {
                placed.append(PlacedInstrument(instrument: instrument, mark: SourceMark(node)))
            }
        }
        return placed
    }

    private mutating func sizing(of worker: Section) -> SizingSpecification {
        let section = section("sizing", of: worker, keys: ["volatility_target", "window", "band"])
        let standard = SizingSpecification()
        return SizingSpecification(
            volatilityTarget: number(
                "volatility_target",
                of: section,
                standard: standard.volatilityTarget,
                in: 0.01...2
            ),
            window: whole("window", of: section, standard: standard.window, in: 2...2_520),
            band: number("band", of: section, standard: standard.band, in: 0...0.5)
        )
    }

    private mutating func limits(of worker: Section) -> LimitsSpecification {
        let keys = [
            "position_weight_maximum", "order_notional_maximum", "price_collar", "stale_after",
            "leverage_maximum", "cash_buffer", "drawdown_maximum", "daily_loss_maximum",
        ]
        let section = section("limits", of: worker, keys: keys)
        let standard = LimitsSpecification()
        return LimitsSpecification(
            positionWeightMaximum: number(
                "position_weight_maximum",
                of: section,
                standard: standard.positionWeightMaximum,
                in: 0.01...1
            ),
            orderNotionalMaximum: amount(
                "order_notional_maximum",
                of: section,
                standard: standard.orderNotionalMaximum,
                in: 1...1_000_000_000_000
            ),
            priceCollar: number(
                "price_collar",
                of: section,
                standard: standard.priceCollar,
                in: 0.001...1
            ),
            staleAfter: whole(
                "stale_after",
                of: section,
                standard: standard.staleAfter,
                in: 1...365
            ),
            leverageMaximum: number(
                "leverage_maximum",
                of: section,
                standard: standard.leverageMaximum,
                in: 0.1...10
            ),
            cashBuffer: number(
                "cash_buffer",
                of: section,
                standard: standard.cashBuffer,
                in: 0...0.9
            ),
            drawdownMaximum: optionalNumber("drawdown_maximum", of: section, in: 0.005...0.9),
            dailyLossMaximum: optionalNumber("daily_loss_maximum", of: section, in: 0.001...0.9)
        )
    }
}
