internal import GRDB

/// The conditions of a query, joined by AND, with the values of their marks.
struct Conditions {
    private(set) var clauses: [String] = []
    private(set) var values: [DatabaseValue] = []

    /// Requires a column to equal a value; `nil` requires nothing.
    mutating func equal(_ column: String, _ value: (some DatabaseValueConvertible)?) {
        guard let value else { return }
        clauses.append("\(column) = ?")
        values.append(value.databaseValue)
    }

    /// Requires a column to lie in a range, ends included; `nil` requires nothing.
    mutating func within(_ column: String, _ range: ClosedRange<Int64>?) {
        guard let range else { return }
        clauses.append("\(column) BETWEEN ? AND ?")
        values.append(range.lowerBound.databaseValue)
        values.append(range.upperBound.databaseValue)
    }

    /// Requires a column to reach a value.
    mutating func atLeast(_ column: String, _ value: Int64) {
        clauses.append("\(column) >= ?")
        values.append(value.databaseValue)
    }

    /// Requires a column not to exceed a value; `nil` requires nothing.
    mutating func atMost(_ column: String, _ value: Int64?) {
        guard let value else { return }
        clauses.append("\(column) <= ?")
        values.append(value.databaseValue)
    }

    /// Requires rows to come after a row number.
    mutating func after(row: Int64) {
        clauses.append("rowid > ?")
        values.append(row.databaseValue)
    }

    /// " WHERE …", or nothing.
    var whereClause: String {
        clauses.isEmpty ? "" : " WHERE " + clauses.joined(separator: " AND ")
    }

    var arguments: StatementArguments { StatementArguments(values) }
}
