extension AssignmentProblem {
    /// Returns the assignment worth most, with the proof that none is worth more.
    ///
    /// Prices for strategies bound every assignment from above (Lagrangian relaxation by account);
    /// then all assignments within the gap between that bound and the best one found are searched,
    /// nearest the bound first. Whole numbers throughout: the proof has no tolerance, and the same
    /// problem takes the same steps everywhere.
    ///
    /// - Parameter nodeLimit: Most sets of strategies to look at. Beyond it the best assignment
    ///   found comes with the bound and the gap proven so far.
    /// - Returns: The best assignment found, and how far the proof that it's best went.
    /// - Complexity: Exponential at worst; ``AssignmentSolution/nodeCount`` says what it took.
    /// - SeeAlso: Fisher (1981), "The Lagrangian Relaxation Method for Solving Integer Programming
    ///   Problems"; Baldacci, Christofides and Mingozzi (2008), "An Exact Algorithm for the Vehicle
    ///   Routing Problem Based on the Set Partitioning Formulation", for closing the gap by listing
    ///   all columns whose reduced cost fits in it.
    package func solved(nodeLimit: Int = 200_000_000) -> AssignmentSolution {
        let tables = AssignmentTables(self)
        var state = AssignmentSearchState(self, nodesLeft: nodeLimit)
        state.offer(tables, [])
        var prices = AssignmentPrices(tables)
        prices.settle(&state)
        if prices.isInfeasible { state.findNothing() }
        if let worths = prices.bestWorths { state.closeGap(tables, prices.prices, worths) }
        return AssignmentSolution(
            status: state.bound == nil ? .infeasible : state.isProven ? .optimal : .limitReached,
            assignment: state.best,
            bound: state.bound,
            nodeCount: nodeLimit - state.nodesLeft
        )
    }
}
