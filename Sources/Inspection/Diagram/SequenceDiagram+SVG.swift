extension SequenceDiagram {
    /// Distances of a drawing, in pixels of SVG.
    private enum Measure {
        static let margin = 16
        static let head = 44
        static let step = 26
        static let lane = 96
        static let narrowestLane = 48
        static let character = 7
    }

    /// The diagram as a drawing that stands alone, in the colours of the reader's theme.
    ///
    /// An arrow falls from where a message was said to where it was taken, in logical time.
    package var svg: String { drawing(isAlone: true) }

    /// The diagram as a page that needs no network, with a table of what is drawn.
    package var html: String {
        let rows = arrows.map { arrow in
            let name = arrow.isStrong ? "<strong>\(arrow.id)</strong>" : arrow.id
            let cells = [
                "\(arrow.saidAt)", name, Self.escaped(processes[arrow.from]),
                Self.escaped(processes[arrow.to]), arrow.kind, Self.escaped(arrow.gist),
                arrow.takenAt == nil ? "not taken" : arrow.transit,
            ]
            return "<tr>" + cells.map { "<td>\($0)</td>" }.joined() + "</tr>"
        }
        let heads = ["time", "message", "from", "to", "kind", "says", "on its way"]
        let note = leftOut.isEmpty ? "" : "<p class=\"note\">\(Self.escaped(leftOut))</p>"
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(Self.escaped(title))</title>
            <style>
            \(Self.colours)
            body { margin: 0 auto; padding: 16px; max-width: 1200px; color: var(--ink);
              background: var(--paper); font: 15px/1.45 system-ui, sans-serif; }
            h1 { font-size: 1.2rem; }
            .note { border-left: 3px solid var(--strong); padding-left: 10px; }
            .drawing, .rows { overflow-x: auto; }
            table { border-collapse: collapse; font-size: 13px; }
            th, td { text-align: left; padding: 3px 10px 3px 0; white-space: nowrap;
              border-bottom: 1px solid var(--line); }
            td:first-child, th:first-child { text-align: right; }
            </style>
            </head>
            <body>
            <h1>\(Self.escaped(title))</h1>
            \(note)
            <p>Time is logical and runs downwards: each event comes after all that its process could \
            know of. An arrow begins where a message was said and ends where it was taken; +1 stands for another \
            message said at the same time elsewhere.</p>
            <div class="drawing">
            \(drawing(isAlone: false))
            </div>
            <h2>Messages</h2>
            <div class="rows"><table>
            <thead><tr>\(heads.map { "<th>\($0)</th>" }.joined())</tr></thead>
            <tbody>
            \(rows.joined(separator: "\n"))
            </tbody>
            </table></div>
            </body>
            </html>

            """
    }

    private static let colours = """
        :root { --ink: #1c1e21; --paper: #ffffff; --line: #c9ccd1; --arrow: #2f6db5; --back: #2c8a57;
          --strong: #c2410c; }
        @media (prefers-color-scheme: dark) {
          :root { --ink: #e6e8eb; --paper: #16181c; --line: #454a52; --arrow: #7fb2f0; --back: #6fcf97;
            --strong: #fb923c; }
        }
        """

    private var lane: Int {
        processes.count > 8 ? Measure.narrowestLane + 24 : Measure.lane
    }

    /// Room for the longest label.
    private var labelWidth: Int {
        (arrows.map { $0.id.count + $0.kind.count }.max() ?? 0) * Measure.character + 40
    }

    private func x(_ process: Int) -> Int { Measure.margin + lane / 2 + process * lane }

    private func y(_ time: Int) -> Int { Measure.margin + Measure.head + time * Measure.step }

    private func drawing(isAlone: Bool) -> String {
        let width = x(max(0, processes.count - 1)) + lane / 2 + labelWidth + Measure.margin
        let note = isAlone && !leftOut.isEmpty ? Measure.step : 0
        let height = y(duration + 1) + Measure.margin + note
        var parts = [
            """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" \
            viewBox="0 0 \(width) \(height)" role="img" font-family="system-ui, sans-serif" \
            font-size="12"><title>\(Self.escaped(title))</title>
            """,
            "<style>\(isAlone ? Self.colours : "")\n\(Self.shapes)</style>",
        ]
        if isAlone {
            parts.append("<rect width=\"\(width)\" height=\"\(height)\" fill=\"var(--paper)\"/>")
        }
        for (index, name) in processes.enumerated() {
            let top = Measure.margin + Measure.head
            parts.append(
                """
                <line class="life" x1="\(x(index))" y1="\(top)" x2="\(x(index))" \
                y2="\(y(duration + 1))"/>\
                <text class="name" x="\(x(index))" y="\(Measure.margin + 14 + index % 2 * 16)" \
                text-anchor="middle">\(Self.escaped(name))</text>
                """
            )
        }
        var labelled: Set<Int> = []
        for arrow in arrows { parts.append(self.arrow(arrow, &labelled)) }
        if note > 0 {
            parts.append(
                "<text x=\"\(Measure.margin)\" y=\"\(height - 12)\">\(Self.escaped(leftOut))</text>"
            )
        }
        return (parts + ["</svg>"]).joined(separator: "\n") + (isAlone ? "\n" : "")
    }

    private static let shapes = """
        .life { stroke: var(--line); stroke-width: 1; }
        .name { font-weight: 600; fill: var(--ink); }
        text { fill: var(--ink); }
        .arrow { stroke: var(--arrow); stroke-width: 1.4; fill: none; }
        .head { fill: var(--arrow); stroke: none; }
        .back .arrow { stroke: var(--back); } .back .head { fill: var(--back); }
        .strong .arrow { stroke: var(--strong); stroke-width: 2.4; }
        .strong .head { fill: var(--strong); } .strong text { font-weight: 600; }
        .lost .arrow { stroke-dasharray: 4 3; }
        """

    private func arrow(_ arrow: Arrow, _ labelled: inout Set<Int>) -> String {
        let (x1, y1, x2) = (x(arrow.from), y(arrow.saidAt), x(arrow.to))
        let y2 = y(arrow.takenAt ?? arrow.saidAt + 1)
        var classes = arrow.to < arrow.from ? ["back"] : []
        if arrow.isStrong { classes.append("strong") }
        if arrow.takenAt == nil { classes.append("lost") }
        let way = arrow.takenAt == nil ? "not taken" : "\(arrow.transit) on its way"
        let tip = Self.escaped("\(arrow.id) \(arrow.kind), \(way): \(arrow.gist)")
        let head = arrow.takenAt == nil ? "" : Self.head(from: (x1, y1), to: (x2, y2))
        // One label a line of logical time: on the right, where nothing is drawn.
        let labels = labelled.insert(arrow.saidAt).inserted
        // `+1` stands for another message said at the same logical time by another process.
        let count = arrows.count { $0.saidAt == arrow.saidAt }
        let more = count > 1 ? " +\(count - 1)" : ""
        let text = Self.escaped("\(arrow.kind) \(arrow.id)\(more)")
        let right = x(processes.count - 1) + 16
        let label = labels ? "<text x=\"\(right)\" y=\"\(y1 + 4)\">\(text)</text>" : ""
        return """
            <g class="\(classes.joined(separator: " "))"><title>\(tip)</title>\
            <line class="arrow" x1="\(x1)" y1="\(y1)" x2="\(x2)" y2="\(y2)"/>\(head)\(label)</g>
            """
    }

    /// A triangle whose tip lies at the end of a line.
    private static func head(from start: (x: Int, y: Int), to end: (x: Int, y: Int)) -> String {
        let (dx, dy) = (Double(end.x - start.x), Double(end.y - start.y))
        let length = (dx * dx + dy * dy).squareRoot()
        guard length > 0 else { return "" }
        let (ux, uy) = (dx / length, dy / length)
        let (bx, by) = (Double(end.x) - 9 * ux, Double(end.y) - 9 * uy)
        let points = [
            (Double(end.x), Double(end.y)), (bx - 4 * uy, by + 4 * ux), (bx + 4 * uy, by - 4 * ux),
        ].map { "\(tenths($0)),\(tenths($1))" }
        return "<polygon class=\"head\" points=\"\(points.joined(separator: " "))\"/>"
    }

    private static func tenths(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }

    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            default: escaped.append(character)
            }
        }
        return escaped
    }
}
