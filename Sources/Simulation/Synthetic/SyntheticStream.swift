import Digest
import LinearAlgebra

/// Returns a generator that depends on nothing but a seed and a path of names.
///
/// The state is the SHA-256 of seed and names, each with its length before it, so that no two paths
/// share a stream and every process finds the same one without asking another.
func syntheticStream(seed: UInt64, _ names: String...) -> Xoshiro256 {
    var hash = SHA256()
    hash.update("bursar synthetic market 1")
    hash.update(bytes(of: seed))
    for name in names {
        let text = Array(name.utf8)
        hash.update(bytes(of: UInt64(text.count)))
        hash.update(text)
    }
    let digest = hash.finish().bytes
    func word(_ index: Int) -> UInt64 {
        digest[(8 * index)..<(8 * index + 8)].reduce(0) { $0 << 8 | UInt64($1) }
    }
    return Xoshiro256(state: Xoshiro256.State(a: word(0), b: word(1), c: word(2), d: word(3)))
}

private func bytes(of word: UInt64) -> [UInt8] {
    stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: word >> UInt64($0)) }
}
