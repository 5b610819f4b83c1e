import Market
import MarketData
import Testing

struct DescriptionTests {
    private let aapl =
        barHead + "2011-06-13,10,11,9,10,1000\n2011-06-14,,,,5,0\n2011-06-16,,,,6,0\n"
    private let wide = "timestamp,XOM,CVX\n2011-06-14,1,\n2011-06-15,1.5,\n2011-06-17,1.4,\n"

    @Test func `files are described by rows, span, gaps and the largest move`() throws {
        try withFiles(["AAPL.csv": aapl, "wide.csv": wide]) { directory in
            let description = try DataDescription.of(directory)
            #expect(description.calendar.map(\.date.components.day) == [13, 14, 15, 16, 17])
            #expect(description.series.map(\.instrument.symbol) == ["AAPL", "XOM", "CVX"])
            let apple = description.series[0]
            #expect(apple.rows == 3 && apple.zeroVolumes == 2 && apple.missing == 1)
            #expect(apple.first?.date.description == "2011-06-13")
            #expect(apple.last?.date.description == "2011-06-16")
            let move = try #require(apple.largestMove)
            #expect(abs(move.change + 0.5) < 1e-12)
            #expect(move.at.date.description == "2011-06-14")
            let exxon = description.series[1]
            #expect(exxon.rows == 3 && exxon.zeroVolumes == 0 && exxon.missing == 1)
            let chevron = description.series[2]
            #expect(chevron.rows == 0 && chevron.first == nil && chevron.largestMove == nil)
        }
    }

    @Test func `one file can be described and checked by itself`() throws {
        try withFiles(["AAPL.csv": aapl, "wide.csv": wide]) { directory in
            let description = try DataDescription.of("\(directory)/AAPL.csv")
            #expect(description.series.map(\.missing) == [0])
            let check = try DataCheck.run("\(directory)/wide.csv")
            #expect(check.isClean)
        }
    }

    @Test func `what is not there can be neither described nor checked`() {
        let described = refusal { _ = try DataDescription.of("/no/such") }
        let checked = refusal { _ = try DataCheck.run("/no/such") }
        #expect(described?.code == .unreadable && checked?.code == .unreadable)
    }
}
