import Inspection
import Market

/// A master and two workers that exchange messages; the last one is not taken.
///
/// Time goes on by a millisecond with every event.
enum Exchange {
    static let cycles = 3

    static func id(_ sender: String, _ receiver: String, _ number: Int64) -> String {
        "\(TraceID.message(sender: sender, receiver: receiver, number: number))"
    }

    /// The messages with where and when they were taken.
    static func timeline() -> TraceTimeline {
        var flights: [TraceFlight] = []
        var positions: [String: Int64] = [:]
        var clocks: [String: Int64] = [:]
        var now: Int64 = 1_767_323_045_000_000_000
        func next(_ process: String) -> Int64 {
            positions[process, default: 0] += 1
            now += 1_000_000
            return positions[process] ?? 0
        }
        func say(_ sender: String, _ receiver: String, _ cycle: Int64, cause: String) {
            clocks[sender, default: 0] += 1
            let message = TraceMessage(
                id: id(sender, receiver, cycle),
                sender: sender,
                receiver: receiver,
                position: next(sender),
                kind: sender == "master" ? "BeginCycle" : "CycleReport",
                cycle: cycle,
                correlation: "C-\(cycle)",
                causation: cause,
                virtualTime: .epoch,
                lamport: clocks[sender] ?? 0,
                sentAt: Timestamp(nanoseconds: now),
                bytes: 120,
                gist: "nav 1,000, \"as planned\""
            )
            flights.append(TraceFlight(message: message, receivedPosition: nil, receivedAt: nil))
        }
        func take(_ index: Int) {
            let message = flights[index].message
            let clock = clocks[message.receiver] ?? 0
            clocks[message.receiver] = max(clock, message.lamport) + 1
            flights[index].receivedPosition = next(message.receiver)
            flights[index].receivedAt = Timestamp(nanoseconds: now)
        }
        for cycle in 1...Int64(cycles) {
            for worker in ["tech", "energy"] {
                say(
                    "master",
                    worker,
                    cycle,
                    cause: cycle > 1 ? id(worker, "master", cycle - 1) : ""
                )
            }
            for worker in ["tech", "energy"] {
                // Two questions, or the second and the first answer, came last.
                take(flights.count - 2)
                say(worker, "master", cycle, cause: id("master", worker, cycle))
            }
            for index in (flights.count - 2)..<flights.count
            where cycle < cycles || index < flights.count - 1 {
                take(index)
            }
        }
        return TraceTimeline(flights)
    }
}
