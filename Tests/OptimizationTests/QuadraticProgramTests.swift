import LinearAlgebra
import Testing

@testable import Optimization

struct QuadraticProgramTests {
    @Test func `an unconstrained program has the solution of its equations`() throws {
        let hessian = SymmetricMatrix([[4, 1], [1, 3]])
        let found = try QuadraticProgram(hessian: hessian, linear: [-1, -2]).solved()
        #expect(Samples.distance(found.x, [1.0 / 11, 7.0 / 11]) < 1e-15)
        #expect(found.binding.isEmpty)
    }

    @Test func `bounds and rows that bind are named with their multipliers`() throws {
        var program = QuadraticProgram(
            hessian: SymmetricMatrix(diagonal: [2, 2, 2]),
            linear: [-2, -4, 1]
        )
        program.lower = [0, 0, 0]
        program.addRow([1, 1, 1], from: -.infinity, to: 1)
        let found = try program.solved()
        #expect(Samples.distance(found.x, [0, 1, 0]) < 1e-15)
        #expect(found.binding == [.lowerBound(0), .lowerBound(2), .rowUpper(0)])
        #expect(Samples.distance(found.rowMultipliers, [-2]) < 1e-14)
        #expect(abs(found.objective - -3) < 1e-15)
        #expect(abs(found.bound - found.objective) < 1e-14)
    }

    @Test func `costs leave a variable where it is until moving pays`() throws {
        var program = QuadraticProgram(
            hessian: SymmetricMatrix(diagonal: [1, 1, 1]),
            linear: [-1, -1, -1]
        )
        program.held = [0.8, 0.2, 3]
        program.costs = [0.5, 0.5, 0.5]
        let found = try program.solved()
        #expect(Samples.distance(found.x, [0.8, 0.5, 1.5]) < 1e-15)
        #expect(found.binding == [.unmoved(0)])
        #expect(found.residual.largest < 1e-15)
    }

    @Test func `rows that contradict each other are proven to`() throws {
        var program = QuadraticProgram(
            hessian: SymmetricMatrix(diagonal: [1, 1, 1]),
            linear: [0, 0, 0]
        )
        program.lower = [0, 0, 0]
        program.upper = [1, 0.3, 0.3]
        program.addRow([1, 1, 1], from: 1, to: 1)
        program.addRow([1, 0, 0], from: -.infinity, to: 0.3)
        program.addRow([0, 1, -1], from: -5, to: 5)
        let error = #expect(throws: OptimizationError.self) { try program.solved() }
        let conflict = try #require(error?.conflict)
        #expect(error?.code == .infeasible)
        #expect(conflict.rows.map(\.index) == [0, 1])
        #expect(conflict.lowerBounds.isEmpty && conflict.upperBounds == [1, 2])
        #expect(conflict.required > conflict.bound + 1e-3)
    }

    @Test func `crossed bounds are named`() throws {
        var program = QuadraticProgram(hessian: nil, linear: [1, 1])
        program.lower = [0, 2]
        program.upper = [1, 1]
        let error = #expect(throws: OptimizationError.self) { try program.solved() }
        #expect(error?.code == .infeasible)
        #expect(error?.conflict?.lowerBounds == [1])
    }

    @Test func `an objective without end comes with the way down`() throws {
        var program = QuadraticProgram(
            hessian: SymmetricMatrix([[1, 1], [1, 1]]),
            linear: [-1, 0.5]
        )
        program.addRow([2, 1], from: -10, to: .infinity)
        let error = #expect(throws: OptimizationError.self) { try program.solved() }
        #expect(error?.code == .unbounded)
        let ray = try #require(error?.ray)
        #expect(abs(ray[0] + ray[1]) < 1e-14)
        #expect(DenseKernels.dot(program.linear, ray) < 0)
    }

    @Test(arguments: [Double.nan, .infinity])
    func `figures that are no numbers are refused`(bad: Double) throws {
        var program = QuadraticProgram(
            hessian: SymmetricMatrix([[1, 0], [0, bad]]),
            linear: [0, 0]
        )
        #expect(throws: OptimizationError.self) { try program.solved() }
        program = QuadraticProgram(hessian: nil, linear: [bad, 0])
        #expect(throws: OptimizationError.self) { try program.solved() }
        program = QuadraticProgram(hessian: nil, linear: [0, 0])
        program.lower = [.nan, 0]
        #expect(throws: OptimizationError.self) { try program.solved() }
    }

    @Test func `rows that repeat one another do no harm`() throws {
        var program = QuadraticProgram(
            hessian: SymmetricMatrix(diagonal: [1, 2, 3]),
            linear: [0, 0, 0]
        )
        for _ in 0..<3 { program.addRow([1, 1, 1], from: 1, to: 1) }
        program.addRow([2, 2, 2], from: 2, to: 2)
        program.addRow([0, 0, 0], from: -1, to: 1)
        let found = try program.solved()
        #expect(Samples.distance(found.x, [6.0 / 11, 3.0 / 11, 2.0 / 11]) < 1e-15)
    }

