import Market
import Reporting
import Testing

struct ReportPageTests {
    @Test func `a page is well formed, with every section once and no id twice`() throws {
        let page = try ReportPage(Samples.input(cycles: 700, workers: 4)).html()
        let tags = TagReader(page)
        #expect(tags.fault == nil)
        #expect(Set(tags.ids).count == tags.ids.count)
        for id in [
            "worth", "falls", "months", "rolling", "workers", "capital", "posture", "risk",
            "losses", "signals", "costs", "moves", "worker-pages", "worker-4", "strategy-pages",
            "strategy-2", "made", "simulated",
        ] {
            #expect(tags.ids.contains(id), "\(id)")
        }
        #expect(tags.names.count { $0 == "h1" } == 1)
        #expect(tags.names.count { $0 == "section" } == 15)
        let links = page.split(separator: "href=\"#").dropFirst().map { $0.prefix { $0 != "\"" } }
        for link in links { #expect(tags.ids.contains(String(link)), "\(link)") }
    }

    @Test func `every picture has a title and the large ones a description`() throws {
        let tags = TagReader(try ReportPage(Samples.input(cycles: 300, workers: 3)).html())
        let pictures = tags.names.count { $0 == "svg" }
        // Twelve charts of the portfolio, two a worker and one a strategy, all in two sizes, and a
        // small line for each worker and for the portfolio.
        let charts = 12 + 2 * 3 + 2
        #expect(pictures == charts * 2 + 4)
        #expect(tags.names.count { $0 == "desc" } == charts * 2)
        #expect(tags.names.count { $0 == "title" } > pictures)
    }

    @Test func `a page loads nothing and runs nothing`() throws {
        let page = try ReportPage(Samples.input(cycles: 300, workers: 3)).html()
        for part in ["http:", "https:", "src=", "@import", "<script", "<link", "<img", "font-face"]
        {
            #expect(!page.contains(part), "\(part)")
        }
        #expect(page.contains("default-src &#39;none&#39;"))
        for address in page.split(separator: "url(").dropFirst() {
            #expect(address.hasPrefix("#"))
        }
    }

    @Test func `the same input gives the same bytes`() throws {
        let input = Samples.input(cycles: 900, workers: 5)
        #expect(try ReportPage(input).html() == ReportPage(input).html())
    }

    @Test func `simulated results say so once, before the figures, and live ones don't`() throws {
        var input = Samples.input(cycles: 30, workers: 1)
        let page = try ReportPage(input).html()
        #expect(page.split(separator: "Simulated results").count == 2)
        let notice = try #require(page.firstRange(of: "Simulated results"))
        let figures = try #require(page.firstRange(of: "class=\"tiles\""))
        #expect(notice.lowerBound < figures.lowerBound)
        input.run.isSimulated = false
        #expect(try !ReportPage(input).html().contains("Simulated"))
    }

    @Test(arguments: [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onload='x", "a & b",
        "</title></style></svg>", "]]>", "&lt;b&gt;", "\u{0}\u{1b}[31m\u{7f}\u{85}", "-->",
        "\u{202e}evil\u{FFFF}",
    ])
    func `hostile text stays text`(_ text: String) throws {
        let page = try ReportPage(poisoned(by: text)).html()
        let tags = TagReader(page)
        #expect(tags.fault == nil)
        for name in ["script", "img", "b"] { #expect(!tags.names.contains(name), "\(name)") }
        let plain = TagReader(try ReportPage(poisoned(by: "x")).html())
        #expect(tags.names == plain.names)
        #expect(tags.ids == plain.ids)
        for scalar in page.unicodeScalars where scalar != "\n" {
            #expect(scalar.properties.generalCategory != .control)
            #expect(scalar != "\u{202e}")
        }
    }

    @Test func `an ampersand is written as an entity`() throws {
        let page = try ReportPage(poisoned(by: "a & <b>")).html()
        #expect(page.contains("a &amp; &lt;b&gt;"))
        #expect(!page.contains("a & <b>"))
    }

    @Test func `a long run of ten workers stays below a megabyte and a half`() throws {
        let page = try ReportPage(Samples.input(cycles: 8_312, workers: 10)).html()
        #expect(page.utf8.count < 1_500_000)
        #expect(TagReader(page).fault == nil)
        for path in page.split(separator: " d=\"").dropFirst() {
            let data = path.prefix { $0 != "\"" }
            // Each point of a line is one L; the areas have two edges.
            #expect(data.count { $0 == "L" } <= 1_500)
        }
    }

    /// An input in which every text is the same one.
    private func poisoned(by text: String) -> ReportInput {
        var input = Samples.input(cycles: 3, workers: 1)
        let date = input.portfolio.start
        var run = ReportInput.Run(
            id: text,
            topology: text,
            created: text,
            engineVersion: text,
            ledgerDigest: text,
            data: (date, date)
        )
        run.assumptions = [text]
        input.run = run
        for index in input.portfolio.cycles.indices {
            input.portfolio.cycles[index].stance = text
            input.portfolio.cycles[index].regime = text
        }
        input.benchmark?.name = text
        input.workers[0].name = text
        input.workers[0].segment = text
        input.workers[0].stance = text
        input.workers[0].strategies[0].name = text
        input.workers[0].strategies[1].name = text + text
        input.workers[0].positions[0].instrument = text
        input.workers[0].denials = [.init(code: text, denied: 1, resized: 2)]
        input.denials = [.init(code: text, denied: 1, resized: 2)]
        input.proposals = [
            .init(id: text, cycle: 1, date: date, trigger: text, status: text, reason: text)
        ]
        input.transfers = [
            .init(
                id: text,
                cycle: 1,
                date: date,
                worker: text,
                direction: .grant,
                amount: 1,
                proposal: text,
                reason: text
            )
        ]
        return input
    }
}
