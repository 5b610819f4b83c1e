import Foundation
import Market
import Testing
import Topology

struct ValidationTests {
    private func dataCatalogue(_ spans: [String: (String, String)]) throws -> DataCatalogue {
        var result: [InstrumentID: DataCatalogue.Span] = [:]
        for (symbol, (first, last)) in spans {
            result[InstrumentID(symbol)] = DataCatalogue.Span(
                first: try CalendarDate(first),
                last: try CalendarDate(last)
            )
        }
        return DataCatalogue(result)
    }

    private func issues(
        of text: String,
        in spans: [String: (String, String)]
    ) throws -> [TopologyIssue] {
        let document = try parsed(text)
        let data = try dataCatalogue(spans)
        do throws(TopologyError) {
            try document.validate(against: data)
            return []
        } catch {
            return error.issues
        }
    }

    private let years = ("2000-01-03", "2010-12-31")

    @Test func `data that holds everything is accepted`() throws {
        let spans = ["AAPL": years, "MSFT": years, "XOM": years, "KO": years]
        #expect(try issues(of: smallTopology, in: spans).isEmpty)
    }

    @Test func `an instrument that the data does not hold is refused at its place`() throws {
        let found = try issues(of: smallTopology, in: ["AAPL": years, "MSF": years, "XOM": years])
        #expect(found.map(\.message) == ["MSFT is not in the data"])
        #expect(found.map(\.remedy) == ["Did you mean \"MSF\"?"])
        #expect(found.map(\.path) == ["workers[0].mandate.universe"])
        #expect(found.map { [$0.line, $0.column] } == [[7, 41]])
    }

    @Test func `a benchmark that the data does not hold is refused`() throws {
        let found = try issues(
            of: smallTopology + "\nbenchmark: SPY",
            in: ["AAPL": years, "MSFT": years, "XOM": years]
        )
        #expect(found.map(\.path) == ["benchmark"])
        #expect(found.map(\.line) == [14])
    }

    @Test func `dates outside the data are refused`() throws {
        let found = try issues(
            of: smallTopology + "\nclock: {from: 1999-12-31, to: 2011-01-03}",
            in: ["AAPL": years, "MSFT": years, "XOM": years]
        )
        #expect(found.map(\.path) == ["clock.from", "clock.to"])
        #expect(found[0].reason == "The data runs from 2000-01-03 to 2010-12-31.")
    }

    @Test func `an instrument without a bar in the clock's dates is refused`() throws {
        let found = try issues(
            of: smallTopology + "\nclock: {to: 2004-12-31}",
            in: ["AAPL": years, "MSFT": years, "XOM": ("2005-01-03", "2010-12-31")]
        )
        #expect(found.map(\.message) == ["XOM has no bar within the clock's dates"])
    }

    @Test(arguments: ["sp500", "segments"])
    func `the example topologies load`(name: String) throws {
        let file = topologyDirectory.appendingPathComponent("\(name).yaml").path
        let document = try TopologyDocument.load(file: file, strategies: catalogue)
        #expect(document.notes.isEmpty)
        #expect(document.topology.instruments.count == (name == "sp500" ? 20 : 60))
        #expect(document.topology.workers.count == (name == "sp500" ? 6 : 10))
    }

    @Test func `data files that are missing are reported with the other faults`() throws {
        let directory = FileManager.default.temporaryDirectory
            .appendingPathComponent(
                "bursar-topology-tests-\(ProcessInfo.processInfo.processIdentifier)"
            )
        let bars = directory.appendingPathComponent("bars")
        try FileManager.default.createDirectory(at: bars, withIntermediateDirectories: true)
        defer { #expect(throws: Never.self) { try FileManager.default.removeItem(at: directory) } }
        for symbol in ["AAPL", "MSTF"] {
            try Data().write(to: bars.appendingPathComponent("\(symbol).csv"))
        }
        let file = directory.appendingPathComponent("t.yaml")
        func messages(_ text: String) throws -> [String] {
            try Data(text.utf8).write(to: file)
            do throws(TopologyError) {
                _ = try TopologyDocument.load(file: file.path, strategies: catalogue)
                return []
            } catch {
                return error.issues.map {
                    "\($0.path): \($0.message.split(separator: "/").last ?? "")"
                }
            }
        }
        #expect(try messages(smallTopology) == ["data.closes: closes.csv"])
        let withBars = smallTopology.replacingOccurrences(
            of: "closes: closes.csv",
            with: "bars: bars"
        )
        #expect(
            try messages(withBars + "\nseed: x") == [
                "workers[0].mandate.universe: MSFT.csv", "workers[1].mandate.universe: XOM.csv",
                "seed: \"x\" is not a whole number from 0 to 9223372036854775807",
            ]
        )
        let asFile = smallTopology.replacingOccurrences(of: "closes.csv", with: "bars")
        #expect(try messages(asFile) == ["data.closes: bars"])
    }

    @Test func `a file that is not there or not text is refused in words`() throws {
        func code(_ file: String) -> TopologyError.Code? {
            do throws(TopologyError) {
                _ = try TopologyDocument.load(file: file, strategies: [])
                return nil
            } catch {
                return error.code
            }
        }
        #expect(code("/no/such/file.yaml") == .unreadableFile)
        #expect(code(testsDirectory.path) == .unreadableFile)
    }
}
