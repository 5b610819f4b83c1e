import Foundation
import Journal
import LinearAlgebra
import Transport
import ZeroMQ

/// Strangers talk to the master's port: what they say must be thrown away, and cost nobody anything.
struct Junk: Fault {
    /// What strangers say.
    enum Kind {
        /// Bytes by chance.
        case noise
        /// The greeting of ZMTP, then bytes by chance.
        case brokenGreeting
        /// The greeting of ZMTP, then a frame that claims to be larger than all memory.
        case oversize
        /// Well-formed messages of too few and too many frames, of which none is ours.
        case frames
        /// Nothing at all: two hundred connections that stay open.
        case idle
    }

    let name: String
    let summary: String
    let kind: Kind
    let arguments = ["--transport", "tcp"]

    func strike(_ cluster: TortureCluster) async throws {
        try await cluster.start()
        try await cluster.reach(0.1)
        let port = try await port(of: cluster)
        var speaker = Speaker(kind: kind, port: port, random: cluster.random)
        for turn in 1...5 {
            try await cluster.reach(0.15 * Double(turn))
            try speaker.speak()
            cluster.fired(at: nil, .interruption)
        }
        try await cluster.finish()
        let entries = try ProcessCluster.entries(of: cluster.run)
        guard entries.allSatisfy({ $0.starts == 1 }) else {
            throw BrokenPassLine("a process ended over what strangers said")
        }
    }

    private func port(of cluster: TortureCluster) async throws -> UInt16 {
        let path = "\(try cluster.run.path)/endpoint"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        guard let digits = text.split(separator: ":").last, let port = UInt16(digits) else {
            throw BrokenPassLine("no port in \(text)")
        }
        return port
    }
}

/// Says one kind of junk.
private struct Speaker {
    let kind: Junk.Kind
    let port: UInt16
    var random: Xoshiro256
    private var crowd: [StreamSocket] = []

    init(kind: Junk.Kind, port: UInt16, random: Xoshiro256) {
        (self.kind, self.port, self.random) = (kind, port, random)
    }

    /// The first 64 bytes of a ZMTP 3.0 connection without encryption (rfc.zeromq.org/spec/23).
    private static let greeting: [UInt8] =
        [0xFF, 0, 0, 0, 0, 0, 0, 0, 0, 0x7F, 3, 0] + Array("NULL".utf8)
        + [UInt8](repeating: 0, count: 48)

    /// A READY command that names the speaker a DEALER.
    private static let ready: [UInt8] =
        [4, 28, 5] + Array("READY".utf8) + [11] + Array("Socket-Type".utf8) + [0, 0, 0, 6]
        + Array("DEALER".utf8)

    mutating func speak() throws {
        switch kind {
        case .noise: for _ in 0..<20 { say(noise(4_096)) }
        case .brokenGreeting: for _ in 0..<20 { say(Self.greeting + noise(512)) }
        case .oversize:
            let head: [UInt8] = [2, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]
            for _ in 0..<20 { say(Self.greeting + Self.ready + head + noise(2_048)) }
        case .frames: try sayFrames()
        case .idle:
            // Each turn's are closed when the next turn's are open.
            crowd = (0..<200).compactMap { _ in StreamSocket(port: port) }
            guard crowd.count == 200 else {
                throw BrokenPassLine("only \(crowd.count) of 200 strangers could connect")
            }
        }
    }

    private func say(_ bytes: [UInt8]) { StreamSocket(port: port)?.say(bytes) }

    private mutating func noise(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    }

    private mutating func sayFrames() throws {
        let socket = try Stranger.socket()
        try socket.connect("tcp://127.0.0.1:\(port)")
        for count in [1, 2, 3, 64, 1_000] {
            _ = socket.send(frames: (0..<count).map { _ in noise(16) })
        }
    }
}

/// A client of nobody: a DEALER whose messages are waited for half a second when it goes.
enum Stranger {
    static func socket() throws -> Socket {
        var options = SocketOptions()
        options.linger = .milliseconds(500)
        return try Socket(.dealer, in: Context(), options: options)
    }
}
