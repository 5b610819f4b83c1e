import Testing
import Transport

struct EndpointTests {
    @Test(arguments: [
        ("ipc:///run/bursar/control", Endpoint.ipc(path: "/run/bursar/control")),
        ("tcp://127.0.0.1:5555", .tcp(host: "127.0.0.1", port: "5555")),
        ("tcp://*:*", .tcp(host: "*", port: "*")),
        ("tcp://[::1]:65535", .tcp(host: "[::1]", port: "65535")),
        ("tcp://master.example.org:1", .tcp(host: "master.example.org", port: "1")),
    ])
    func `a well-formed address is read and printed alike`(text: String, endpoint: Endpoint)
        throws
    {
        #expect(try Endpoint(text) == endpoint)
        #expect(endpoint.description == text)
    }

    @Test(arguments: [
        ("", TransportError.Code.schemeUnsupported),
        ("udp://127.0.0.1:1", .schemeUnsupported),
        ("inproc://here", .schemeUnsupported),
        ("/run/bursar/control", .schemeUnsupported),
        ("ipc://", .endpointInvalid),
        ("ipc://*", .endpointInvalid),
        ("ipc://@abstract", .endpointInvalid),
        ("ipc:///" + String(repeating: "d", count: 107), .pathTooLong),
        ("tcp://127.0.0.1", .endpointInvalid),
        ("tcp://127.0.0.1:", .endpointInvalid),
        ("tcp://127.0.0.1:0", .endpointInvalid),
        ("tcp://127.0.0.1:65536", .endpointInvalid),
        ("tcp://127.0.0.1:http", .endpointInvalid),
        ("tcp://:5555", .endpointInvalid),
        ("tcp://::1:5555", .endpointInvalid),
    ])
    func `a malformed address is refused`(text: String, code: TransportError.Code) {
        let error = #expect(throws: TransportError.self) { try Endpoint(text) }
        #expect(error?.code == code)
        #expect(error?.cause == nil)
    }

    @Test func `a path of 107 bytes is taken, and one of 108 is refused with both numbers`() throws
    {
        let path = "/" + String(repeating: "d", count: 106)
        #expect(try Endpoint("ipc://\(path)") == .ipc(path: path))
        let error = #expect(throws: TransportError.self) { try Endpoint("ipc://\(path)d") }
        #expect(error?.message.contains("has 108 bytes and the kernel takes 107") == true)
    }
}
