import Inspection
import Testing

@Suite struct LayoutTests {
    private func table() -> Table {
        var table = Table([
            Table.Column("worker", .left),
            Table.Column("nav", unit: "USD"),
            Table.Column("vol", unit: "%", rank: 2),
            Table.Column("fills", rank: 5),
            Table.Column("says", .left, rank: 1, cutTo: 6),
        ])
        table.add(["tech", "1,234,567", "12.1", "8", "a rather long remark"])
        table.add(["health_care", "89", "7.0", "12,345", "short"])
        return table
    }

    @Test func `numbers keep right, words keep left and units stand below the heads`() {
        #expect(
            table().lines(width: 100) == [
                "worker             nav   vol   fills  says",
                "                   USD     %",
                "tech         1,234,567  12.1       8  a rather long remark",
                "health_care         89   7.0  12,345  short",
            ]
        )
    }

    @Test func `text is cut before a column is dropped`() {
        let lines = table().lines(width: 46)
        #expect(lines[2] == "tech         1,234,567  12.1       8  a rathe…")
        #expect(lines.allSatisfy { $0.count <= 46 })
    }

    @Test func `the least important column goes first`() {
        let heads = table().lines(width: 40)[0]
        #expect(!heads.contains("fills"))
        #expect(heads.contains("vol"))
        #expect(table().lines(width: 24)[0] == "worker             nav")
    }

    @Test func `columns of rank 0 stay whatever the width`() {
        #expect(table().lines(width: 5)[0] == "worker             nav")
    }

    @Test func `totals stand below a rule`() {
        var table = Table([Table.Column("worker", .left), Table.Column("nav")])
        table.add(["tech", "12"])
        table.addTotal(["portfolio", "12"])
        #expect(table.lines(width: 80).suffix(2) == ["──────────────", "portfolio   12"])
    }

    @Test func `colour changes nothing but colour`() {
        var table = Table([Table.Column("a", .left), Table.Column("b")])
        table.add([.init("x", .bad), "1"])
        let coloured = table.lines(width: 80, style: TextStyle(isColoured: true))
        #expect(coloured[1].hasPrefix("\u{1B}[31mx\u{1B}[0m"))
        #expect(table.lines(width: 80)[1] == "x  1")
    }

    @Test func `a tree wraps its text under itself`() {
        var tree = TreeText("ORDER O-tech-1-000001  BUY 5 XOM")
        tree.add("bar", "one two three four five six seven eight")
        tree.add("checks", ["first", "second"])
        #expect(
            tree.lines(width: 34) == [
                "ORDER O-tech-1-000001  BUY 5 XOM",
                " ├ bar    one two three four five",
                " │        six seven eight",
                " └ checks first",
                "          second",
            ]
        )
    }

    @Test func `a number stays with its unit and a figure with its error`() {
        #expect(wrapped("move of 12.3 % here", width: 12) == ["move of", "12.3 % here"])
        #expect(wrapped("Sharpe 0.9 ± 0.4 now", width: 11) == ["Sharpe", "0.9 ± 0.4", "now"])
    }

    @Test func `a word wider than the line is broken and nothing else is`() {
        #expect(wrapped("ab cdefghijk lm", width: 5) == ["ab", "cdefg", "hijk", "lm"])
        #expect(wrapped("", width: 5) == [""])
    }
}
