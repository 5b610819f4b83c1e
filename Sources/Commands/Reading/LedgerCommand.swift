import ArgumentParser
import Inspection
import Journal
import Market

struct LedgerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger",
        abstract: "Prints the books of a run: the balance of every account of every process.",
        discussion: """
            Debits are positive, credits negative; the accounts of each process sum to nothing, and \
            capital in transit over all processes is what is under way. JSON keys: run, cycle, \
            accounts [{process, account, instrument, currency, balance}]; balances are decimal strings.
            """
    )

    @Argument(help: "The run: a path, a name or the beginning of one; the newest by default.")
    var run: String?

    @OptionGroup var selection: RunSelection

    @Option(help: "The books after this cycle instead of the last.")
    var cycle: Int64?

    @Flag(help: "Show each instrument's position instead of their sum.")
    var positions = false

    /// A balance, as it is shown.
    private struct Balance {
        let process: String
        let account: String
        let instrument: String
        let currency: String
        var amount: Money
    }

    mutating func run() async throws {
        let reading = try selection.open(run)
        let balances = try balances(reading)
        let terminal = Terminal.current()
        if selection.json {
            let cycle = try self.cycle ?? reading.master().lastCycle()?.cycle ?? 0
            terminal.show(json(balances, cycle, of: reading.run.runID))
        } else {
            terminal.show(lines(balances, on: terminal))
        }
    }

    private func balances(_ reading: RunReading) throws -> [Balance] {
        var balances: [Balance] = []
        for process in ["master"] + reading.workers {
            guard let reader = reading.reader(process) else { continue }
            let first = balances.count
            for sum in try reader.accountSums(throughCycle: cycle) {
                let instrument = positions ? sum.instrument : ""
                let amount = Money(micros: sum.amount)
                let index = balances[first...].firstIndex {
                    $0.account == sum.account && $0.instrument == instrument
                }
                if let index {
                    balances[index].amount = try balances[index].amount + amount
                } else {
                    balances.append(
                        Balance(
                            process: process,
                            account: sum.account,
                            instrument: instrument,
                            currency: sum.currency,
                            amount: amount
                        )
                    )
                }
            }
        }
        return balances
    }

    private func lines(_ balances: [Balance], on terminal: Terminal) -> [String] {
        var table = Table([
            .init("process", .left), .init("account", .left), .init("instrument", .left, rank: 1),
            .init("debit"), .init("credit"),
        ])
        var shown = ""
        for balance in balances {
            let isDebit = balance.amount >= .zero
            let text = isDebit ? NumberText.money(balance.amount) : credit(balance.amount)
            table.add([
                .init(balance.process == shown ? "" : balance.process), .init(balance.account),
                .init(balance.instrument), .init(isDebit ? text : ""), .init(isDebit ? "" : text),
            ])
            shown = balance.process
        }
        return table.lines(width: terminal.width, style: terminal.style)
    }

    /// A credit without its sign, which the column says.
    private func credit(_ amount: Money) -> String {
        String(NumberText.money(amount).drop { !$0.isNumber })
    }

    private func json(_ balances: [Balance], _ cycle: Int64, of run: String) -> JSONValue {
        .object([
            "run": .string(run), "cycle": .integer(cycle),
            "accounts": .array(
                balances.map { balance in
                    .object([
                        "process": .string(balance.process), "account": .string(balance.account),
                        "instrument": .string(balance.instrument),
                        "currency": .string(balance.currency),
                        "balance": .string(balance.amount.decimalString),
                    ])
                }
            ),
        ])
    }
}
