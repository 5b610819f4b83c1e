/// Correlations between segments, some of which may not be known yet.
package struct CorrelationMatrix: Sendable, Hashable {
    /// How many segments there are.
    package let count: Int
    /// `n × n`, row-major, symmetric; `nil` where unknown, 1 on the diagonal.
    private var values: [Double?]

    /// Makes a matrix of `count` segments whose pairs all have one correlation, unknown at first.
    package init(count: Int, pairs correlation: Double? = nil) {
        self.count = count
        values = Array(repeating: correlation, count: count * count)
        for index in 0..<count { values[index * count + index] = 1 }
    }

    /// The correlation of two segments, −1…1, `nil` while unknown; setting sets both triangles.
    package subscript(row: Int, column: Int) -> Double? {
        get { values[row * count + column] }
        set {
            values[row * count + column] = newValue
            values[column * count + row] = newValue
        }
    }

    /// The mean over all known pairs of different segments, `nil` where none is known.
    package var meanOfPairs: Double? {
        var (sum, known) = (0.0, 0)
        for row in 0..<count {
            for column in (row + 1)..<max(row + 1, count) {
                guard let value = self[row, column] else { continue }
                sum += value
                known += 1
            }
        }
        return known == 0 ? nil : sum / Double(known)
    }

    /// Splits the segments into groups that hang together by correlations above a threshold.
    ///
    /// Groups are connected components: where A goes with B and B with C, all three are one group
    /// even if A and C are not above the threshold themselves. A limit on the group then holds for
    /// every pair in it, and doesn't depend on the order in which pairs are looked at.
    /// - Returns: Every segment's index once; groups in the order of their first, ascending within.
    package func groups(above threshold: Double) -> [[Int]] {
        var leader = Array(0..<count)
        for row in 0..<count {
            for column in (row + 1)..<max(row + 1, count) {
                guard let value = self[row, column], value > threshold else { continue }
                let (kept, merged) = (
                    min(leader[row], leader[column]), max(leader[row], leader[column])
                )
                for index in 0..<count where leader[index] == merged { leader[index] = kept }
            }
        }
        return (0..<count).filter { leader[$0] == $0 }.map { first in
            (0..<count).filter { leader[$0] == first }
        }
    }
}
