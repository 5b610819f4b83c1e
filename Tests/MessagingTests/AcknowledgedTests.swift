import Messaging
import SwiftProtobuf
import Testing

/// What a header acknowledges is read without decoding it.
struct AcknowledgedTests {
    private func frame(_ acknowledged: UInt64, traceparent: String = "") throws -> [UInt8] {
        let header = Bursar_V1_Header.with {
            $0.content = .with {
                $0.sequence = 300
                $0.sender = "tech"
                $0.receiver = "master"
                $0.causation = .with { $0.sequence = 7 }
                $0.virtualTime = -5
            }
            $0.transport = .with {
                $0.epoch = 2
                $0.incarnation = 1_000
                $0.acknowledged = acknowledged
                $0.lamport = 1 << 40
                $0.wallTime = 99
                $0.traceparent = traceparent
            }
        }
        return try header.serializedBytes()
    }

    @Test(arguments: [0, 1, 127, 128, 16_384, 10_000_000, UInt64(Int64.max)])
    func `it is what the decoder reads`(_ acknowledged: UInt64) throws {
        let bytes = try frame(acknowledged, traceparent: "00-ab-cd-01")
        #expect(HeaderFrame.acknowledged(in: bytes.span) == Int64(acknowledged))
    }

    @Test func `a frame that is cut or none of ours acknowledges nothing`() throws {
        let bytes = try frame(5)
        for count in 0..<bytes.count {
            let value = HeaderFrame.acknowledged(in: bytes[0..<count].span)
            #expect(value == 0 || value == 5)
        }
        #expect(HeaderFrame.acknowledged(in: [UInt8](repeating: 0xff, count: 64).span) == 0)
        #expect(HeaderFrame.acknowledged(in: [1, 2, 3].span) == 0)
    }
}
