package import LinearAlgebra

/// How the distance between two clusters follows from the distances of their members.
package enum Linkage: String, Sendable, Hashable, CaseIterable {
    /// The nearest pair of members.
    case single
    /// The farthest pair of members.
    case complete
    /// The mean over all pairs of members.
    case average
    /// The growth of the sum of squares when the two are joined.
    case ward
}

/// The tree of clusters that joining the nearest two, again and again, makes.
package struct ClusterTree: Sendable, Equatable {
    /// Two clusters joined: leaves are numbered from zero, joins on from the number of leaves.
    package struct Join: Sendable, Equatable {
        /// The part of the lower number.
        package let first: Int
        /// The part of the higher number.
        package let second: Int
        /// How far apart they were.
        package let distance: Double
        /// How many leaves they hold together.
        package let count: Int
    }

    /// How many leaves there are.
    package let leaves: Int
    /// The joins, nearest first; ties in the order they were found.
    package let joins: [Join]

    /// Clusters by a matrix of distances.
    ///
    /// Single linkage grows a minimum spanning tree, the others follow chains of nearest
    /// neighbours: O(n²) both, from leaf 0 and with the lowest index at ties.
    /// - SeeAlso: Müllner (2011), "Modern Hierarchical, Agglomerative Clustering Algorithms".
    package init(_ distances: SymmetricMatrix, linkage: Linkage = .single) {
        leaves = distances.order
        let pairs =
            linkage == .single
            ? Self.spanningTree(distances)
            : Self.neighbourChains(distances, linkage)
        joins = Self.numbered(pairs, leaves: distances.order)
    }

    /// The leaves from left to right, the part of the lower number first at every join.
    package var leafOrder: [Int] {
        var (order, open) = ([Int](), [leaves + joins.count - 1])
        while let cluster = open.popLast() {
            if cluster < leaves {
                order.append(cluster)
            } else {
                open.append(joins[cluster - leaves].second)
                open.append(joins[cluster - leaves].first)
            }
        }
        return order
    }

    /// Two leaves that stand for the clusters joined.
    private typealias Pair = (first: Int, second: Int, distance: Double)

    /// Prim's algorithm.
    private static func spanningTree(_ distances: SymmetricMatrix) -> [Pair] {
        let count = distances.order
        var nearest = [Double](repeating: .infinity, count: count)
        var outside = Array(1..<max(count, 1))
        var (pairs, leaf) = ([Pair](), 0)
        while !outside.isEmpty {
            let row = distances.row(leaf)
            var (best, place) = (Double.infinity, 0)
            for (position, other) in outside.enumerated() {
                nearest[other] = min(nearest[other], row[row.startIndex + other])
                if nearest[other] < best { (best, place) = (nearest[other], position) }
            }
            let next = outside.remove(at: place)
            pairs.append((leaf, next, best))
            leaf = next
        }
        return pairs
    }

    /// Benzécri's algorithm: a chain of nearest neighbours ends in a pair nearest to one another.
    private static func neighbourChains(
        _ distances: SymmetricMatrix,
        _ linkage: Linkage
    ) -> [Pair] {
        var between = distances
        var sizes = [Int](repeating: 1, count: distances.order)
        var (pairs, chain) = ([Pair](), [Int]())
        while pairs.count < distances.order - 1 {
            if chain.isEmpty, let first = sizes.firstIndex(where: { $0 > 0 }) { chain = [first] }
            guard let end = chain.last else { return pairs }
            let before = chain.dropLast().last
            var (next, best) = (before, before.map { between[end, $0] } ?? .infinity)
            for other in sizes.indices where sizes[other] > 0 && other != end {
                if between[end, other] < best { (next, best) = (other, between[end, other]) }
            }
            guard let next else { return pairs }
            guard next == before else {
                chain.append(next)
                continue
            }
            chain.removeLast(2)
            let (gone, kept) = (min(end, next), max(end, next))
            pairs.append((gone, kept, best))
            let (n, m) = (sizes[gone], sizes[kept])
            (sizes[gone], sizes[kept]) = (0, n + m)
            for other in sizes.indices where sizes[other] > 0 && other != kept {
                between[other, kept] = joined(
                    linkage,
                    (between[other, gone], between[other, kept], best),
                    (Double(n), Double(m), Double(sizes[other]))
                )
            }
        }
        return pairs
    }

    /// The distance of a cluster from two joined, by their own distances (Lance and Williams).
    private static func joined(
        _ linkage: Linkage,
        _ distance: (first: Double, second: Double, between: Double),
        _ size: (first: Double, second: Double, other: Double)
    ) -> Double {
        let (a, b, c) = distance
        let (n, m, k) = size
        switch linkage {
        case .single: return min(a, b)
        case .complete: return max(a, b)
        case .average: return (n * a + m * b) / (n + m)
        case .ward:
            let sum = (k + n) * a * a + (k + m) * b * b - k * c * c
            return (max(0, sum) / (n + m + k)).squareRoot()
        }
    }

    /// Sorts pairs by distance and numbers the clusters they join.
    private static func numbered(_ pairs: [Pair], leaves: Int) -> [Join] {
        let order = pairs.indices.sorted {
            (pairs[$0].distance, $0) < (pairs[$1].distance, $1)
        }
        var parents = Array(0..<leaves + pairs.count)
        var counts = [Int](repeating: 1, count: leaves + pairs.count)
        func cluster(of leaf: Int) -> Int {
            var top = leaf
            while parents[top] != top {
                parents[top] = parents[parents[top]]
                top = parents[top]
            }
            return top
        }
        return order.enumerated().map { number, index in
            let (a, b) = (cluster(of: pairs[index].first), cluster(of: pairs[index].second))
            parents[a] = leaves + number
            parents[b] = leaves + number
            counts[leaves + number] = counts[a] + counts[b]
            return Join(
                first: min(a, b),
                second: max(a, b),
                distance: pairs[index].distance,
                count: counts[leaves + number]
            )
        }
    }
}
