/// Why no portfolio, or no solution of a quadratic program, can be given.
package struct OptimizationError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kinds of failure.
    package enum Code: Sendable, Hashable {
        /// An input is NaN, infinite, of the wrong length or out of its range.
        case badInput
        /// No point meets all constraints; ``OptimizationError/conflict`` proves it.
        case infeasible
        /// The objective falls without end; ``OptimizationError/ray`` says where to.
        case unbounded
        /// The limit on iterations was reached.
        case notConverged
        /// The method has no answer for these figures, such as a ratio without reward.
        case undefined
    }

    /// The kind of failure.
    package let code: Code
    /// What happened, with the offending value, and the way out.
    package let message: String
    /// Constraints that no point can meet together, for `infeasible`.
    package let conflict: ConstraintConflict?
    /// A direction along which the objective falls without end, for `unbounded`.
    package let ray: [Double]?

    /// Names a failure.
    package init(
        _ code: Code,
        _ message: String,
        conflict: ConstraintConflict? = nil,
        ray: [Double]? = nil
    ) {
        self.code = code
        self.message = message
        self.conflict = conflict
        self.ray = ray
    }

    package var description: String { message }
}

/// A proof that constraints contradict each other: a weighted sum of them that nothing can meet.
///
/// The sum of `multiplier × row` is worth at most `bound` wherever the bounds of the variables hold,
/// and at least `required` wherever the rows hold; `required` is above `bound`.
/// - SeeAlso: Farkas (1902), "Theorie der einfachen Ungleichungen".
package struct ConstraintConflict: Sendable, Equatable {
    /// One row of the proof.
    package struct Row: Sendable, Equatable {
        /// Which row of the program, from zero.
        package let index: Int
        /// Its weight: above zero where its lower limit is at fault, below zero for its upper.
        package let multiplier: Double
    }

    /// The rows at fault, in order.
    package let rows: [Row]
    /// Variables whose lower bound is at fault, in order.
    package let lowerBounds: [Int]
    /// Variables whose upper bound is at fault, in order.
    package let upperBounds: [Int]
    /// What the rows require of their weighted sum, at least.
    package let required: Double
    /// What the bounds of the variables allow it, at most.
    package let bound: Double
}
