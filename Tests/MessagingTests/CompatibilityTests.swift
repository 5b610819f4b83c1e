import Foundation
import SwiftProtobuf
import Testing

/// Fields of version 1.0 by message, in the order of their numbers: what may never change meaning.
private let firstVersion: [String: [String]] = [
    "Content": ["sequence", "sender", "receiver", "correlation", "causation", "virtual_time"],
    "Transport": [
        "epoch", "incarnation", "acknowledged", "lamport", "wall_time", "traceparent",
    ],
    "BeginCycle": ["cycle", "from", "to", "context", "grants", "recalls"],
    "Transfer": ["id", "amount_micros", "proposal", "cycle_decided"],
    "Remittance": ["transfer", "amount_micros", "outstanding_micros"],
]

struct CompatibilityTests {
    private func descriptors() throws -> Google_Protobuf_FileDescriptorSet {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "Descriptors/bursar.descriptors")
        return try Google_Protobuf_FileDescriptorSet(serializedBytes: Data(contentsOf: file))
    }

    @Test func `no field number of the first version names something else`() throws {
        let messages = try descriptors().file.flatMap(\.messageType)
        for (name, fields) in firstVersion {
            let message = try #require(messages.first { $0.name == name })
            for (index, field) in fields.enumerated() {
                let found = message.field.first { $0.number == Int32(index + 1) }
                #expect(found?.name == field, "\(name), field \(index + 1)")
            }
        }
    }

    @Test func `no message uses a map, whose order is not fixed`() throws {
        for message in try descriptors().file.flatMap(\.messageType) {
            #expect(!message.nestedType.contains { $0.options.mapEntry }, "\(message.name)")
        }
    }
}
