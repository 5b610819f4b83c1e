import Glibc
import Testing

@testable import ZeroMQ

@Suite(.serialized, .timeLimit(.minutes(1)))
struct DescriptorTests {
    @Test func `the end of an inherited pipe is noticed once, after what was written`()
        async throws
    {
        let ends = Probe<String>()
        let (reader, writer) = try makePipe()
        defer { close(reader) }
        try await withIOThread { thread in
            await thread.perform {
                _ = thread.watchForEnd(of: reader) { ends.report("end") }
            }
            #expect(unsafe write(writer, "words", 5) == 5)
            close(writer)
            #expect(await ends.next(1) == ["end"])
        }
        #expect(await ends.rest().isEmpty)
    }

    @Test func `a watch tells of something to read, then of the hang-up, and then no more`()
        async throws
    {
        let probe = Probe<DescriptorEvents>()
        let (reader, writer) = try makePipe()
        defer { close(reader) }
        try await withIOThread { thread in
            await thread.perform {
                _ = thread.watch(descriptor: reader) { events in
                    var byte: UInt8 = 0
                    if events.isReadable { _ = unsafe read(reader, &byte, 1) }
                    probe.report(events)
                }
            }
            #expect(unsafe write(writer, "x", 1) == 1)
            #expect(await probe.next(1) == [DescriptorEvents(isReadable: true, isHungUp: false)])
            close(writer)
            #expect(await probe.next(1) == [DescriptorEvents(isReadable: false, isHungUp: true)])
            await thread.perform {}
            await thread.perform {}
        }
        #expect(await probe.rest().isEmpty)
    }

    @Test func `a cancelled watch is silent`() async throws {
        let probe = Probe<DescriptorEvents>()
        let (reader, writer) = try makePipe()
        defer {
            close(reader)
            close(writer)
        }
        try await withIOThread { thread in
            await thread.perform {
                let watch = thread.watch(descriptor: reader) { probe.report($0) }
                watch.cancel()
            }
            #expect(unsafe write(writer, "x", 1) == 1)
            await thread.perform {}
            await thread.perform {}
        }
        #expect(await probe.rest().isEmpty)
    }

    private func makePipe() throws -> (reader: Int32, writer: Int32) {
        var ends: [Int32] = [0, 0]
        try #require(unsafe pipe(&ends) == 0)
        return (ends[0], ends[1])
    }
}
