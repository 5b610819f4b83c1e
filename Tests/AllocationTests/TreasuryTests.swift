import Accounting
import Allocation
import LinearAlgebra
import Market
import Testing

private func money(_ text: String) throws -> Money { try Money(decimal: text) }

/// A treasury of 100 before the first cycle.
func treasury(_ capital: String = "100") throws -> Treasury {
    var treasury = Treasury(currency: .usd)
    try treasury.contribute(try money(capital), at: .epoch, cycle: 0)
    return treasury
}

extension Treasury {
    fileprivate mutating func grant(
        _ amount: String,
        to worker: String
    ) throws -> CapitalTransfer {
        try grant(Money(decimal: amount), to: worker, proposal: "P-1", at: .epoch, cycle: 1)
    }

    fileprivate mutating func recall(
        _ amount: String,
        from worker: String
    ) throws -> CapitalTransfer {
        recall(try Money(decimal: amount), from: worker, proposal: "P-1", cycle: 1)
    }

    fileprivate mutating func remitted(
        _ id: String,
        _ amount: String,
        outstanding: String,
        by worker: String = "tech"
    ) throws -> CapitalTransfer {
        try remitted(
            id,
            by: worker,
            amount: Money(decimal: amount),
            outstanding: Money(decimal: outstanding),
            at: .epoch,
            cycle: 2
        )
    }
}

struct TreasuryTests {
    @Test func `what owners put in waits for allocation`() throws {
        var treasury = try treasury()
        try treasury.contribute(money("0.000001"), at: .epoch, cycle: 0)
        #expect(treasury.cash.decimalString == "100.000001")
        #expect(treasury.contributed == treasury.cash)
        #expect(treasury.ledger.balance(.contributedCapital).decimalString == "-100.000001")
        #expect(treasury.takeFreshEntries().map(\.kind) == [.contribution, .contribution])
        #expect(treasury.takeFreshEntries().isEmpty)
    }

    @Test func `a grant leaves the treasury for transit and stays in flight until applied`() throws
    {
        var treasury = try treasury()
        let grant = try treasury.grant("40", to: "tech")
        #expect(grant.direction == .grant)
        #expect(grant.worker == "tech")
        #expect(grant.proposal == "P-1")
        #expect(treasury.cash.decimalString == "60.00")
        #expect(treasury.ledger.balance(.transit).decimalString == "40.00")
        #expect(treasury.grantsInFlight == [grant])
        #expect(treasury.applied(grant.id, by: grant.worker) == grant)
        #expect(treasury.grantsInFlight.isEmpty)
        // Its arrival is booked by the worker; transit spans all books.
        #expect(treasury.ledger.balance(.transit).decimalString == "40.00")
    }

    @Test func `a grant is applied once, and what is no grant not at all`() throws {
        var treasury = try treasury()
        let grant = try treasury.grant("40", to: "tech")
        let recall = try treasury.recall("10", from: "tech")
        #expect(treasury.applied("T-0000009", by: "tech") == nil)
        #expect(treasury.applied(recall.id, by: recall.worker) == nil)
        #expect(treasury.applied(grant.id, by: grant.worker) == grant)
        #expect(treasury.applied(grant.id, by: grant.worker) == nil)
    }

