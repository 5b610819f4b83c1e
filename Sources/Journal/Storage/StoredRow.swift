/// The name and columns of a table, with the statements made from them once.
struct TableLayout: Sendable {
    let table: String
    let columns: [String]
    let insertSQL: String
    /// Comma-separated columns, for a `SELECT`.
    let columnList: String

    init(_ table: String, _ columns: [String]) {
        self.table = table
        self.columns = columns
        columnList = columns.joined(separator: ", ")
        let marks = columns.map { _ in "?" }.joined(separator: ", ")
        insertSQL = "INSERT INTO \(table) (\(columnList)) VALUES (\(marks))"
    }
}

/// A row that lives in one table; values are bound and read in the order of its columns.
protocol StoredRow: Sendable {
    static var layout: TableLayout { get }
    /// How errors call the row, such as "order O-energy-1-000412".
    var name: String { get }
    func bind(to binder: inout RowBinder)
    init(from values: inout RowValues) throws(JournalError)
}
