import LinearAlgebra

/// A feasible point of a quadratic program on its way to the optimum by a primal active-set method.
///
/// Some variables are *free*, all others rest where they are: at a bound, at the kink of their cost,
/// or anywhere a start left them. Some rows are *working*, held at a limit. It alternates between
/// the minimum over the free variables and releasing the one variable or row whose move pays most.
/// The hessian is positive definite along the working rows at all times; a release may add one
/// direction without curvature, which is followed until a constraint stops it.
/// - SeeAlso: Gill, Murray, Saunders and Wright (1991), "Inertia-Controlling Methods for General
///   Quadratic Programming"; Nocedal and Wright (2006), "Numerical Optimization", chapter 16.
struct ActiveSet {
    /// Where a working row is held.
    enum Side { case lower, upper, equation }

    /// The stretch of a free variable's line on which its cost has one slope.
    struct Segment {
        var lower: Double
        var upper: Double
        var slope: Double
    }

    private(set) var program: QuadraticProgram
    var x: [Double]
    /// `Q x + c`.
    var gradient: [Double] = []
    /// `A x`.
    var activity: [Double] = []
    /// The free variables, in the order of the factor.
    var free: [Int] = []
    var isFree: [Bool]
    /// The stretch each free variable is on; read for free variables only.
    var segments: [Segment]
    /// The working rows, in the order of the factor.
    var working: [Int] = []
    var sides: [Side] = []
    var isWorking: [Bool]
    /// The multiplier of each working row: what a unit more of its limit adds to the objective.
    var multipliers: [Double] = []
    var factor = ReducedFactor(workingRows: 0)
    /// Steps of no length since the last that had one.
    var stalls = 0
    /// Variables whose release promised a gain that was rounding only.
    var isBarred: [Bool]
    /// How often it had to begin again because rounding made rows dependent.
    var restarts = 0
    /// How many moves were made in all.
    private(set) var iterations = 0

    /// The square roots of the hessian's diagonal.
    let deviations: [Double]
    /// The root mean square of the deviations; one where there are none.
    let typicalDeviation: Double
    /// The largest coefficient of each row.
    let rowScales: [Double]
    /// How much of its square each working row adds to the factored matrix.
    let rowWeights: [Double]

    /// Starts at a feasible point with nothing free.
    init(_ program: QuadraticProgram, at start: [Double]) {
        self.program = program
        x = start
        isFree = Array(repeating: false, count: start.count)
        isBarred = isFree
        let nowhere = Segment(lower: 0, upper: 0, slope: 0)
        segments = Array(repeating: nowhere, count: start.count)
        isWorking = Array(repeating: false, count: program.rows.rows)
        let diagonal = program.hessian?.diagonal ?? Array(repeating: 0, count: start.count)
        deviations = diagonal.map { $0.squareRoot() }
        var sum = 0.0
        for value in diagonal { sum += value }
        let typical = sum > 0 ? sum / Double(diagonal.count) : 1
        typicalDeviation = typical.squareRoot()
        rowScales = (0..<program.rows.rows).map { row in
            let largest = program.rows.row(row).lazy.map { abs($0) }.max() ?? 0
            return largest > 0 ? largest : 1
        }
        rowWeights = rowScales.map { typical / ($0 * $0) }
        refresh()
    }

    /// Changes the linear term and the costs, and keeps the point and what is free.
    mutating func change(linear: [Double], costs: [Double]) {
        program.linear = linear
        program.costs = costs
        isBarred = Array(repeating: false, count: x.count)
        for variable in free where costs[variable] > 0 && x[variable] == program.held[variable] {
            fix(variable)
        }
        for variable in free {
            let isAbove = x[variable] > program.held[variable]
            segments[variable] = segment(of: variable, upwards: isAbove)
        }
        refresh()
    }

    /// Computes gradient and activity anew from the point.
    mutating func refresh() {
        gradient = program.linear
        let moved = x.indices.filter { x[$0] != 0 }
        if let hessian = program.hessian {
            let factors = moved.map { x[$0] }
            DenseKernels.add(factors, timesRows: moved, of: hessian.storage.span, to: &gradient)
        }
        activity = program.rows.multiplied(by: x)
    }

