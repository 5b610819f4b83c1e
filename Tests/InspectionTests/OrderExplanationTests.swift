import Inspection
import Market
import Testing

@Suite struct OrderExplanationTests {
    @Test func `a filled order tells its whole chain in order`() {
        let explanation = Samples.order()
        #expect(explanation.gaps.isEmpty)
        let lines = explanation.tree.lines(width: 160)
        #expect(
            lines[0]
                == "ORDER O-energy-1-000412  BUY 1,200 XOM  2011-06-13  filled 1,200 @ 79.31"
        )
        let labels = lines.compactMap { line -> String? in
            guard line.hasPrefix(" ├ ") || line.hasPrefix(" └ ") else { return nil }
            return line.dropFirst(3).split(separator: " ").first.map(String.init)
        }
        #expect(
            labels == [
                "bar", "signals", "selection", "size", "checks", "capital", "order", "fill",
                "outcome", "messages",
            ]
        )
    }

    @Test(arguments: [80, 160])
    func `no line is wider than the terminal`(width: Int) {
        for explanation in [Samples.order(), Samples.denied()] {
            let lines = explanation.tree.lines(width: width)
            #expect(lines.allSatisfy { $0.count <= width })
        }
    }

    @Test func `the size is told with the figures of its rule`() {
        let words = Samples.order().size.words(conviction: 0.62)
        #expect(
            words == "conviction +0.620 × target 15.0 % / (18.2 % volatility × √3) = 29.5 % of "
                + "equity → capped at 25.0 % (most for one position)"
        )
    }

    @Test func `capital that was recalled is taken off the equity`() {
        var size = Samples.order().size
        size.owed = Money(micros: 400_000 * microsPerUnit)
        size.recalls = ["T-0000090"]
        #expect(size.change.contains("equity 600,000.00"))
        #expect(size.change.contains("400,000.00 recalled by T-0000090"))
    }

    @Test func `a stop and a forbidden short position are named`() {
        var size = Samples.order().size
        size.isStopped = true
        #expect(size.words(conviction: 0.62).hasPrefix("a protective stop closes the position"))
        size.isStopped = false
        size.uncapped = 0
        size.weight = 0
        #expect(size.words(conviction: -0.4) == "conviction −0.400, and no short positions: 0 %")
    }

    @Test func `a denied decision says who denied it and with which figures`() {
        let explanation = Samples.denied()
        #expect(explanation.headline.hasPrefix("DENIED D-energy-1-000413  BUY 1,200 XOM"))
        #expect(explanation.headline.hasSuffix("by price collar"))
        let text = explanation.tree.lines(width: 160).joined(separator: "\n")
        #expect(
            text.contains("price collar denied the order: last move 23.1 % (limit 20.0 %)")
        )
        #expect(explanation.gaps.isEmpty)
    }

    @Test func `an order that came too late says so, and one that waits says that`() {
        var explanation = Samples.order()
        explanation.fills = []
        #expect(explanation.gaps == ["ending"])
        #expect(explanation.result == "not filled")
        explanation.isRunOver = false
        #expect(explanation.result == "working")
        #expect(explanation.gaps.isEmpty)
        explanation.ending = "rejected in cycle 7: price_limit: XOM trades at 40 after 80"
        let text = explanation.tree.lines(width: 160).joined(separator: "\n")
        #expect(text.contains("rejected in cycle 7"))
    }

    @Test func `a missing link is a gap`() {
        var explanation = Samples.order()
        explanation.capital = nil
        explanation.checks = []
        #expect(explanation.gaps == ["checks", "capital", "proposal"])
    }

    @Test func `of a long reason only what concerns the worker is told`() {
        let words = Samples.proposal.words(about: "tech")
        #expect(
            words
                == "proposal P-2 (review): 21 cycles have passed; tech: Sharpe −1.01, times 0.70; "
                + "consumer+tech: cut to 25 %; target 22.6 % of net asset value (2 more steps)"
        )
    }
}

@Suite struct TransferExplanationTests {
    @Test func `a recall paid in parts is told part by part`() {
        let transfer = Samples.recall(parts: [39_909, 28_866])
        #expect(transfer.result == "paid back in full")
        let lines = transfer.tree.lines(width: 160)
        #expect(lines[0].hasPrefix("TRANSFER T-0000128  RECALL from tech  68,775.00 USD"))
        #expect(lines.contains { $0.contains("part 2, 28,866.00") })
    }

    @Test func `a recall that is not paid in full says how far it is`() {
        #expect(Samples.recall(parts: [39_909]).result == "39,909.00 paid back so far")
        #expect(Samples.recall(parts: []).result == "asked for")
    }
}
