import LinearAlgebra
import Optimization

/// Opinions as `--view` takes them.
enum ViewText {
    /// Reads `KO=0.06` and `MSFT-XOM=0.02@0.6`, returns of a year with a confidence of 0 to 1.
    static func views(_ texts: [String], of history: PriceHistory) throws -> Views {
        var (rows, returns, confidences) = ([[Double]](), [Double](), [Double]())
        for text in texts {
            let sides = text.split(separator: "=")
            let figures = (sides.last ?? "").split(separator: "@").map { Double($0) }
            guard sides.count == 2, let value = figures.first ?? nil, figures.count <= 2,
                figures.allSatisfy({ $0 != nil })
            else { throw failure("--view \"\(text)\" is not understood") }
            let names = sides[0].split(separator: "-")
            guard names.count <= 2 else { throw failure("--view \"\(text)\" names too many") }
            var row = history.symbols.map { _ in 0.0 }
            for (place, name) in names.enumerated() {
                let index = try history.index(of: String(name), named: "--view \(text)")
                row[index] = place == 0 ? 1 : -1
            }
            rows.append(row)
            returns.append(value / history.periodsPerYear)
            if figures.count == 2, let confidence = figures[1] { confidences.append(confidence) }
        }
        guard confidences.isEmpty || confidences.count == rows.count else {
            throw failure("some views have a confidence and some have none")
        }
        let none = Matrix(rows: 0, columns: history.count)
        return Views(
            assets: rows.isEmpty ? none : Matrix(rows: rows),
            returns: returns,
            confidences: confidences.isEmpty ? nil : confidences
        )
    }

    private static func failure(_ text: String) -> CommandFailure {
        CommandFailure(
            .badInput,
            text,
            advice: ["Write KO=0.06, or MSFT-XOM=0.02, with @0.6 after all of them or none."]
        )
    }
}
