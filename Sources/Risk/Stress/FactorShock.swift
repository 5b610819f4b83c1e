package import LinearAlgebra

/// Sudden returns of factors, carried to assets by their exposures.
package enum FactorShock {
    /// Returns each asset's return, `Σₖ βᵢₖ fₖ`, never below −1.
    ///
    /// What the factors do not explain stays at zero; an asset can't lose more than everything.
    /// - Parameters:
    ///   - exposures: Betas, assets × factors.
    ///   - shocks: Simple returns of the factors.
    /// - Returns: One simple return an asset.
    /// - Throws: ``RiskError`` with `dimensionMismatch` and `notFinite`.
    package static func returns(
        exposures: Matrix,
        shocks: [Double]
    ) throws(RiskError) -> [Double] {
        try requireCount(shocks.count, exposures.columns, "shocks for as many factors")
        try requireFinite(shocks, "shock")
        let returns = exposures.multiplied(by: shocks).map { max(-1, $0) }
        try requireFinite(returns, "return of asset")
        return returns
    }
}