    /// Goes on to the optimum.
    ///
    /// - Throws: ``OptimizationError`` with `unbounded` or `notConverged`.
    mutating func run() throws(OptimizationError) {
        let limit = 200 + 20 * (x.count + activity.count)
        var (isMinimum, isRefreshed) = (false, false)
        while iterations < limit {
            iterations += 1
            if !isMinimum {
                isMinimum = try minimiseOverFree()
                continue
            }
            if let candidate = bestRelease() {
                // Without a hessian multipliers are worth computing anew, see below.
                isMinimum = try move(candidate) && program.hessian != nil
                isRefreshed = false
            } else if isRefreshed {
                iterations = 0
                return
            } else {
                refresh()
                restore()
                (isMinimum, isRefreshed) = (false, true)
            }
        }
        throw OptimizationError(
            .notConverged,
            "no optimum after \(limit) moves of the active set; scale the figures alike, "
                + "or merge constraints that nearly repeat one another"
        )
    }

    /// The stretch a variable enters when it moves up or down from where it is.
    func segment(of variable: Int, upwards: Bool) -> Segment {
        let cost = program.costs[variable]
        let (lower, upper) = (program.lower[variable], program.upper[variable])
        if cost == 0 { return Segment(lower: lower, upper: upper, slope: 0) }
        let held = program.held[variable]
        let isAbove = upwards ? x[variable] >= held : x[variable] > held
        return isAbove
            ? Segment(lower: max(lower, held), upper: upper, slope: cost)
            : Segment(lower: lower, upper: min(upper, held), slope: -cost)
    }
}

// MARK: What is free and what is held

extension ActiveSet {
    /// The elements of the factored matrix, `Q + Σ ρ a aᵀ`, between a variable and others.
    private func column(of variable: Int, with others: [Int]) -> [Double] {
        var column = [Double](repeating: 0, count: others.count)
        if let row = program.hessian?.row(variable) {
            for (position, other) in others.enumerated() {
                column[position] = row[row.startIndex + other]
            }
        }
        for index in working {
            let row = program.rows.row(index)
            let weight = rowWeights[index] * row[row.startIndex + variable]
            guard weight != 0 else { continue }
            for (position, other) in others.enumerated() {
                column[position] += weight * row[row.startIndex + other]
            }
        }
        return column
    }

    /// The elements of the factored matrix between a variable and the free ones.
    func column(of variable: Int) -> [Double] { column(of: variable, with: free) }

    /// The coefficients of a variable in the working rows.
    func coefficients(of variable: Int) -> [Double] { working.map { program.rows[$0, variable] } }

    /// Frees a variable; one that depends on the free variables stays where it is.
    ///
    /// - Parameters:
    ///   - variable: Which one.
    ///   - segment: The stretch it's to move on.
    ///   - forward: Its column after the factor's forward substitution, where known.
    mutating func release(_ variable: Int, on segment: Segment, forward: [Double]? = nil) {
        let isIndependent = factor.append(
            forward: forward ?? factor.forward(column(of: variable)),
            diagonal: column(of: variable, with: [variable])[0],
            coefficients: coefficients(of: variable)
        )
        guard isIndependent else { return }
        free.append(variable)
        isFree[variable] = true
        segments[variable] = segment
    }

    /// Holds a variable where it is.
    mutating func fix(_ variable: Int) {
        guard let position = free.firstIndex(of: variable) else { return }
        factor.remove(at: position)
        free.remove(at: position)
        isFree[variable] = false
    }

    /// Holds a row at a limit, from the next ``refactor()`` on.
    mutating func hold(_ row: Int, at side: Side) {
        working.append(row)
        sides.append(side)
        multipliers.append(0)
        isWorking[row] = true
    }

    /// Lets a working row go, from the next ``refactor()`` on.
    mutating func drop(at position: Int) {
        isWorking[working[position]] = false
        working.remove(at: position)
        sides.remove(at: position)
        multipliers.remove(at: position)
    }

    /// Factors anew after the working rows changed, with one variable more where given.
    mutating func refactor(adding variable: Int? = nil, on segment: Segment? = nil) {
        let wanted = free
        free = []
        factor = ReducedFactor(workingRows: working.count)
        for other in wanted {
            isFree[other] = false
            release(other, on: segments[other])
        }
        if let variable, let segment { release(variable, on: segment) }
    }
}
