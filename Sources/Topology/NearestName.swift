/// Returns the known name most like a mistyped one, for "did you mean".
///
/// Likeness is the number of characters to insert, delete, replace or swap with a neighbour;
/// capitals don't count. Ties go to the name that sorts first.
///
/// - Returns: `nil` where nothing is like it: more than a third of the characters differ.
/// - SeeAlso: Damerau (1964), "A technique for computer detection and correction of spelling
///   errors".
package func nearestName(to text: String, among names: [String]) -> String? {
    let wanted = Array(text.lowercased().utf8)
    guard wanted.count <= 64 else { return nil }
    var best: (name: String, distance: Int)?
    for name in names.sorted() {
        let candidate = Array(name.lowercased().utf8)
        let distanceMaximum = max(1, max(wanted.count, candidate.count) / 3)
        let distance = editDistance(wanted, candidate)
        guard distance <= distanceMaximum else { continue }
        if best.map({ distance < $0.distance }) ?? true { best = (name, distance) }
    }
    return best?.name
}

private func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    guard !left.isEmpty, !right.isEmpty else { return max(left.count, right.count) }
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for row in 1...left.count {
        var current = [row]
        for column in 1...right.count {
            let replacement = left[row - 1] == right[column - 1] ? 0 : 1
            var distance = min(
                last[column] + 1,
                current[column - 1] + 1,
                last[column - 1] + replacement
            )
            if row > 1, column > 1, left[row - 1] == right[column - 2],
                left[row - 2] == right[column - 1]
            {
                distance = min(distance, beforeLast[column - 2] + 1)
            }
            current.append(distance)
        }
        (beforeLast, last) = (last, current)
    }
    return last[right.count]
}
