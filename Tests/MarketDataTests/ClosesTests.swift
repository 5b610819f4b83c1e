import Digest
import Market
import MarketData
import Testing
import Topology

struct ClosesTests {
    private let wide = """
        timestamp,MSFT,AAPL
        2011-06-13,1.5,
        2011-06-14,,2.25
        2011-06-15,1.75,2.5
        2011-06-16,,

        """

    @Test func `a wide file gives a series an instrument, sorted by symbol`() throws {
        try withFiles(["closes.csv": wide]) { directory in
            let set = try closes(directory).load()
            #expect(set.series.map(\.instrument.id) == ids("AAPL", "MSFT"))
            #expect(set.series[0].bars.map(\.close.decimalString) == ["2.25", "2.50"])
            #expect(
                set.series[1].bars.map(\.knownAt.description) == [
                    "2011-06-13T21:00:00Z", "2011-06-15T21:00:00Z",
                ]
            )
            #expect(set.series[0].bars[0].open == nil && set.series[0].bars[0].volume == nil)
            #expect(
                set.calendar.map(\.date.description) == ["2011-06-13", "2011-06-14", "2011-06-15"]
            )
            #expect(set.digest == SHA256.hash(Array(wide.utf8)))
            let span = try #require(set.catalogue.span(of: InstrumentID("AAPL")))
            #expect(span.first.description == "2011-06-14" && span.last.description == "2011-06-15")
        }
    }

    @Test func `keeping a few shares calendar and digest with keeping all`() throws {
        try withFiles(["closes.csv": wide]) { directory in
            let all = try closes(directory).load()
            let few = try closes(directory).load(nil, keeping: ids("AAPL"))
            #expect(few.series.map(\.instrument.id) == ids("AAPL"))
            #expect(few.calendar == all.calendar)
            #expect(few.digest == all.digest)
            let asked = try closes(directory).load(ids("AAPL"))
            #expect(asked.calendar.map(\.date.description) == ["2011-06-14", "2011-06-15"])
            #expect(asked.digest == all.digest)
        }
    }

    @Test func `the topology says when a daily bar is known, and in which currency`() throws {
        try withFiles(["closes.csv": wide]) { directory in
            let specification = DataSpecification(
                source: .closes(path: "closes.csv"),
                knownAtSecondOfDay: 16 * 3_600 + 1_800
            )
            let source = MarketDataSource(
                specification,
                directory: directory,
                currency: try Currency(code: "EUR")
            )
            let set = try source.load()
            #expect(set.calendar[0].description == "2011-06-13T16:30:00Z")
            #expect(set.series[0].instrument.currency.code == "EUR")
        }
    }

    @Test func `an instrument without a column is refused with the nearest name`() throws {
        try withFiles(["closes.csv": wide]) { directory in
            let error = refusal { _ = try closes(directory).load(ids("MSTF", "XOM", "AAPL")) }
            #expect(error?.code == .unknownInstrument)
            #expect(
                error?.issues.map(\.message) == [
                    "there is no column MSTF", "there is no column XOM",
                ]
            )
            #expect(error?.issues.first?.remedy == "Did you mean \"MSFT\"?")
            let kept = refusal { _ = try closes(directory).load(nil, keeping: ids("XOM")) }
            #expect(kept?.code == .unknownInstrument)
        }
    }

    @Test func `a figure is rounded half to even at the sixth decimal`() throws {
        let cases = [
            ("1.0000004", "1.00"), ("1.0000005", "1.00"), ("1.0000015", "1.000002"),
            ("1.00000050000001", "1.000001"), ("0.0000006", "0.000001"), ("1.9999999", "2.00"),
            ("9.61234567", "9.612346"), ("0012.5", "12.50"), ("7", "7.00"), (".5", "0.50"),
            ("9223372036854.775807", "9223372036854.775807"),
        ]
        let names = cases.indices.map { "C\(10 + $0)" }.joined(separator: ",")
        let figures = cases.map(\.0).joined(separator: ",")
        let file = "timestamp,\(names)\n2011-06-13,\(figures)\n"
        try withFiles(["closes.csv": file]) { directory in
            let set = try closes(directory).load()
            #expect(set.series.map { $0.bars[0].close.decimalString } == cases.map(\.1))
        }
    }

    @Test func `line ends of Windows are read, and hashed as they are`() throws {
        let windows = wide.split(separator: "\n").joined(separator: "\r\n") + "\r\n"
        try withFiles(["closes.csv": windows, "unix.csv": wide]) { directory in
            let (first, second) = (
                try closes(directory).load(), try closes(directory, file: "unix.csv").load()
            )
            #expect(first.series.map(\.bars) == second.series.map(\.bars))
            #expect(first.digest != second.digest)
        }
    }

    @Test func `a missing file and a generated market are refused in words`() throws {
        let missing = refusal { _ = try closes("/no/such/directory").load() }
        #expect(missing?.code == .unreadable)
        #expect(missing?.issues.first?.file == "/no/such/directory/closes.csv")
        let generated = DataSpecification(source: .synthetic(SyntheticSpecification()))
        let source = MarketDataSource(generated, directory: ".")
        let loaded = refusal { _ = try source.load() }
        let catalogued = refusal { _ = try source.catalogue(of: []) }
        #expect(loaded?.code == .generated && catalogued?.code == .generated)
    }

    @Test func `at most twenty issues are reported of one file`() throws {
        let rows = (10...28).map { "2011-06-\($0),x,y" }.joined(separator: "\n")
        try withFiles(["closes.csv": "timestamp,A,B\n\(rows)\n"]) { directory in
            let error = refusal { _ = try closes(directory).load() }
            #expect(error?.issues.count == 20)
        }
    }

    @Test func `the example data is whole`() throws {
        let source = closes(sp500Directory)
        let set = try source.load()
        #expect(set.series.count == 20)
        #expect(set.calendar.count == 8_313)
        #expect(set.series.allSatisfy { $0.bars.count == 8_313 })
        #expect(set.calendar.first?.description == "1990-01-02T21:00:00Z")
        #expect(set.calendar.last?.description == "2022-12-28T21:00:00Z")
        #expect(
            set.digest.description
                == "960146fd23b859c69ff970fde42daa0e69d561bb29d33a684702662ff6d4c00a"
        )
        #expect(set.series[0].bars.last?.close.decimalString == "125.674")
        #expect(try source.catalogue(of: []) == set.catalogue)
    }
}
