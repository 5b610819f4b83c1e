/// A generator with 64 bits of state, for turning one seed into the state of a larger generator.
///
/// - SeeAlso: Steele, Lea and Flood (2014), "Fast Splittable Pseudorandom Number Generators".
package struct SplitMix64: RandomNumberGenerator, Sendable, Hashable {
    /// The whole state; a generator made from it goes on where this one is.
    package private(set) var state: UInt64

    /// Starts from a seed or a stored state; any value will do.
    package init(state: UInt64) { self.state = state }

    package mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}

/// The generator xoshiro256**: period 2²⁵⁶ − 1, the same numbers everywhere for one seed.
///
/// - SeeAlso: Blackman and Vigna (2021), "Scrambled Linear Pseudorandom Number Generators".
package struct Xoshiro256: RandomNumberGenerator, Sendable, Hashable {
    /// The four words of a generator's state.
    package struct State: Sendable, Hashable {
        /// First word.
        package var a: UInt64
        /// Second word.
        package var b: UInt64
        /// Third word.
        package var c: UInt64
        /// Fourth word.
        package var d: UInt64

        /// Takes four words.
        package init(a: UInt64, b: UInt64, c: UInt64, d: UInt64) {
            self.a = a
            self.b = b
            self.c = c
            self.d = d
        }
    }

    /// The whole state; a generator made from it goes on where this one is.
    package private(set) var state: State

    /// Continues from a stored state, which must not be all zero.
    package init(state: State) {
        precondition(
            state.a | state.b | state.c | state.d != 0,
            "xoshiro256** stays at zero from the state of all zeros; store the generator's own state"
        )
        self.state = state
    }

    /// Starts from a seed, spread over the state by ``SplitMix64``.
    package init(seed: UInt64) {
        var spread = SplitMix64(state: seed)
        state = State(a: spread.next(), b: spread.next(), c: spread.next(), d: spread.next())
    }

    package mutating func next() -> UInt64 {
        let scrambled = rotated(state.b &* 5, 7) &* 9
        let shifted = state.b << 17
        state.c ^= state.a
        state.d ^= state.b
        state.b ^= state.c
        state.a ^= state.d
        state.c ^= shifted
        state.d = rotated(state.d, 45)
        return scrambled
    }

    /// Draws a number spread evenly over `0 ..< 1`, a multiple of 2⁻⁵³.
    package mutating func uniform() -> Double {
        Double(next() >> 11) * 0x1p-53
    }

    /// Draws a number spread evenly over a range.
    package mutating func uniform(in range: ClosedRange<Double>) -> Double {
        range.lowerBound + uniform() * (range.upperBound - range.lowerBound)
    }

    /// Draws from the standard normal distribution, by inversion: one draw takes one number.
    ///
    /// The largest magnitude is 8.3.
    package mutating func normal() -> Double {
        // Odd multiples of 2⁻⁵³: never 0 or 1, and symmetric about ½.
        NormalDistribution.quantile((Double(next() >> 12) + 0.5) * 0x1p-52)
    }
}

private func rotated(_ word: UInt64, _ bits: UInt64) -> UInt64 {
    (word << bits) | (word >> (64 - bits))
}
