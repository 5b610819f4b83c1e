/// Mistakes that a process can be made to commit, one for each rule that keeps money safe.
///
/// They exist to prove that the cluster simulator finds them: a check that cannot fail shows
/// nothing. No program but the simulator sets one.
package struct Flaws: OptionSet, Sendable, Hashable {
    /// One bit for each mistake.
    package let rawValue: Int

    /// Takes bits.
    package init(rawValue: Int) { self.rawValue = rawValue }

    /// Says that a message is safe although a crash can still undo it.
    package static let acknowledgesBeforeDurable = Flaws(rawValue: 1 << 0)
    /// Takes an answer to a question that this life has not asked again yet.
    package static let takesEarlyAnswers = Flaws(rawValue: 1 << 1)
    /// Handles what it has handled before.
    package static let takesRepetitions = Flaws(rawValue: 1 << 2)
    /// Folds reports in the order in which they arrived.
    package static let foldsInOrderOfArrival = Flaws(rawValue: 1 << 3)
    /// Does not send again what was lost.
    package static let forgetsToResend = Flaws(rawValue: 1 << 4)
    /// Starts from an empty memory although the journal holds a past.
    package static let ignoresJournal = Flaws(rawValue: 1 << 5)
    /// Leaves one engine as it is at the start when it goes on from a snapshot.
    package static let restoresInPart = Flaws(rawValue: 1 << 6)
}
