/// The name of anything a journal holds, as it is printed everywhere.
package enum TraceID: Sendable, Hashable, CustomStringConvertible {
    /// `M-master-tech-000412`.
    case message(sender: String, receiver: String, number: Int64)
    /// `O-tech-1-000412`.
    case order(worker: String, generation: Int64, number: Int64)
    /// `F-tech-1-000412-1`.
    case fill(worker: String, generation: Int64, number: Int64, part: Int64)
    /// `D-tech-1-000412`.
    case decision(worker: String, generation: Int64, number: Int64)
    /// `T-0000087`.
    case transfer(number: Int64)
    /// `P-31`.
    case proposal(number: Int64)
    /// `C-412`.
    case cycle(number: Int64)

    /// Reads an id; numbers may miss their leading zeros. `nil` for any other text.
    package init?(_ text: some StringProtocol) {
        let parts = String(text).split(separator: "-", omittingEmptySubsequences: false)
            .map { String($0) }
        func number(_ index: Int) -> Int64? {
            guard index < parts.count, let value = Int64(parts[index]), value >= 0 else {
                return nil
            }
            return value
        }
        switch (parts[0].uppercased(), parts.count) {
        case ("M", 4):
            guard let value = number(3), !parts[1].isEmpty, !parts[2].isEmpty else { return nil }
            self = .message(sender: parts[1], receiver: parts[2], number: value)
        case ("O", 4):
            guard let generation = number(2), let value = number(3) else { return nil }
            self = .order(worker: parts[1], generation: generation, number: value)
        case ("D", 4):
            guard let generation = number(2), let value = number(3) else { return nil }
            self = .decision(worker: parts[1], generation: generation, number: value)
        case ("F", 5):
            guard let generation = number(2), let value = number(3), let part = number(4) else {
                return nil
            }
            self = .fill(worker: parts[1], generation: generation, number: value, part: part)
        case ("T", 2):
            guard let value = number(1) else { return nil }
            self = .transfer(number: value)
        case ("P", 2):
            guard let value = number(1) else { return nil }
            self = .proposal(number: value)
        case ("C", 2):
            guard let value = number(1) else { return nil }
            self = .cycle(number: value)
        default: return nil
        }
    }

    /// What it names, in a word.
    package var noun: String {
        switch self {
        case .message: "message"
        case .order: "order"
        case .fill: "fill"
        case .decision: "decision"
        case .transfer: "transfer"
        case .proposal: "proposal"
        case .cycle: "cycle"
        }
    }

    /// The number that counts things of its kind.
    package var number: Int64 {
        switch self {
        case .message(_, _, let number), .order(_, _, let number), .decision(_, _, let number),
            .fill(_, _, let number, _), .transfer(let number), .proposal(let number),
            .cycle(let number):
            number
        }
    }

    /// The process in whose journal to look first; `nil` where that is the master.
    package var worker: String? {
        switch self {
        case .order(let worker, _, _), .decision(let worker, _, _), .fill(let worker, _, _, _):
            worker
        case .message, .transfer, .proposal, .cycle: nil
        }
    }

    /// The order that a fill belongs to; itself for an order, `nil` for all others.
    package var order: TraceID? {
        switch self {
        case .order: self
        case .fill(let worker, let generation, let number, _):
            .order(worker: worker, generation: generation, number: number)
        default: nil
        }
    }

    package var description: String {
        switch self {
        case .message(let sender, let receiver, let number):
            "M-\(sender)-\(receiver)-\(Self.padded(number, to: 6))"
        case .order(let worker, let generation, let number):
            "O-\(worker)-\(generation)-\(Self.padded(number, to: 6))"
        case .fill(let worker, let generation, let number, let part):
            "F-\(worker)-\(generation)-\(Self.padded(number, to: 6))-\(part)"
        case .decision(let worker, let generation, let number):
            "D-\(worker)-\(generation)-\(Self.padded(number, to: 6))"
        case .transfer(let number): "T-\(Self.padded(number, to: 7))"
        case .proposal(let number): "P-\(number)"
        case .cycle(let number): "C-\(number)"
        }
    }

    /// Returns the ids whose numbers are nearest to this one's, nearest first.
    package func nearest(of ids: [String], count: Int = 3) -> [String] {
        ids.compactMap { id in TraceID(id).map { (id: id, far: abs($0.number - number)) } }
            .sorted { ($0.far, $0.id) < ($1.far, $1.id) }
            .prefix(count).map(\.id)
    }

    private static func padded(_ value: Int64, to count: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, count - digits.count)) + digits
    }
}
