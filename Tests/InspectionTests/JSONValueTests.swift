import Foundation
import Inspection
import Testing

@Suite struct JSONValueTests {
    private let value: JSONValue = [
        "b": [.integer(1), .number(0.5), .null], "a": "line\n\"quoted\" \\ ü", "c": true,
        "empty": [], "none": .object([:]),
    ]

    @Test func `keys are sorted and texts escaped`() {
        #expect(
            value.line
                == #"{"a":"line\n\"quoted\" \\ ü","b":[1,0.5,null],"c":true,"empty":[],"none":{}}"#
        )
    }

    @Test func `the pretty text says the same`() throws {
        #expect(value.pretty.hasPrefix("{\n  \"a\": \"line"))
        for text in [value.pretty, value.line] {
            let decoded = try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
            #expect(decoded == value)
        }
    }

    @Test func `what JSON has no number for is null`() {
        #expect(JSONValue.number(.nan).line == "null")
        #expect(JSONValue.number(-.infinity).line == "null")
        #expect(JSONValue.number(3).line == "3")
        #expect(JSONValue.optional(Double?.none) == .null)
    }

    @Test func `control characters are written as numbers`() {
        #expect(JSONValue.string("\u{1}").line == "\"\\u0001\"")
    }
}
