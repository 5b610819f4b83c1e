package import Market

/// What trading costs in simulation, and how much of a bar's volume it may take.
package struct CostSpecification: Sendable, Equatable {
    /// Half the distance between bid and ask, 0 … 1,000 bp of price; standard 5.
    package let halfSpread: BasisPoints
    /// The price moved by trading a whole bar's volume, 0 … 10,000 bp; standard 10.
    package let impact: BasisPoints
    /// Commission on the traded value, 0 … 1,000 bp; standard 0.
    package let commission: BasisPoints
    /// The least commission an order pays, 0 … 1,000,000; standard 0.
    package let commissionMinimum: Money
    /// The largest share of a bar's volume one order may take, 0.0001 … 1; standard 0.1.
    package let participationMaximum: Double

    /// Takes rates in basis points of the price.
    package init(
        halfSpread: BasisPoints = BasisPoints(micros: 5 * microsPerUnit),
        impact: BasisPoints = BasisPoints(micros: 10 * microsPerUnit),
        commission: BasisPoints = .zero,
        commissionMinimum: Money = .zero,
        participationMaximum: Double = 0.1
    ) {
        self.halfSpread = halfSpread
        self.impact = impact
        self.commission = commission
        self.commissionMinimum = commissionMinimum
        self.participationMaximum = participationMaximum
    }
}
