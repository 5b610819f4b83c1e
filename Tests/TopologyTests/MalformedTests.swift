import Foundation
import Testing
import Topology

struct MalformedTests {
    @Test(arguments: expectations)
    func `a file with one fault is refused at its place and in words`(
        expected: Expectation
    ) throws {
        let found = issues(of: try text(ofMalformed: expected.name))
        #expect(found.count == 1, "\(found.map(\.description))")
        let issue = try #require(found.first)
        #expect("\(issue.line):\(issue.column)" == expected.place)
        #expect(issue.path == expected.path)
        #expect(issue.message.hasPrefix(expected.message), "\(issue.message)")
        #expect(issue.reason.hasSuffix("."))
        #expect(issue.remedy.hasSuffix(".") || issue.remedy.hasSuffix("?"))
    }

    @Test func `every malformed file has an expectation`() throws {
        let directory = testsDirectory.appendingPathComponent("Malformed").path
        let files = try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
        #expect(files == expectations.map { "\($0.name).yaml" }.sorted())
    }

    @Test(arguments: [
        ("cost_misspelled", "Did you mean \"half_spread\"?"),
        ("parameter_unknown", "Did you mean \"lookback\"?"),
        ("strategy_unknown", "Did you mean \"mean_reversion\"?"),
        ("stance_unknown", "Did you mean \"defensive\"?"),
        ("number_in_quotes", "Remove the quotes."),
        (
            "tcp_to_the_world",
            "Write 127.0.0.1, or make keys: `bursar keys generate DIR`, then "
                + "`security: {keys: DIR}`."
        ),
        (
            "security_curve",
            "Write none, or {keys: DIR} with a directory that `bursar keys generate` made."
        ),
        ("parameter_out_of_range", "Write a number from 2 to 2520."),
    ])
    func `a refusal says what to do`(name: String, remedy: String) throws {
        #expect(issues(of: try text(ofMalformed: name)).map(\.remedy) == [remedy])
    }
}

/// What is expected of one malformed file: its name, the place, the key and the message's start.
struct Expectation: Sendable, CustomTestStringConvertible {
    let name: String
    let place: String
    let path: String
    let message: String

    var testDescription: String { name }
}

private let expectations: [Expectation] = table.split(separator: "\n").map { line in
    let cells = line.split(separator: "|", maxSplits: 3, omittingEmptySubsequences: false)
        .map { $0.trimmingCharacters(in: .whitespaces) }
    return Expectation(name: cells[0], place: cells[1], path: cells[2], message: cells[3])
}

