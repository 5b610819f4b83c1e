import Foundation
import Inspection

/// What a replay found, as programs read it; another binary's answer is read back from its JSON.
struct ReplayAnswer: Codable, Equatable {
    /// The run, or the record of one.
    var run: String
    /// Version of the engines that decided then.
    var engineThen: String
    /// Version of the engines that decide now.
    var engineNow: String
    /// What was changed on the command line, in words; empty for a replay as it was.
    var changes: [String]
    /// Whether every process says now what it said then.
    var isSame: Bool
    /// The processes, in order of name.
    var processes: [Member]

    /// One process executed again.
    struct Member: Codable, Equatable {
        var process: String
        /// The last cycle that was executed again.
        var cycle: Int64
        /// Messages handled again.
        var messages: Int
        /// Rows compared: messages sent, orders, fills, ledger lines and all others.
        var rows: Int
        var seconds: Double
        /// Where it differs first; absent when nothing does.
        var divergence: Divergence?
        /// Why it could not be executed to the end; absent when it could.
        var failure: String?
        /// What it did then and now; absent for the master.
        var effect: Effect?

        var isSame: Bool { divergence == nil && failure == nil }
    }

    /// The first place where a process decided otherwise.
    struct Divergence: Codable, Equatable {
        var cycle: Int64
        /// End of the cycle's window.
        var at: String
        /// What differs first: a decision, an order, a fill, a message and so on.
        var first: Pair
        /// The message sent in that step that differs, where it is not the first itself.
        var message: Pair?
    }

    /// The same thing as it was and as it is.
    struct Pair: Codable, Equatable {
        /// What it is, in a word.
        var kind: String
        /// The name it has, or had where it is no more.
        var id: String
        /// Its fields then; empty where it was not there.
        var then: [String]
        /// Its fields now; empty where it is no more.
        var now: [String]
    }

    /// What a worker did, then and now.
    struct Effect: Codable, Equatable {
        var then: Totals
        var now: Totals
        var decisions: DecisionChanges
        /// The first decision that is another now; absent when none is.
        var firstChanged: ChangedDecision?
    }

    /// What came of a worker's decisions; amounts in millionths.
    struct Totals: Codable, Equatable {
        var orders: Int64 = 0
        var denied: Int64 = 0
        var fills: Int64 = 0
        var boughtMicros: Int64 = 0
        var soldMicros: Int64 = 0
        var commissionMicros: Int64 = 0
        var slippageMicros: Int64 = 0
        var profitMicros: Int64 = 0
        var navMicros: Int64 = 0
    }

    /// Decisions matched by bar and instrument.
    struct DecisionChanges: Codable, Equatable {
        var same = 0
        var changed = 0
        var onlyThen = 0
        var onlyNow = 0
    }

    /// A decision that is another now.
    struct ChangedDecision: Codable, Equatable {
        var at: String
        var cycle: Int64
        var instrument: String
        /// What was decided then, in words.
        var then: String
        /// What is decided now, in words.
        var now: String
        /// The decision then; absent where none was made.
        var id: String?
    }

    /// The answer as it is printed.
    func json() throws -> JSONValue {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return try JSONDecoder().decode(JSONValue.self, from: encoder.encode(self))
    }

    /// Reads an answer back.
    static func read(_ text: String) throws -> ReplayAnswer {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(ReplayAnswer.self, from: Data(text.utf8))
    }

    /// The keys, for the help.
    static let jsonHelp = """
        JSON keys: run, engine_then, engine_now, changes, is_same, processes [{process, cycle, \
        messages, rows, seconds, divergence {cycle, at, first and message {kind, id, then, now}}, \
        failure, effect {then and now {orders, denied, fills, bought_micros, sold_micros, \
        commission_micros, slippage_micros, profit_micros, nav_micros}, decisions {same, changed, \
        only_then, only_now}, first_changed {at, cycle, instrument, then, now, id}}}].
        """
}
