import Foundation
import Journal
import Messaging
import SwiftProtobuf

/// The kill switch of a run as a file, `kill-switch.json`: it holds whatever process is alive or not.
///
/// It is written before anybody is told. A master that is there takes it as a command; one that comes
/// back reads it when it starts; a worker that hears no master heeds it by itself.
struct KillSwitchLatch: Codable, Sendable, Equatable {
    /// The command's id, so that it takes effect once.
    var id: String
    /// A worker's name; empty for the whole portfolio.
    var worker: String
    /// `reducing` or `halted`.
    var state: String
    /// Whether every position is closed as well.
    var flatten: Bool
    /// Why.
    var reason: String

    /// The command it stands for.
    var command: Bursar_V1_SetTradingState {
        .with {
            $0.worker = worker
            $0.state = state == "reducing" ? .reducing : .halted
            $0.reason = reason
            $0.flatten = flatten
        }
    }

    /// What it means for a worker.
    var directive: Bursar_V1_Directive {
        .with {
            $0.tradingState = command.state
            $0.reason = reason
            $0.flatten = flatten
        }
    }

    private static func path(in run: RunDirectory) -> String { "\(run.path)/kill-switch.json" }

    /// The switches of a run that are engaged, oldest first.
    static func read(from run: RunDirectory) throws -> [KillSwitchLatch] {
        guard FileManager.default.fileExists(atPath: path(in: run)) else { return [] }
        return try JSONDecoder().decode(
            [KillSwitchLatch].self,
            from: Data(contentsOf: URL(filePath: path(in: run)))
        )
    }

    /// Puts other switches in the place of those there are.
    static func write(_ latches: [KillSwitchLatch], to run: RunDirectory) throws {
        guard !latches.isEmpty else {
            guard FileManager.default.fileExists(atPath: path(in: run)) else { return }
            return try FileManager.default.removeItem(atPath: path(in: run))
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
        try encoder.encode(latches).write(to: URL(filePath: path(in: run)), options: .atomic)
    }
}