private let table = """
    amount_in_words | 8:19 | capital.amount | "plenty" is not an amount from 1 to 1000000000000,
    amount_with_too_many_decimals | 8:19 | capital.amount | "1000000.1234567" is not an amount
    both_closes_and_bars | 6:3 | data | names no single source: found closes and bars
    claimed_twice | 19:48 | workers[1].mandate.universe | AAPL is already claimed by worker "tech"
    claimed_twice_and_shared_once | 19:48 | workers[1].mandate.universe | AAPL is already claimed
    closes_as_list | 6:11 | data.closes | this is a list, expected a path relative to this file,
    cost_misspelled | 9:9 | costs.half_sperad | unknown key "half_sperad"
    cost_out_of_range | 9:22 | costs.half_spread | 5000 is outside its range
    currency_lower_case | 8:38 | capital.currency | "usd" is not a currency of three capital
    cycle_unknown | 7:50 | clock.cycle | "1day" is not one of 1bar, 1d, 1w, 1mo
    data_as_text | 5:7 | data | this is "closes.csv", expected a mapping of keys to values
    date_that_is_none | 7:15 | clock.from | "2000-02-30" is not a date such as 2011-06-13
    duplicate_key | 4:1 |  | "seed" is written twice
    duplicate_strategy | 17:9 | workers[0].strategies[1] | time_series_momentum is listed twice
    duplicate_symbol | 19:53 | workers[1].mandate.universe | CVX is listed twice (first on line 19)
    duplicate_worker | 18:11 | workers[1].name | there is already a worker "tech" (workers[0])
    empty_file | 1:1 |  | the file is empty
    empty_strategies | 20:17 | workers[1].strategies | is empty
    empty_universe | 19:42 | workers[1].mandate.universe | lists 0 symbols
    empty_value | 4:6 | seed | this is empty, expected a whole number from 0 to 9223372036854775807
    empty_workers | 12:10 | workers | has 0 workers
    from_after_to | 7:15 | clock.from | 2011-01-03 is after clock.to, 2010-12-31
    future_version | 2:10 | version | version 2 is newer than this program reads (1)
    infinite_number | 10:36 | master.limits.segment_weight_maximum | ".inf" is not a number from
    keys_as_list | 11:43 | master.transport.security.keys | this is a list, expected a directory
    keys_misspelled | 11:37 | master.transport.security.kyes | unknown key "kyes"
    known_at_25_hours | 7:13 | data.known_at | "25:00" is not a time of day in UTC, such as "21:00"
    mandate_as_text | 19:14 | workers[1].mandate | this is "energy", expected a mapping of keys to
    missing_data | 1:1 | data | names no single source: found none
    missing_kind | 1:1 | kind | is missing
    missing_mandate | 18:5 | workers[1].mandate | is missing
    missing_name | 1:1 | name | is missing
    missing_strategies | 18:5 | workers[1].strategies | is missing
    missing_strategy_name | 21:9 | workers[1].strategies[0].name | is missing
    missing_universe | 19:14 | workers[1].mandate.universe | is missing
    missing_version | 1:1 | version | is missing
    missing_workers | 1:1 | workers | is missing
    name_with_capitals | 3:7 | name | "Small" is not a name of small letters, digits and _, such
    neither_segment_nor_specialisation | 19:14 | workers[1].mandate | names neither a segment nor
    no_data_source | 6:3 | data | names no single source: found none
    not_a_mapping | 1:1 |  | this is a list, expected a mapping of keys to values
    not_a_number | 10:36 | master.limits.segment_weight_maximum | ".nan" is not a number from 0.01
    not_yaml | 19:51 |  | not YAML: while parsing a flow sequence, did not find expected ',' or ']'
    number_in_quotes | 16:46 | workers[0].strategies[0].weight | "0.5" is not a number from 0 to 1
    pace_without_unit | 7:60 | clock.pace | "100" is not a duration from 0ms to 60s, such as 100ms
    parameter_not_whole | 16:74 | workers[0].strategies[0].parameters.lookback | 252.5 is not a
    parameter_out_of_range | 16:74 | workers[0].strategies[0].parameters.lookback | 1 is outside
    parameter_unknown | 16:64 | workers[0].strategies[0].parameters.lokback | unknown key "lokback"
    port_out_of_range | 11:32 | master.transport.port | 70000 is outside its range
    raw_prices | 6:11 | data.prices | raw prices are not read in this version
    reserved_worker_name | 18:11 | workers[1].name | "master" is taken by another role of the
    root_key_misspelled | 8:1 | captial | unknown key "captial"
    security_curve | 11:36 | master.transport.security | "curve" is not none, or {keys: DIR}
    seed_negative | 4:7 | seed | -7 is outside its range
    segment_and_specialisation | 19:14 | workers[1].mandate | names both a segment and a
    shared_as_word | 19:62 | workers[1].mandate.shared | this is "perhaps", expected true, false
    shared_outside_universe | 19:63 | workers[1].mandate.shared | MSFT is not in the universe
    short_as_yes | 19:61 | workers[1].mandate.short | "yes" is not true or false
    stance_unknown | 19:62 | workers[1].mandate.stance | "defensiv" is not one of defensive,
    strategy_unknown | 21:16 | workers[1].strategies[0].name | there is no strategy
    symbol_with_slash | 19:48 | workers[1].mandate.universe | "../XOM" is not a symbol such as
    synthetic_days_zero | 6:21 | data.synthetic.days | 0 is outside its range
    synthetic_unclaimed_as_list | 6:26 | data.synthetic.unclaimed | this is a list, expected a
    tab_indentation | 6:1 |  | not YAML: while scanning for the next token, found character that
    tcp_to_the_world | 11:32 | master.transport.host | "0.0.0.0" is not a loopback address
    tcp_unsaid | 11:14 | master.transport.security | is missing
    two_documents | 22:1 |  | not YAML: expected a single document in the stream, but found
    undefined_alias | 19:42 |  | not YAML: found undefined alias
    universe_as_text | 19:42 | workers[1].mandate.universe | this is "CVX XOM", expected a list of
    version_in_words | 2:10 | version | "one" is not a whole number
    version_zero | 2:10 | version | there is no version 0
    weights_above_one | 16:7 | workers[0].strategies | the weights sum to 1.1, more than 1
    worker_as_text | 12:11 | workers[0] | this is "tech", expected a mapping of keys to values
    worker_fragment | 1:7 | kind | this file describes a worker, expected a topology
    workers_as_mapping | 12:10 | workers | this is a mapping, expected a list of workers
    wrong_kind | 1:7 | kind | "cluster" is not one of topology, worker
    """
