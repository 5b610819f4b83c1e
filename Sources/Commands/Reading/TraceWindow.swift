import ArgumentParser
import Inspection
import Journal

/// Messages of a part of a run, with what was left out because there were too many.
struct TraceWindow {
    /// Most messages that are counted beyond those that are shown.
    static let countMaximum = 10_000

    /// The messages, causes before effects.
    let messages: [TraceMessage]
    /// Ids of those that were asked for by name.
    let strong: Set<String>
    /// What was left out, in words; empty where nothing was.
    let leftOut: String
    /// What part it is, in words.
    let title: String

    /// Takes what filters let pass, or what surrounds a message.
    init(
        _ reading: RunReading,
        _ filters: TraceQuery,
        _ around: TraceAroundOptions,
        limit: Int
    ) throws {
        if let neighbourhood = try around.neighbourhood(in: reading) {
            self = try Self.around(neighbourhood, reading, filters, around.around ?? "", limit)
            return
        }
        var stream = MessageStream(
            reading,
            try filters.filter(of: reading),
            subject: try filters.subjectRead(of: reading),
            pageSize: min(JournalReader.pageSize, limit + 1)
        )
        messages = try stream.next(limit)
        strong = []
        let words = filters.words.isEmpty ? "" : " " + filters.words.joined(separator: " ")
        title = "\(reading.run.runID)\(words)"
        leftOut = Self.words(
            try Self.rest(&stream),
            after: messages.last?.id,
            until: filters.untilName
        )
    }

    private init(
        messages: [TraceMessage],
        strong: Set<String>,
        leftOut: String,
        title: String
    ) {
        (self.messages, self.strong) = (messages, strong)
        (self.leftOut, self.title) = (leftOut, title)
    }

    /// What led to a message and what it led to, with all that was said meanwhile where it fits.
    private static func around(
        _ neighbourhood: CausalNeighbourhood,
        _ reading: RunReading,
        _ filters: TraceQuery,
        _ id: String,
        _ limit: Int
    ) throws -> TraceWindow {
        let chain = neighbourhood.entries
        let strong = Set(chain.map(\.message.id))
        let title = "\(reading.run.runID) around \(id)"
        guard let first = chain.first?.message, let last = chain.last?.message else {
            return TraceWindow(messages: [], strong: [], leftOut: "", title: title)
        }
        var stream = MessageStream(
            reading,
            try filters.filter(of: reading),
            from: .after(first.place),
            pageSize: limit + 1
        )
        var all = [first]
        while all.count <= limit, let next = try stream.next(), next.place <= last.place {
            all.append(next)
        }
        if all.count <= limit {
            return TraceWindow(messages: all, strong: strong, leftOut: "", title: title)
        }
        let nearest = chain.sorted {
            (abs($0.distance), $0.message.place) < (abs($1.distance), $1.message.place)
        }.prefix(limit).map(\.message).sorted { $0.place < $1.place }
        let cut = chain.count - nearest.count
        let words =
            "Left out: what others said meanwhile"
            + (cut > 0 ? ", and \(NumberText.count(Int64(cut), "message")) further away" : "")
            + "; a smaller --depth or a larger --limit shows it."
        return TraceWindow(messages: nearest, strong: strong, leftOut: words, title: title)
    }

    /// How many messages remain; `nil` where there are too many to count.
    private static func rest(_ stream: inout MessageStream) throws -> Int? {
        for count in 0..<countMaximum where try stream.next() == nil { return count }
        return nil
    }

    private static func words(_ rest: Int?, after last: String?, until: String) -> String {
        guard rest != 0, let last else { return "" }
        let count =
            rest.map { NumberText.count(Int64($0), "message") }
            ?? "more than \(NumberText.integer(Int64(countMaximum))) messages"
        return "Left out: \(count) after \(last); narrow the window by --worker, --cycle, --from, "
            + "\(until) or --around, or raise --limit."
    }
}