    @Test func `all there is can be granted, a millionth more is refused`() throws {
        var treasury = try treasury()
        let error = #expect(throws: AllocationError.self) {
            try treasury.grant("100.000001", to: "tech")
        }
        #expect(error?.code == .insufficientCash)
        #expect(treasury.grantsInFlight.isEmpty)
        #expect(treasury.cash.decimalString == "100.00")
        #expect(try treasury.grant("100", to: "tech").id == "T-0000001")
        #expect(treasury.cash.isZero)
        #expect(throws: AllocationError.self) { try treasury.grant("0.000001", to: "tech") }
    }

    @Test(arguments: ["0", "-0.000001", "-50"])
    func `money does not come from a grant or a contribution of nothing or less`(
        amount: String
    ) throws {
        var treasury = try treasury()
        let grant = #expect(throws: AllocationError.self) {
            try treasury.grant(amount, to: "tech")
        }
        let contribution = #expect(throws: AllocationError.self) {
            try treasury.contribute(money(amount), at: .epoch, cycle: 1)
        }
        #expect(grant?.code == .parameterOutOfRange)
        #expect(contribution?.code == .parameterOutOfRange)
        #expect(treasury.cash.decimalString == "100.00")
        #expect(treasury.ledger.count == 1)
    }

    @Test func `a recall of nothing is a broken invariant`() async {
        await #expect(processExitsWith: .failure) {
            var treasury = Treasury(currency: .usd)
            _ = treasury.recall(.zero, from: "tech", proposal: "P-1", cycle: 1)
        }
    }

    @Test func `a recall books nothing before it is paid`() throws {
        var treasury = try treasury()
        _ = try treasury.grant("100", to: "tech")
        let recall = try treasury.recall("30", from: "tech")
        #expect(recall.direction == .recall)
        #expect(treasury.cash.isZero)
        #expect(try treasury.owed(by: "tech").decimalString == "30.00")
        #expect(try treasury.owed(by: "energy").isZero)
        let paid = try treasury.remitted(recall.id, "30", outstanding: "0")
        #expect(paid == recall)
        #expect(treasury.cash.decimalString == "30.00")
        #expect(treasury.ledger.balance(.transit).decimalString == "70.00")
        #expect(treasury.recallsOwed.isEmpty)
    }

    @Test func `a recall is paid in parts until nothing is owed`() throws {
        var treasury = try treasury()
        _ = try treasury.grant("100", to: "tech")
        let first = try treasury.recall("30", from: "tech")
        let second = try treasury.recall("20", from: "tech")
        #expect(try treasury.owed(by: "tech").decimalString == "50.00")
        _ = try treasury.remitted(first.id, "12.5", outstanding: "17.5")
        #expect(try treasury.owed(by: "tech").decimalString == "37.50")
        _ = try treasury.remitted(second.id, "20", outstanding: "0")
        _ = try treasury.remitted(first.id, "17.5", outstanding: "0")
        #expect(try treasury.owed(by: "tech").isZero)
        #expect(treasury.cash.decimalString == "50.00")
    }

    @Test(arguments: [
        ("29.999999", "0"), ("30", "0.000001"), ("30.000001", "0"), ("10", "10"),
        // Each of these adds up to what is owed and would still make or hide money.
        ("-10", "40"), ("40", "-10"), ("0", "30"),
    ])
    func `a remittance whose sums are wrong is refused and changes nothing`(
        amount: String,
        outstanding: String
    ) throws {
        var treasury = try treasury()
        _ = try treasury.grant("100", to: "tech")
        let recall = try treasury.recall("30", from: "tech")
        let digest = treasury.ledger.digest
        let error = #expect(throws: AllocationError.self) {
            try treasury.remitted(recall.id, amount, outstanding: outstanding)
        }
        #expect(error?.code == .unknownTransfer)
        #expect(treasury.ledger.digest == digest)
        #expect(try treasury.owed(by: "tech").decimalString == "30.00")
    }

    @Test func `what is not owed cannot be paid`() throws {
        var treasury = try treasury()
        let grant = try treasury.grant("100", to: "tech")
        let recall = try treasury.recall("30", from: "tech")
        _ = try treasury.remitted(recall.id, "30", outstanding: "0")
        for id in [grant.id, recall.id, "T-0000099", ""] {
            let error = #expect(throws: AllocationError.self) {
                try treasury.remitted(id, "30", outstanding: "0")
            }
            #expect(error?.code == .unknownTransfer)
        }
        #expect(treasury.cash.decimalString == "30.00")
    }

    @Test func `ids count grants and recalls together without a gap, refusals included`() throws {
        var treasury = try treasury()
        var ids: [String] = []
        for round in 0..<6 {
            #expect(throws: AllocationError.self) { try treasury.grant("1000", to: "tech") }
            #expect(throws: AllocationError.self) { try treasury.grant("0", to: "tech") }
            let isGrant = round % 2 == 0
            ids.append(
                isGrant
                    ? try treasury.grant("10", to: "tech").id
                    : try treasury.recall("5", from: "tech").id
            )
        }
        #expect(ids == (1...6).map { "T-000000\($0)" })
    }

    @Test func `an amount beyond the range is refused in words`() throws {
        var treasury = try treasury("9223372036854")
        let error = #expect(throws: AllocationError.self) {
            try treasury.contribute(money("1"), at: .epoch, cycle: 0)
        }
        #expect(error?.code == .overflow)
        #expect(treasury.contributed.decimalString == "9223372036854.00")
    }
}

/// A treasury and its workers, to whom anything may happen.
private struct MoneyGame {
    /// A worker's side of the transit account.
    private struct Counterpart {
        var nav: Int64 = 0
        var capital: Int64 = 0
        var profit: Int64 = 0
    }

    private let names = ["a", "b", "c"]
    private let seed: UInt64
    private var generator: Xoshiro256
    private var treasury: Treasury
    private var workers = [Counterpart](repeating: Counterpart(), count: 3)
    private var used = Set<String>()

    init(seed: UInt64) throws {
        self.seed = seed
        generator = Xoshiro256(seed: seed)
        treasury = try AllocationTests.treasury("1000000")
    }

    mutating func play() throws {
        let index = Int.random(in: 0..<3, using: &generator)
        switch Int.random(in: 0..<6, using: &generator) {
        case 0 where treasury.cash.micros > 1: try grant(to: index)
        case 1: try arrive()
        case 2: recall(from: index)
        case 3: try pay()
        case 4: earn(index)
        default: refuseTooMuch(index)
        }
    }

