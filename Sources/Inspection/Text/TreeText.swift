/// A headline and what hangs from it, each branch with a label and text that wraps under itself.
package struct TreeText: Sendable {
    /// One branch.
    package struct Branch: Sendable {
        /// A word for it; branches with an empty label continue the one above.
        package let label: String
        /// What it says.
        package let text: String
        /// How its label shows.
        package let tone: TextTone

        /// Takes a label and a text.
        package init(_ label: String, _ text: String, tone: TextTone = .plain) {
            self.label = label
            self.text = text
            self.tone = tone
        }
    }

    /// The answer, in a line.
    package let headline: String
    /// How the headline shows.
    package let tone: TextTone
    /// The reasons, in order.
    package private(set) var branches: [Branch] = []

    /// Starts without branches.
    package init(_ headline: String, tone: TextTone = .strong) {
        self.headline = headline
        self.tone = tone
    }

    /// Hangs a branch below the others.
    package mutating func add(_ label: String, _ text: String, tone: TextTone = .plain) {
        branches.append(Branch(label, text, tone: tone))
    }

    /// Hangs several texts below one label.
    package mutating func add(_ label: String, _ texts: [String], tone: TextTone = .plain) {
        for (index, text) in texts.enumerated() { add(index == 0 ? label : "", text, tone: tone) }
    }

    /// Returns the headline and the branches, wrapped at `width`.
    package func lines(width: Int, style: TextStyle = .plain) -> [String] {
        let labelWidth = branches.map(\.label.count).max() ?? 0
        let textWidth = max(20, width - labelWidth - 4)
        var lines: [String] = []
        for (index, line) in wrapped(headline, width: width - 2).enumerated() {
            lines.append(style(index == 0 ? line : "  \(line)", tone))
        }
        let blank = String(repeating: " ", count: labelWidth)
        for (index, branch) in branches.enumerated() {
            let isLast = branches[(index + 1)...].allSatisfy(\.label.isEmpty)
            let padding = String(repeating: " ", count: labelWidth - branch.label.count)
            for (row, text) in wrapped(branch.text, width: textWidth).enumerated() {
                let isHead = row == 0 && !branch.label.isEmpty
                let stem = isHead ? (isLast ? " └ " : " ├ ") : isLast ? "   " : " │ "
                let label = isHead ? style(branch.label, branch.tone) + padding : blank
                lines.append(style(stem, .faint) + label + " " + text)
            }
        }
        return lines
    }
}
