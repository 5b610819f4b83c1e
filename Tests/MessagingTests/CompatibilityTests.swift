import Foundation
import SwiftProtobuf
import Testing

/// Holds the present messages against those of version 1.0, whose descriptor set never changes.
struct CompatibilityTests {
    private func messages(_ file: String) throws -> [String: Google_Protobuf_DescriptorProto] {
        let path = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "Descriptors/\(file).descriptors")
        let set = try Google_Protobuf_FileDescriptorSet(serializedBytes: Data(contentsOf: path))
        let messages = set.file.flatMap(\.messageType)
        return Dictionary(uniqueKeysWithValues: messages.map { ($0.name, $0) })
    }

    /// Fields of a baseline that are missing or mean something else, as `Message.number`.
    private func broken(
        _ baseline: [String: Google_Protobuf_DescriptorProto],
        _ present: [String: Google_Protobuf_DescriptorProto]
    ) -> [String] {
        var broken: [String] = []
        for (name, message) in baseline.sorted(by: { $0.key < $1.key }) {
            for field in message.field {
                let now = present[name]?.field.first { $0.number == field.number }
                let isReserved =
                    present[name]?.reservedRange.contains {
                        $0.start <= field.number && field.number < $0.end
                    } ?? false
                let isSame =
                    now?.name == field.name && now?.type == field.type
                    && now?.label == field.label && now?.typeName == field.typeName
                if !(isSame || (now == nil && isReserved)) {
                    broken.append("\(name).\(field.number)")
                }
            }
        }
        return broken
    }

    @Test func `no field number of version 1.0 has another meaning now`() throws {
        let baseline = try messages("version-1.0")
        #expect(baseline.count > 20)
        #expect(try broken(baseline, messages("bursar")) == [])
    }

    @Test func `a number used again, and one dropped without reserving it, are found`() throws {
        let baseline = try messages("version-1.0")
        var changed = baseline
        changed["Transfer"]?.field[1].name = "weight"
        changed["Goodbye"]?.field.removeLast()
        changed["Retire"]?.field.removeAll()
        changed["Retire"]?.reservedRange = [
            .with {
                $0.start = 1
                $0.end = 2
            }
        ]
        #expect(broken(baseline, changed) == ["Goodbye.4", "Transfer.2"])
    }

    @Test func `no message uses a map, whose order is not fixed`() throws {
        for (name, message) in try messages("bursar") {
            #expect(!message.nestedType.contains { $0.options.mapEntry }, "\(name)")
        }
    }
}
