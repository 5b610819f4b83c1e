import Foundation
import Glibc
import Inspection

/// Where a command prints: how wide it is and whether it shows colours.
struct Terminal {
    /// The widest line ever set.
    static let widthMaximum = 160
    /// The narrowest line ever set.
    static let widthMinimum = 40

    /// Characters a line may take.
    let width: Int
    /// How tones show.
    let style: TextStyle
    /// Whether a person watches.
    let isInteractive: Bool

    /// How this program is called where it runs: `scripts/bursar`, or `bursar`.
    static let program = ProcessInfo.processInfo.environment["BURSAR_PROGRAM"] ?? "bursar"

    /// Looks at standard output; `COLUMNS` and `NO_COLOR` are obeyed.
    static func current() -> Terminal {
        let environment = ProcessInfo.processInfo.environment
        let isInteractive = isatty(STDOUT_FILENO) == 1
        let columns = environment["COLUMNS"].flatMap { Int($0) } ?? windowWidth() ?? widthMaximum
        let isColourless =
            !(environment["NO_COLOR"] ?? "").isEmpty || environment["TERM"] == "dumb"
        return Terminal(
            width: min(widthMaximum, max(widthMinimum, columns)),
            style: TextStyle(isColoured: isInteractive && !isColourless),
            isInteractive: isInteractive
        )
    }

    /// Prints lines at once, so that whoever reads a pipe sees them too.
    func show(_ lines: [String]) {
        guard !lines.isEmpty else { return }
        print(lines.joined(separator: "\n"))
        fflush(nil)
    }

    /// Prints a text as it is.
    func write(_ text: String) {
        print(text, terminator: "")
        fflush(nil)
    }

    /// Prints a value for programs.
    func show(_ value: JSONValue) { show([value.pretty]) }

    /// Clears the screen for the next picture.
    func clear() {
        print("\u{1B}[H\u{1B}[2J", terminator: "")
    }

    /// Sets facts in lines, ` · ` between them; a fact is never broken.
    func joined(_ facts: [String]) -> [String] {
        var lines: [String] = []
        for fact in facts where !fact.isEmpty {
            if let last = lines.last, last.count + 3 + fact.count <= width {
                lines[lines.count - 1] = "\(last) · \(fact)"
            } else {
                lines.append(fact)
            }
        }
        return lines
    }

    private static func windowWidth() -> Int? {
        var size = winsize()
        guard unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
            return nil
        }
        return Int(size.ws_col)
    }
}