    @Test func `linear programs end in a corner`() throws {
        var program = QuadraticProgram(hessian: nil, linear: [-3, -2, -4])
        program.lower = [0, 0, 0]
        program.addRow([1, 1, 2], from: -.infinity, to: 4)
        program.addRow([2, 0, 3], from: -.infinity, to: 5)
        program.addRow([2, 1, 3], from: -.infinity, to: 7)
        let found = try program.solved()
        #expect(abs(found.objective - -10.5) < 1e-13)
        #expect(abs(found.bound - -10.5) < 1e-13)
    }

    @Test(arguments: 0..<60)
    func `random programs meet the conditions of an optimum`(seed: UInt64) throws {
        let program = RandomPrograms.program(seed: seed)
        do throws(OptimizationError) {
            let found = try program.solved()
            #expect(found.residual.largest < 1e-12, "seed \(seed): \(found.residual)")
            let gap = found.objective - found.bound
            #expect(abs(gap) < 1e-9 * (1 + abs(found.objective)), "seed \(seed): gap \(gap)")
        } catch {
            #expect(error.code == .infeasible, "seed \(seed): \(error)")
            let isProven = error.conflict.map { RandomPrograms.proves($0, program) } ?? false
            #expect(isProven, "seed \(seed): \(error)")
        }
    }

    @Test(arguments: 100..<130)
    func `scaling and reordering a program changes its optimum accordingly`(seed: UInt64) throws {
        var program = RandomPrograms.program(seed: seed)
        // Zero meets all bounds; now it meets all rows too.
        program.rowLower = program.rowLower.map { _ in -.infinity }
        program.rowUpper = program.rowUpper.map { max(0.1, $0) }
        let plain = try program.solved()
        var scaled = program
        scaled.hessian = program.hessian?.scaled(by: 1e-6)
        scaled.linear = program.linear.map { $0 * 1e-6 }
        scaled.costs = program.costs.map { $0 * 1e-6 }
        let small = try scaled.solved()
        let gap = abs(small.objective * 1e6 - plain.objective)
        #expect(gap < 1e-10 * (1 + abs(plain.objective)), "seed \(seed)")
        let turned = try RandomPrograms.reversed(program).solved()
        let difference = abs(turned.objective - plain.objective)
        #expect(difference < 1e-10 * (1 + abs(plain.objective)), "seed \(seed)")
    }
}

/// Programs of all shapes: definite or not, with bounds, rows, equations and costs.
enum RandomPrograms {
    static func program(seed: UInt64) -> QuadraticProgram {
        var generator = Xoshiro256(seed: seed)
        let count = 2 + Int(generator.uniform() * 30)
        let rank = 1 + Int(generator.uniform() * 40)
        var factors = Matrix(rows: rank, columns: count)
        for index in factors.storage.indices { factors.storage[index] = generator.normal() }
        var program = QuadraticProgram(
            hessian: GramMatrix.ofColumns(factors).scaled(by: 1e-2),
            linear: (0..<count).map { _ in generator.normal() * 0.1 }
        )
        program.lower = (0..<count).map { _ in -generator.uniform() }
        program.upper = (0..<count).map { _ in generator.uniform(in: 0.1...2) }
        if generator.uniform() < 0.5 {
            program.costs = (0..<count).map { _ in 0.1 * max(0, generator.normal()) }
            program.held = (0..<count).map { _ in generator.uniform() - 0.3 }
        }
        let rows = Int(generator.uniform() * 6)
        for _ in 0..<rows {
            let row = (0..<count).map { _ in
                generator.uniform() < 0.4 ? 0 : (generator.normal() * 2).rounded()
            }
            let least = generator.normal() * Double(count) * 0.3
            program.addRow(row, from: least, to: least + (generator.uniform() < 0.3 ? 0 : 2))
        }
        return program
    }

    /// The same program with its variables in reverse.
    static func reversed(_ program: QuadraticProgram) -> QuadraticProgram {
        let order = Array((0..<program.count).reversed())
        var result = QuadraticProgram(
            hessian: program.hessian?.submatrix(order),
            linear: order.map { program.linear[$0] }
        )
        result.lower = order.map { program.lower[$0] }
        result.upper = order.map { program.upper[$0] }
        result.costs = order.map { program.costs[$0] }
        result.held = order.map { program.held[$0] }
        for row in 0..<program.rows.rows {
            result.addRow(
                order.map { program.rows[row, $0] },
                from: program.rowLower[row],
                to: program.rowUpper[row]
            )
        }
        return result
    }

    /// Whether the weighted rows ask for more than the box allows.
    static func proves(_ conflict: ConstraintConflict, _ program: QuadraticProgram) -> Bool {
        var combined = [Double](repeating: 0, count: program.count)
        var required = 0.0
        for row in conflict.rows {
            let limit = row.multiplier > 0 ? program.rowLower : program.rowUpper
            required += row.multiplier * limit[row.index]
            for index in combined.indices {
                combined[index] += row.multiplier * program.rows[row.index, index]
            }
        }
        var most = 0.0
        for (index, value) in combined.enumerated() where abs(value) > 1e-12 {
            most += value * (value > 0 ? program.upper : program.lower)[index]
        }
        return required > most
    }
}
