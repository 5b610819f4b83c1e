import Glibc
import Testing

@testable import ZeroMQ

@Suite(.serialized, .timeLimit(.minutes(1)))
struct SocketFileTests {
    @Test func `a path is told apart by what is there`() async throws {
        try await withDirectory { directory in
            let path = "\(directory)/socket"
            #expect(SocketFile(at: path) == .absent)
            #expect(SocketFile(at: "\(directory)/missing/socket") == .directoryMissing)
            #expect(SocketFile(at: directory) == .occupied)
            try leaveSocketFile(at: path)
            #expect(SocketFile(at: path) == .abandoned)
        }
    }

    @Test func `a bound socket is served until it closes, and leaves no file`() async throws {
        try await withDirectory { directory in
            let path = "\(directory)/socket"
            try leaveSocketFile(at: path)
            try await withIOThread { thread in
                try await thread.perform {
                    let socket = try thread.open(.router)
                    #expect(try socket.bind("ipc://\(path)") == "ipc://\(path)")
                    #expect(SocketFile(at: path) == .served)
                    #expect(socket.close())
                    #expect(SocketFile(at: path) == .absent)
                    #expect(socket.close())
                }
            }
        }
    }

    @Test func `the end of the thread removes the socket files of its servers`() async throws {
        try await withDirectory { directory in
            let path = "\(directory)/socket"
            try await withIOThread { thread in
                try await thread.perform {
                    _ = try thread.open(.router).bind("ipc://\(path)")
                }
                #expect(SocketFile(at: path) == .served)
            }
            #expect(SocketFile(at: path) == .absent)
        }
    }

    @Test func `an address is free for the next server a hundred times in a row`() async throws {
        try await withDirectory { directory in
            let path = "\(directory)/socket"
            try await withIOThread { thread in
                try await thread.perform {
                    for _ in 0..<100 {
                        let socket = try thread.open(.router)
                        _ = try socket.bind("ipc://\(path)")
                        #expect(socket.close())
                    }
                }
            }
        }
    }

    private func leaveSocketFile(at path: String) throws {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { buffer in
            unsafe buffer.copyBytes(from: path.utf8)
        }
        let result = unsafe withUnsafeBytes(of: &address) { bytes in
            unsafe bytes.withMemoryRebound(to: sockaddr.self) { addresses in
                unsafe bind(
                    descriptor,
                    addresses.baseAddress,
                    socklen_t(MemoryLayout<sockaddr_un>.size)
                )
            }
        }
        try #require(result == 0)
    }

    private func withDirectory(_ body: (String) async throws -> Void) async throws {
        var template = Array("/tmp/bursar-XXXXXX".utf8CString)
        try #require(unsafe mkdtemp(&template) != nil)
        let bytes = template.dropLast().map { UInt8(bitPattern: $0) }
        let directory = String(decoding: bytes, as: UTF8.self)
        defer {
            unsafe unlink("\(directory)/socket")
            unsafe rmdir(directory)
        }
        try await body(directory)
    }
}
