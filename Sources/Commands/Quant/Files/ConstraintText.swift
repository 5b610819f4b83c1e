import Optimization

/// A limit on a portfolio as `--constraint` takes it: `weight<=0.2`, `XOM+CVX<=0.3`, `sum=1`.
struct ConstraintText {
    /// What an option may hold, for help and errors.
    static let grammar =
        "weight<=0.25 (of each), KO>=0.02, XOM+CVX<=0.3, sum<=1, sum=1 or turnover<=0.2"

    private let text: String
    private let left: String
    private let relation: String
    private let value: Double

    /// Cuts a text at its relation.
    init(_ text: String) throws {
        let relation = ["<=", ">=", "="].first { text.contains($0) }
        guard let relation, let range = text.firstRange(of: relation),
            let value = Double(text[range.upperBound...].filter { $0 != " " }), value.isFinite
        else { throw Self.failure(text) }
        self.text = text
        left = text[..<range.lowerBound].filter { $0 != " " }
        self.relation = relation
        self.value = value
        if left.isEmpty { throw Self.failure(text) }
    }

    /// Adds the limit to the others.
    func add(to constraints: inout PortfolioConstraints, of history: PriceHistory) throws {
        let least = relation == "<=" ? -Double.infinity : value
        let most = relation == ">=" ? Double.infinity : value
        switch left {
        case "weight":
            for index in history.symbols.indices { limit(index, least, most, &constraints) }
        case "sum":
            let lower = relation == "<=" ? min(0, value) : value
            constraints.budget = lower...(relation == ">=" ? .infinity : value)
        case "turnover":
            guard relation == "<=" else { throw Self.failure(text) }
            constraints.turnoverMaximum = value
        default:
            let members = try left.split(separator: "+").map {
                try history.index(of: String($0), named: "--constraint \(text)")
            }
            if members.count == 1 {
                limit(members[0], least, most, &constraints)
            } else {
                constraints.limit(group: left, members, minimum: least, maximum: most)
            }
        }
    }

    private func limit(
        _ index: Int,
        _ least: Double,
        _ most: Double,
        _ constraints: inout PortfolioConstraints
    ) {
        if least > -.infinity { constraints.minimumWeights[index] = least }
        if most < .infinity { constraints.maximumWeights[index] = most }
    }

    private static func failure(_ text: String) -> CommandFailure {
        CommandFailure(
            .badInput,
            "--constraint \"\(text)\" is not understood",
            advice: ["Write \(grammar)."]
        )
    }
}
