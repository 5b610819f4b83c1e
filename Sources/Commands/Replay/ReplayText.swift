import Inspection
import Market

/// What a replay found, for people.
struct ReplayText {
    let answer: ReplayAnswer
    let terminal: Terminal

    /// The answer first, then each process, then what differs.
    func lines() -> [String] {
        let same = answer.processes.count(where: \.isSame)
        let of = "\(same) of \(answer.processes.count)"
        let count = same == 1 ? "1 process" : "\(same) processes"
        var lines: [String] = []
        if answer.changes.isEmpty {
            let headline =
                answer.isSame
                ? "\(answer.run): \(count) executed again, every byte is the same"
                : "\(answer.run): \(of) processes decide the same again"
            lines += styled(headline, answer.isSame ? .good : .bad)
        } else {
            lines += styled("\(answer.run): what these changes would have done", .strong)
            for change in answer.changes {
                lines += wrapped(change, width: terminal.width - 2).map { "  \($0)" }
            }
        }
        lines.append("recorded by engine \(answer.engineThen), executed by \(answer.engineNow)")
        lines += table()
        for member in answer.processes where !member.isSame { lines += differences(of: member) }
        return lines
    }

    /// What to do about a difference that nobody asked for.
    static func advice(
        _ answer: ReplayAnswer,
        _ member: ReplayAnswer.Member
    ) -> [String] {
        let where_ = member.divergence.map {
            "First at \($0.first.kind) \($0.first.id), in cycle \($0.cycle)."
        }
        let why =
            answer.engineThen == answer.engineNow
            ? "A journal was damaged, or program or data changed under the same version."
            : "Engine \(answer.engineNow) decides otherwise than \(answer.engineThen) did."
        return [where_ ?? member.failure ?? "", why].filter { !$0.isEmpty }
    }

    private func styled(_ text: String, _ tone: TextTone) -> [String] {
        wrapped(text, width: terminal.width).map { terminal.style($0, tone) }
    }

    private func table() -> [String] {
        var table = Table([
            .init("process", .left), .init("cycles"), .init("messages", rank: 2),
            .init("rows", rank: 1), .init("time", unit: "s", rank: 3), .init("found", .left),
        ])
        for member in answer.processes {
            table.add([
                .init(member.process), .init(NumberText.integer(member.cycle)),
                .init(NumberText.integer(Int64(member.messages))),
                .init(NumberText.integer(Int64(member.rows))),
                .init(NumberText.decimal(member.seconds, places: 2)),
                member.isSame ? .init("the same", .good) : .init(found(member), .warning),
            ])
        }
        return table.lines(width: terminal.width, style: terminal.style)
    }

    private func found(_ member: ReplayAnswer.Member) -> String {
        guard let divergence = member.divergence else { return "cannot go on" }
        return "differs from cycle \(NumberText.integer(divergence.cycle)) on"
    }

    private func differences(of member: ReplayAnswer.Member) -> [String] {
        var lines = [""]
        if let effect = member.effect {
            lines += effectLines(effect, of: member.process)
        } else if !answer.changes.isEmpty, member.process != "master" {
            lines += wrapped(
                "A record keeps only digests of orders and fills: replay a run to count them.",
                width: terminal.width
            )
        }
        if let divergence = member.divergence {
            lines += [""]
            lines += styled("\(member.process) differs first here, by \(divergence.at):", .strong)
            // What was changed on purpose shows in the decisions; a divergence also in what was said.
            let message = answer.changes.isEmpty ? divergence.message : nil
            for pair in [divergence.first, message].compactMap(\.self) {
                lines += SideBySide(pair: pair, left: "then", right: "now").lines(on: terminal)
            }
        }
        if let failure = member.failure {
            lines += styled("\(member.process) cannot go on: \(failure)", .bad)
        }
        return lines
    }

    private func effectLines(_ effect: ReplayAnswer.Effect, of process: String) -> [String] {
        let (then, now) = (effect.then, effect.now)
        var table = Table([
            .init(process, .left), .init("then"), .init("now"), .init("difference"),
        ])
        func count(_ name: String, _ old: Int64, _ new: Int64) {
            table.add([
                .init(name), .init(NumberText.integer(old)), .init(NumberText.integer(new)),
                .init(Self.signed(new - old, NumberText.integer)),
            ])
        }
        func money(_ name: String, _ key: KeyPath<ReplayAnswer.Totals, Int64>) {
            let text = { (micros: Int64) in NumberText.wholeMoney(Money(micros: micros)) }
            table.add([
                .init(name), .init(text(then[keyPath: key])), .init(text(now[keyPath: key])),
                .init(Self.signed(now[keyPath: key] - then[keyPath: key], text)),
            ])
        }
        count("decisions", then.orders + then.denied, now.orders + now.denied)
        count("orders", then.orders, now.orders)
        count("denied", then.denied, now.denied)
        count("fills", then.fills, now.fills)
        money("bought", \.boughtMicros)
        money("sold", \.soldMicros)
        money("slippage", \.slippageMicros)
        money("commission", \.commissionMicros)
        money("profit", \.profitMicros)
        money("net asset value", \.navMicros)
        var lines = table.lines(width: terminal.width, style: terminal.style)
        let changes = effect.decisions
        let text = { (value: Int) in NumberText.integer(Int64(value)) }
        lines += wrapped(
            "decisions: \(text(changes.same)) the same, \(text(changes.changed)) other, "
                + "\(text(changes.onlyThen)) only then, \(text(changes.onlyNow)) only now",
            width: terminal.width
        )
        if let first = effect.firstChanged { lines += firstLines(first) }
        lines += wrapped(
            "Capital moves as it did then: the master's answers are those of the run.",
            width: terminal.width
        ).map { terminal.style($0, .faint) }
        return lines
    }

    private func firstLines(_ first: ReplayAnswer.ChangedDecision) -> [String] {
        let name = first.id ?? "a new decision"
        var tree = TreeText(
            "first changed: \(name)  \(first.instrument)  \(first.at), "
                + "cycle \(NumberText.integer(first.cycle))"
        )
        tree.add("then", first.then)
        tree.add("now", first.now)
        return tree.lines(width: terminal.width, style: terminal.style)
    }

    private static func signed(_ value: Int64, _ text: (Int64) -> String) -> String {
        value > 0 ? "+" + text(value) : text(value)
    }
}
