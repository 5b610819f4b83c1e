/// A place where the tree breaks a rule of the house, and what to do instead.
struct Violation: CustomStringConvertible, Hashable {
    /// Path from the root of the repository.
    let file: String
    /// Line in the file, from 1.
    let line: Int
    /// The rule that is broken, in words.
    let rule: String
    /// What stands there.
    let found: String
    /// What to do about it.
    let instead: String

    var description: String { "\(file):\(line): \(rule): \(found); \(instead)" }
}
