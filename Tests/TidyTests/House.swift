/// The table of DESIGN.md, "The house": which room may import what.
///
/// Rows import downwards only. Rooms of a row meet only where an arrow is drawn.
enum House {
    /// A row of the house, from the ground up.
    enum Row: Int, Comparable {
        case ground, domain, engines, protocols, adapters, runtime, edge

        static func < (left: Row, right: Row) -> Bool { left.rawValue < right.rawValue }
    }

    /// Every room there is or that DESIGN.md plans, with its row.
    static let rooms: [String: Row] = [
        "Digest": .ground,
        "LinearAlgebra": .ground,
        "Market": .ground,
        "Persistence": .ground,
        "Accounting": .domain,
        "Optimization": .domain,
        "Performance": .domain,
        "Risk": .domain,
        "Strategies": .domain,
        "Allocation": .engines,
        "Inspection": .engines,
        "Learning": .engines,
        "Simulation": .engines,
        "Supervision": .engines,
        "Trading": .engines,
        "Messaging": .protocols,
        "Topology": .protocols,
        "CPlatform": .adapters,
        "CZeroMQ": .adapters,
        "Journal": .adapters,
        "Keys": .adapters,
        "MarketData": .adapters,
        "Reporting": .adapters,
        "Transport": .adapters,
        "ZeroMQ": .adapters,
        "Cluster": .runtime,
        "ClusterSimulator": .runtime,
        "Master": .runtime,
        "Node": .runtime,
        "Worker": .runtime,
        "Commands": .edge,
        "Dashboard": .edge,
        "bursar": .edge,
        "bursar-dashboard": .edge,
    ]

    /// Where rooms of one row meet: each room with those of its own row that it may import.
    static let arrows: [String: Set<String>] = [
        "Market": ["Persistence"],
        "Strategies": ["Risk"],
        "Optimization": ["Risk"],
        "Simulation": ["Trading"],
        "Journal": ["CPlatform"],
        "Keys": ["Transport", "ZeroMQ"],
        "Transport": ["ZeroMQ"],
        "ZeroMQ": ["CZeroMQ"],
        "Master": ["Node"],
        "ClusterSimulator": ["Master", "Node", "Worker"],
        "Worker": ["Node"],
        "bursar": ["Commands"],
        "bursar-dashboard": ["Dashboard"],
    ]

    /// The adapters that runtime may import. Two ports live beside their two implementations:
    /// Transport (over ZeroMQ, in memory) and Journal (SQLite, in memory); the runtime calls the
    /// ports, and only the edge chooses an implementation.
    static let ports: Set<String> = ["Transport", "Journal"]

    /// Modules of packages, each with the rooms that may import it.
    static let packages: [String: Set<String>] = [
        "ArgumentParser": ["Commands"],
        "DequeModule": ["Messaging"],
        "GRDB": ["Journal"],
        "GRDBSQLite": ["Journal"],
        "Logging": ["Cluster", "ClusterSimulator", "Commands", "Master", "Node", "Worker"],
        "ServiceLifecycle": ["Cluster", "Commands"],
        "Subprocess": ["Cluster"],
        "SwiftProtobuf": ["ClusterSimulator", "Commands", "Master", "Messaging", "Node", "Worker"],
        "SystemPackage": ["Cluster"],
        "UnixSignals": ["Cluster", "Commands"],
        "Yams": ["Topology"],
    ]

    /// Modules of the system and the toolchain; ground, domain and engines do without them.
    static let system: Set<String> = [
        "Foundation", "FoundationEssentials", "Glibc", "Synchronization",
    ]

    /// Returns why a room must not import a module and what to do instead; `nil` when it may.
    static func refusal(of module: String, in room: String) -> (found: String, instead: String)? {
        guard let row = rooms[room] else {
            return ("\(room) has no row", "give it one in House.rooms and in DESIGN.md")
        }
        if system.contains(module) {
            return row > .engines
                ? nil
                : (
                    "\(room) (\(row)) imports \(module)",
                    "take what it gives as an argument, or move the code to an adapter"
                )
        }
        if let allowed = packages[module] {
            return allowed.contains(room)
                ? nil
                : (
                    "\(room) imports \(module)",
                    "reach it through \(allowed.sorted().joined(separator: ", ")) only"
                )
        }
        guard let other = rooms[module] else {
            return (
                "\(room) imports \(module), which House does not know",
                "do without it, or add it to House.packages with the rooms that may"
            )
        }
        return refusal(of: module, other, in: room, row)
    }

    private static func refusal(
        of module: String,
        _ other: Row,
        in room: String,
        _ row: Row
    ) -> (found: String, instead: String)? {
        let found = "\(room) (\(row)) imports \(module) (\(other))"
        if other == row, arrows[room]?.contains(module) != true {
            return (
                found,
                "pass the value through a type of a lower row: rooms of a row meet at arrows only"
            )
        }
        if other > row {
            return (found, "turn it round: the upper room imports, the lower offers a type or port")
        }
        if row == .runtime, other == .adapters, !ports.contains(module) {
            return (found, "call a port of Transport or Journal and let Commands choose behind it")
        }
        if ["bursar", "bursar-dashboard"].contains(room), other < row {
            return (found, "leave the executable its one call and put the rest into its library")
        }
        return nil
    }
}
