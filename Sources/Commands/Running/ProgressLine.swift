import Foundation
import Journal
import Market
import Node

/// Shows how far a run is: a line that is rewritten on a terminal, one every few seconds elsewhere.
///
/// It reads the master's journal, as anybody could.
struct ProgressLine {
    let run: RunDirectory
    let cycles: Int64

    /// Shows progress until the task is cancelled.
    func show() async {
        let isTerminal = isatty(STDERR_FILENO) == 1
        let clock = ContinuousClock()
        let start = clock.now
        var isFirst = true
        var widest = 0
        var reader: JournalReader?
        while !Task.isCancelled {
            do {
                try await Task.sleep(for: isTerminal || isFirst ? .milliseconds(200) : .seconds(5))
                isFirst = false
                reader = try reader ?? JournalReader(journal: run.journalPath, process: "master")
                guard let row = try reader?.lastCycle() else { continue }
                let line = text(row, elapsed: clock.now - start)
                guard isTerminal else {
                    write(line + "\n")
                    continue
                }
                widest = max(widest, line.count)
                write("\r" + line + String(repeating: " ", count: widest - line.count))
            } catch is CancellationError {
                break
            } catch {
                // The journal does not stand yet; the next look will tell more.
                reader = nil
            }
        }
        if isTerminal, widest > 0 { write("\r" + String(repeating: " ", count: widest) + "\r") }
    }

    private func text(_ row: CycleRow, elapsed: Duration) -> String {
        let done = Double(row.cycle) / Double(max(1, cycles))
        let bars = Int((done * 14).rounded(.down))
        let bar = String(repeating: "█", count: bars) + String(repeating: "░", count: 14 - bars)
        let seconds =
            Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
        let left = done > 0 ? Int((seconds * (1 - done) / done).rounded(.up)) : 0
        let date = Timestamp(nanoseconds: row.to).date
        return "  cycle \(grouped(row.cycle))/\(grouped(cycles)) \(bar) \(date)  nav "
            + "\(grouped(row.nav / microsPerUnit))  \(row.stance)  ~\(left) s left"
    }

    private func write(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }
}
