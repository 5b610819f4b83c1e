/// What a commit must survive before anything irrevocable may follow from it.
package enum Durability: String, Sendable, Codable, CaseIterable {
    /// The death of the process: SQLite's `synchronous=NORMAL`, no disk flush at each commit.
    case process
    /// Loss of power: `synchronous=FULL`, one flush of the write-ahead log at each commit.
    case power

    /// The value of SQLite's `synchronous` pragma.
    var synchronous: String {
        switch self {
        case .process: "NORMAL"
        case .power: "FULL"
        }
    }
}
