import Digest
import Market
import MarketData
import Testing
import Topology

struct BarsTests {
    private let aapl = barHead + "2011-06-13,10,11,9,10.5,1000.5\n2011-06-14,,,,11,\n"
    private let msft = barHead + "2011-06-14,5,5,5,5,0\n2011-06-15,5,6,5,5.5,10\n"

    @Test func `bar files give every price there is`() throws {
        try withFiles(["AAPL.csv": aapl, "MSFT.csv": msft]) { directory in
            let set = try bars(directory).load(ids("MSFT", "AAPL"))
            #expect(set.series.map(\.instrument.id) == ids("AAPL", "MSFT"))
            let first = set.series[0].bars[0]
            #expect(first.open?.decimalString == "10.00" && first.high?.decimalString == "11.00")
            #expect(first.low?.decimalString == "9.00" && first.close.decimalString == "10.50")
            #expect(first.volume?.decimalString == "1000.50")
            let second = set.series[0].bars[1]
            #expect(second.open == nil && second.high == nil && second.low == nil)
            #expect(second.volume == nil)
            #expect(set.calendar.map(\.date.components.day) == [13, 14, 15])
        }
    }

    @Test func `the digest is that of the files' hashes in the order of their names`() throws {
        try withFiles(["AAPL.csv": aapl, "MSFT.csv": msft, "X.csv": msft]) { directory in
            let listing =
                "\(SHA256.hash(Array(aapl.utf8)))  AAPL.csv\n"
                + "\(SHA256.hash(Array(msft.utf8)))  MSFT.csv\n"
            let set = try bars(directory).load(ids("MSFT", "AAPL"))
            #expect(set.digest == SHA256.hash(Array(listing.utf8)))
            let kept = try bars(directory).load(ids("MSFT", "AAPL"), keeping: ids("MSFT"))
            #expect(kept.series.map(\.instrument.id) == ids("MSFT"))
            #expect(kept.digest == set.digest && kept.calendar == set.calendar)
        }
    }

    @Test func `an instrument without a file is refused with the nearest name`() throws {
        try withFiles(["AAPL.csv": aapl, "MSFT.csv": msft]) { directory in
            let error = refusal { _ = try bars(directory).load(ids("APPL", "MSFT")) }
            #expect(error?.code == .unknownInstrument)
            #expect(error?.issues.map(\.remedy) == ["Did you mean \"AAPL\"?"])
            let catalogue = try bars(directory).catalogue(of: ids("APPL", "MSFT"))
            #expect(catalogue.instruments == ids("MSFT"))
        }
    }

    @Test func `faults of all files are reported at once`() throws {
        let bad = barHead + "2011-06-13,10,11,9,x,1000\n"
        try withFiles(["A.csv": bad, "B.csv": msft, "C.csv": bad]) { directory in
            let error = refusal { _ = try bars(directory).load() }
            #expect(error?.issues.map { $0.file.suffix(5) } == ["A.csv", "C.csv"])
            #expect(error?.message.hasSuffix("2 errors") ?? false)
        }
    }

    @Test func `an intraday bar is known at its end, which the shortest spacing tells`() throws {
        let minutes =
            barHead + "2014-06-05T13:30:00Z,1,1,1,1,1\n2014-06-05T13:35:00Z,2,2,2,2,1\n"
            + "2014-06-05T13:36:00Z,,,,1,\n2014-06-06T13:30:00Z,,,,3,1\n"
        try withFiles(["A.csv": minutes]) { directory in
            let set = try bars(directory).load()
            #expect(
                set.calendar.map(\.description) == [
                    "2014-06-05T13:31:00Z", "2014-06-05T13:36:00Z", "2014-06-05T13:37:00Z",
                    "2014-06-06T13:31:00Z",
                ]
            )
        }
    }

    @Test func `a list of segments beside the bars is left alone`() throws {
        let segments = "symbol,segment\nAAPL,tech\n"
        try withFiles(["AAPL.csv": aapl, "segments.csv": segments]) { directory in
            #expect(try bars(directory).load().series.map(\.instrument.id) == ids("AAPL"))
            let check = try DataCheck.run(directory)
            #expect(check.isClean)
            #expect(check.files.map { $0.hasSuffix("AAPL.csv") } == [true])
            #expect(check.skipped.map { $0.hasSuffix("segments.csv") } == [true])
        }
    }
}
