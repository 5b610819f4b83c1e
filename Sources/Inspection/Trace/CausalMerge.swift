/// Merges the journals of all processes into one stream in which causes precede effects.
///
/// It reads nothing itself: it asks for the next page of a process when it needs one. Messages of one
/// process keep their order; among processes the least ``CausalPlace`` goes first, or backward the greatest.
package struct CausalMerge: Sendable {
    /// What to do next.
    package enum Step: Sendable, Hashable {
        /// This message is next.
        case message(TraceMessage)
        /// The next page of this process is wanted; answer with ``CausalMerge/supply(_:of:isLast:)``.
        case page(of: String)
        /// There are no more messages.
        case end
    }

    private struct Stream: Sendable {
        let process: String
        var waiting: ArraySlice<TraceMessage> = []
        var isDrained = false
    }

    private var streams: [Stream]
    private let isBackward: Bool

    /// Merges the journals of these processes; backward, effects come before their causes.
    package init(processes: [String], isBackward: Bool = false) {
        streams = processes.sorted().map { Stream(process: $0) }
        self.isBackward = isBackward
    }

    /// Takes a page of a process, in the order of its journal, or against it when backward.
    package mutating func supply(_ messages: [TraceMessage], of process: String, isLast: Bool) {
        guard let index = streams.firstIndex(where: { $0.process == process }) else {
            preconditionFailure("\(process) was not named when the merge began")
        }
        streams[index].waiting += messages
        streams[index].isDrained = isLast
    }

    /// Says what to do next; a message is handed out once.
    package mutating func next() -> Step {
        var least: (index: Int, place: CausalPlace)?
        for (index, stream) in streams.enumerated() {
            guard let first = stream.waiting.first else {
                if stream.isDrained { continue }
                return .page(of: stream.process)
            }
            if least.map({ (first.place < $0.place) != isBackward }) ?? true {
                least = (index, first.place)
            }
        }
        guard let least else { return .end }
        return .message(streams[least.index].waiting.removeFirst())
    }

    /// Merges pages that are at hand as a whole.
    package static func merged(_ pages: [(process: String, messages: [TraceMessage])])
        -> [TraceMessage]
    {
        var merge = CausalMerge(processes: pages.map(\.process))
        for page in pages { merge.supply(page.messages, of: page.process, isLast: true) }
        var messages: [TraceMessage] = []
        while case .message(let message) = merge.next() { messages.append(message) }
        return messages
    }
}
