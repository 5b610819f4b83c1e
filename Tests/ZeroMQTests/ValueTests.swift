import Testing

@testable import ZeroMQ

struct ValueTests {
    @Test(arguments: 0...16)
    func `a routing name gives its bytes back`(count: Int) {
        let bytes = (0..<count).map { UInt8(200 + $0) }
        #expect(RoutingID(bytes).bytes == bytes)
        #expect(RoutingID(bytes).count == count)
    }

    @Test func `routing names are ordered like their bytes`() {
        let names: [[UInt8]] = [
            [], [0], [0, 0], [0, 1], [1], [1, 0, 0, 0, 0, 0, 0, 0, 5], [255],
        ]
        let ids = names.map { RoutingID($0) }
        #expect(ids.sorted() == ids)
        #expect(Set(ids).count == names.count)
    }

    @Test func `a routing name that differs only in trailing zeros is another one`() {
        #expect(RoutingID([1]) != RoutingID([1, 0]))
    }

    @Test func `a random routing name has 16 bytes and never begins with 0`() {
        let zeros = RoutingID.random { [UInt8](repeating: 0, count: $0) }
        #expect(zeros.bytes == [1] + [UInt8](repeating: 0, count: 15))
        let names = Set((0..<1_000).map { _ in RoutingID.random(from: SystemRandom.bytes) })
        #expect(names.count == 1_000)
        #expect(names.allSatisfy { $0.count == 16 && $0.bytes[0] != 0 })
    }

    @Test func `a routing name prints its bytes in hexadecimal`() {
        #expect(RoutingID([0, 10, 255]).description == "000aff")
    }

    @Test func `instants add durations and keep within the clock's range`() {
        let instant = MonotonicInstant(nanoseconds: 100)
        #expect(instant.advanced(by: .nanoseconds(50)).nanoseconds == 150)
        #expect(instant.advanced(by: .nanoseconds(-150)).nanoseconds == -50)
        #expect(instant.duration(to: MonotonicInstant(nanoseconds: 40)) == .nanoseconds(-60))
        #expect(instant.advanced(by: .seconds(Int64.max)).nanoseconds == .max)
        #expect(
            MonotonicInstant(nanoseconds: -2).advanced(by: .seconds(Int64.min)).nanoseconds == .min
        )
    }

    @Test func `the machine's clock never goes back`() {
        let first = MonotonicInstant.read()
        #expect(MonotonicInstant.read() >= first)
        // 2020-01-01, long past.
        #expect(WallClock.nanosecondsSinceEpoch() > 1_577_836_800_000_000_000)
    }

    @Test func `a generated key pair fits together and survives its text`() throws {
        let pair = try CurveKeyPair.generate()
        #expect(try pair.secretKey.publicKey() == pair.publicKey)
        #expect(try CurvePublicKey(pair.publicKey.text) == pair.publicKey)
        #expect(
            try CurveKeyPair(secretKey: CurveSecretKey(pair.secretKey.text)).publicKey
                == pair.publicKey
        )
        #expect(try CurveKeyPair.generate().publicKey != pair.publicKey)
    }

    @Test(arguments: ["", "short", String(repeating: "a", count: 41), badCharacter])
    func `a text that is no key is refused with the way out`(text: String) {
        let error = #expect(throws: ZeroMQError.self) { try CurvePublicKey(text) }
        #expect(error?.code == .keyInvalid)
        #expect(error?.message.contains("40 characters of Z85") == true)
    }

    private static let badCharacter = String(repeating: "a", count: 39) + "\""

    @Test func `a secret key prints neither itself nor its parts`() throws {
        let pair = try CurveKeyPair.generate()
        var dumped = ""
        dump(pair, to: &dumped)
        #expect(!"\(pair)".contains(pair.secretKey.text))
        #expect(!dumped.contains(pair.secretKey.text))
        let error = #expect(throws: ZeroMQError.self) {
            try CurveSecretKey(pair.secretKey.text + "x")
        }
        #expect(error?.message.contains(pair.secretKey.text) == false)
    }
}
