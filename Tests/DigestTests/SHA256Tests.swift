import Digest
import Testing

struct SHA256Tests {
    /// Messages and digests published in FIPS 180-4's examples (NIST, "Cryptographic Standards").
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func `the published examples hash as published`(message: String, expected: String) {
        #expect(SHA256.hash(Array(message.utf8)).description == expected)
    }

    @Test func `a million letters hash as published`() {
        let digest = SHA256.hash([UInt8](repeating: 0x61, count: 1_000_000))
        let expected = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
        #expect(digest.description == expected)
    }

    @Test func `pieces of any size hash as the whole does`() {
        let message = (0..<1_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let whole = SHA256.hash(message)
        for size in [1, 3, 55, 56, 63, 64, 65, 200] {
            var hash = SHA256()
            var next = 0
            while next < message.count {
                let end = min(next + size, message.count)
                hash.update(Array(message[next..<end]))
                next = end
            }
            #expect(hash.finish() == whole, "pieces of \(size) bytes")
        }
    }

    @Test func `a chain continued from a stored digest goes on as if never stopped`() {
        var whole = DigestChain()
        var first = DigestChain()
        for entry in 0..<10 {
            whole.append([UInt8(entry)])
            if entry < 5 { first.append([UInt8(entry)]) }
        }
        var second = DigestChain(from: first.digest)
        for entry in 5..<10 { second.append([UInt8(entry)]) }
        #expect(second.digest == whole.digest)
        #expect(first.digest != whole.digest)
    }

    @Test func `stored bytes of another length are no digest`() {
        #expect(Digest(bytes: [1, 2, 3]) == nil)
        #expect(Digest(bytes: Digest.zero.bytes) == .zero)
    }
}
