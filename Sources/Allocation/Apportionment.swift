/// Exact division of money into whole units by the largest remainder.
///
/// Positions stand for workers in the order of their names, so that ties go to the earlier name.
enum Apportionment {
    /// The binary point of a weight: weights are kept as whole 2⁻⁶⁰ths.
    private static let weightBits = 60

    /// Returns amounts in the proportion of weights, whole units that add up to the weights' part.
    ///
    /// That part is rounded to the nearest unit, so that three weights of 1/3, whose sum as binary
    /// fractions falls short of 1, divide everything; it never exceeds the whole units there are.
    /// All are zero where there is nothing to divide.
    static func targets(of total: Int64, weights: [Double], unit: Int64) -> [Int64] {
        guard total > 0 else { return weights.map { _ in 0 } }
        var parts = weights.map { Int128(($0 * 0x1p60).rounded(.toNearestOrEven)) }
        // Weights that add up to a little above 1 by rounding must not divide more than there is.
        let excess = parts.reduce(0, +) - (1 << Int128(weightBits))
        if excess > 0, let largest = parts.indices.max(by: { parts[$0] < parts[$1] }) {
            parts[largest] -= excess
        }
        let exact = parts.map { $0 * Int128(total) }
        let divisor = Int128(unit) << Int128(weightBits)
        let sum = min((exact.reduce(0, +) + divisor / 2) / divisor, Int128(total / unit))
        return divided(exact, by: divisor, sum: Int64(sum)).map { $0 * unit }
    }

    /// Returns what funds pay of wishes: all of them, or in proportion, none below the least.
    ///
    /// While a share would fall below the least amount, the smallest wish goes without, of equals
    /// the last.
    static func shares(of funds: Int64, wishes: [Int64], least: Int64, unit: Int64) -> [Int64] {
        var wishes = wishes
        let whole = funds / unit * unit
        for _ in wishes {
            let sum = wishes.reduce(Int128(0)) { $0 + Int128($1) }
            guard sum > Int128(whole) else { return wishes }
            let exact = wishes.map { Int128($0) * Int128(whole) }
            let shares = divided(exact, by: sum * Int128(unit), sum: whole / unit)
                .map { $0 * unit }
            var poorest: Int?
            for index in wishes.indices where wishes[index] > 0 && shares[index] < least {
                if let found = poorest, wishes[index] > wishes[found] { continue }
                poorest = index
            }
            guard let poorest else { return shares }
            wishes[poorest] = 0
        }
        return wishes
    }

    /// Divides each by one divisor, cut to whole numbers, and gives what the sum lacks to the
    /// largest remainders, one each.
    private static func divided(_ exact: [Int128], by divisor: Int128, sum: Int64) -> [Int64] {
        var quotients = exact.map { Int64($0 / divisor) }
        let left = sum - quotients.reduce(0, +)
        let order = exact.indices.sorted { first, second in
            let (one, two) = (exact[first] % divisor, exact[second] % divisor)
            return one == two ? first < second : one > two
        }
        for index in order.prefix(Int(left)) { quotients[index] += 1 }
        return quotients
    }
}