    private mutating func grant(to index: Int) throws {
        let amount = Int64.random(in: 1...treasury.cash.micros, using: &generator)
        let grant = try treasury.grant(
            Money(micros: amount),
            to: names[index],
            proposal: "P",
            at: .epoch,
            cycle: 1
        )
        #expect(used.insert(grant.id).inserted, "seed \(seed)")
    }

    private mutating func arrive() throws {
        for grant in treasury.grantsInFlight {
            #expect(treasury.applied(grant.id, by: grant.worker) == grant, "seed \(seed)")
            let at = try #require(names.firstIndex(of: grant.worker))
            workers[at].nav += grant.amount.micros
            workers[at].capital += grant.amount.micros
        }
    }

    private mutating func recall(from index: Int) {
        let amount = Int64.random(in: 1...50_000_000_000, using: &generator)
        let recall = treasury.recall(
            Money(micros: amount),
            from: names[index],
            proposal: "P",
            cycle: 1
        )
        #expect(used.insert(recall.id).inserted, "seed \(seed)")
    }

    private mutating func pay() throws {
        for (recall, owed) in treasury.recallsOwed {
            let at = try #require(names.firstIndex(of: recall.worker))
            let most = min(owed.micros, workers[at].nav)
            guard most > 0 else { continue }
            let paid = Int64.random(in: 1...most, using: &generator)
            workers[at].nav -= paid
            workers[at].capital -= paid
            _ = try treasury.remitted(
                recall.id,
                by: recall.worker,
                amount: Money(micros: paid),
                outstanding: Money(micros: owed.micros - paid),
                at: .epoch,
                cycle: 1
            )
        }
    }

    private mutating func earn(_ index: Int) {
        let most = 1 + max(0, workers[index].nav / 10)
        let gain = Int64.random(in: -most...most, using: &generator)
        workers[index].nav += gain
        workers[index].profit += gain
    }

    private mutating func refuseTooMuch(_ index: Int) {
        let tooMuch = Money(micros: treasury.cash.micros + 1)
        #expect(throws: AllocationError.self) {
            try treasury.grant(
                tooMuch,
                to: names[index],
                proposal: "P",
                at: .epoch,
                cycle: 1
            )
        }
    }

    func check(after event: Int) throws {
        let inFlight = try treasury.inFlight().micros
        let navs = workers.reduce(0) { $0 + $1.nav }
        let profits = workers.reduce(0) { $0 + $1.profit }
        let capitals = workers.reduce(0) { $0 + $1.capital }
        let transit = treasury.ledger.balance(.transit).micros
        #expect(treasury.cash.micros >= 0, "seed \(seed), event \(event)")
        #expect(transit - capitals == inFlight, "seed \(seed), event \(event)")
        let held = treasury.cash.micros + inFlight + navs
        #expect(held == treasury.contributed.micros + profits, "seed \(seed), event \(event)")
        let books = [Account.treasury, .transit, .contributedCapital]
        let sum = books.reduce(0) { $0 + treasury.ledger.balance($1).micros }
        #expect(sum == 0, "seed \(seed)")
    }

    func checkNames() {
        let ids = (1...used.count).map { number in
            "T-" + String(repeating: "0", count: 7 - String(number).count) + String(number)
        }
        #expect(used.sorted() == ids, "seed \(seed)")
    }
}

struct TreasuryConservationTests {
    @Test(arguments: UInt64(1)...40)
    func `treasury, transit and workers hold what was put in and earned`(seed: UInt64) throws {
        var game = try MoneyGame(seed: seed)
        for event in 0..<400 {
            try game.play()
            try game.check(after: event)
        }
        game.checkNames()
    }

    @Test func `a worker neither takes nor pays what is another's`() throws {
        var treasury = try treasury()
        let grant = try treasury.grant("40", to: "tech")
        #expect(treasury.applied(grant.id, by: "energy") == nil)
        #expect(treasury.grantsInFlight == [grant])
        let recall = try treasury.recall("10", from: "tech")
        #expect(throws: AllocationError.self) {
            try treasury.remitted(recall.id, "10", outstanding: "0", by: "energy")
        }
    }

    @Test func `recalls of a worker that has nothing left are given up and nothing is booked`()
        throws
    {
        var treasury = try treasury()
        _ = try treasury.grant("40", to: "tech")
        let first = try treasury.recall("10", from: "tech")
        let second = try treasury.recall("30", from: "tech")
        _ = try treasury.recall("5", from: "energy")
        _ = try treasury.remitted(first.id, "4", outstanding: "6")
        let cash = treasury.cash
        let cancelled = treasury.cancelRecalls(of: "tech")
        #expect(cancelled.map(\.transfer.id) == [first.id, second.id])
        #expect(cancelled.map(\.owed.decimalString) == ["6.00", "30.00"])
        #expect(treasury.cash == cash)
        #expect(try treasury.owed(by: "tech").isZero)
        #expect(try treasury.owed(by: "energy").decimalString == "5.00")
    }
}
