import Foundation
import Keys
import Testing
import Transport
import ZeroMQ

struct KeyDirectoryTests {
    private let energy = KeyOwner.client(Identity(name: "energy", role: .worker))
    private let ann = KeyOwner.client(Identity(name: "ann", role: .operate))

    /// Runs a test with the path of a directory that is not there yet and is removed afterwards.
    private func withDirectory(_ body: (KeyDirectory) throws -> Void) throws {
        let path = NSTemporaryDirectory() + "bursar-keys-\(UUID().uuidString)"
        let result = Result { try body(KeyDirectory(path)) }
        if FileManager.default.fileExists(atPath: path) {
            try FileManager.default.removeItem(atPath: path)
        }
        try result.get()
    }

    private func mode(_ path: String) throws -> Int {
        let facts = try FileManager.default.attributesOfItem(atPath: path)
        return try #require(facts[.posixPermissions] as? NSNumber).intValue
    }

    private func set(_ mode: Int, _ path: String) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }

    private func text(_ path: String) throws -> String {
        try String(contentsOfFile: path, encoding: .utf8)
    }

    @Test func `a new directory is private, and so are its secrets`() throws {
        try withDirectory { keys in
            for owner in [.master, energy, ann] { _ = try keys.generate(owner) }
            for directory in ["", "/workers", "/admin", "/revoked"] {
                #expect(try mode(keys.path + directory) == 0o700)
            }
            for place in ["master", "workers/energy", "admin/ann"] {
                #expect(try mode("\(keys.path)/\(place).key") == 0o600)
                #expect(try mode("\(keys.path)/\(place).pub") == 0o644)
            }
            #expect(keys.problems(workers: ["energy"]).isEmpty)
        }
    }

    @Test func `what was made is read back, and the secret is in the secret file only`() throws {
        try withDirectory { keys in
            for owner in [.master, energy, ann] { _ = try keys.generate(owner) }
            let master = try keys.masterKeys()
            #expect(try keys.masterPublicKey() == master.publicKey)
            let worker = try keys.workerKeys("energy")
            let admin = try keys.adminKeys("ann")
            #expect(admin.identity == Identity(name: "ann", role: .operate))
            #expect(
                try keys.workerRing().ring.admitted
                    == [worker.publicKey: Identity(name: "energy", role: .worker)]
            )
            #expect(
                try keys.adminRing().ring.admitted == [admin.keys.publicKey: admin.identity]
            )
            for file in try FileManager.default.subpathsOfDirectory(atPath: keys.path)
            where file.hasSuffix(".pub") {
                for pair in [master, worker, admin.keys] {
                    #expect(try !text("\(keys.path)/\(file)").contains(pair.secretKey.text))
                }
            }
        }
    }

    @Test func `a key that is there is kept`() throws {
        try withDirectory { keys in
            guard case .new(let first) = try keys.generate(energy) else {
                Issue.record("the first key was not made")
                return
            }
            let before = try text("\(keys.path)/workers/energy.key")
            #expect(try keys.generate(energy) == .kept(first))
            #expect(try text("\(keys.path)/workers/energy.key") == before)
        }
    }

    @Test func `a secret whose public half is missing is never written over`() throws {
        try withDirectory { keys in
            _ = try keys.generate(energy)
            try FileManager.default.removeItem(atPath: "\(keys.path)/workers/energy.pub")
            let before = try text("\(keys.path)/workers/energy.key")
            #expect(throws: KeyError.self) { try keys.generate(energy) }
            #expect(try text("\(keys.path)/workers/energy.key") == before)
        }
    }

    @Test func `a revoked key is out, and its owner can get another`() throws {
        try withDirectory { keys in
            for owner in [.master, energy] { _ = try keys.generate(owner) }
            let old = try keys.workerKeys("energy")
            let stamp = try keys.stamp()
            let revoked = try keys.revoke("energy")
            #expect(revoked.key == old.publicKey)
            #expect(try keys.stamp() != stamp)
            let identity = Identity(name: "energy", role: .worker)
            #expect(
                try keys.workerRing().ring == KeyRing(revoked: [old.publicKey: identity])
            )
            #expect(throws: KeyError.self) { try keys.workerKeys("energy") }
            guard case .new(let new) = try keys.generate(energy) else {
                Issue.record("no other key was made")
                return
            }
            let ring = try keys.workerRing().ring
            #expect(ring.admitted == [new: identity])
            #expect(ring.revoked == [old.publicKey: identity])
            #expect(keys.problems(workers: ["energy"]).isEmpty)
            let revokedEntry = try keys.entries().last
            #expect(revokedEntry?.isRevoked == true)
            #expect(revokedEntry?.secretMode == "0600")
        }
    }

    @Test func `who has no key, or a name that two have, is told so`() throws {
        try withDirectory { keys in
            for owner in [.master, energy] { _ = try keys.generate(owner) }
            _ = try keys.generate(.client(Identity(name: "energy", role: .read)))
            for (name, code) in [
                ("nobody", KeyError.Code.notFound), ("energy", .nameInvalid),
                ("master", .nameInvalid), ("../master", .notFound), ("workers/nobody", .notFound),
            ] {
                let error = #expect(throws: KeyError.self) { try keys.revoke(name) }
                #expect(error?.code == code, "\(name)")
            }
            #expect(try keys.revoke("admin/energy").owner.role == "read")
        }
    }

    @Test(arguments: ["", "Energy", "a b", "../../etc", "é", String(repeating: "a", count: 33)])
    func `a name that can't be a worker's gets no key`(name: String) throws {
        try withDirectory { keys in
            let owner = KeyOwner.client(Identity(name: name, role: .worker))
            let error = #expect(throws: KeyError.self) { try keys.generate(owner) }
            #expect(error?.code == .nameInvalid)
            #expect(!FileManager.default.fileExists(atPath: keys.path))
        }
    }

    @Test(arguments: [0o644, 0o640, 0o604, 0o660, 0o400, 0o700])
    func `a secret of another mode than 0600 is refused with the chmod that mends it`(
        mode: Int
    ) throws {
        try withDirectory { keys in
            for owner in [.master, energy] { _ = try keys.generate(owner) }
            let path = "\(keys.path)/workers/energy.key"
            try set(mode, path)
            let error = #expect(throws: KeyError.self) { try keys.workerKeys("energy") }
            #expect(error?.code == .unsafe)
            #expect(error?.message.contains("chmod 0600 \(path)") == true)
            #expect(keys.problems(workers: ["energy"]).count == 1)
        }
    }

    @Test(arguments: ["", "/workers", "/admin", "/revoked"])
    func `a directory that others can write in is refused with the chmod that mends it`(
        place: String
    ) throws {
        try withDirectory { keys in
            for owner in [.master, energy] { _ = try keys.generate(owner) }
            let path = keys.path + place
            for mode in [0o770, 0o702, 0o777] {
                try set(mode, path)
                let error = #expect(throws: KeyError.self) { try keys.workerRing() }
                #expect(error?.code == .unsafe)
                #expect(error?.message.contains("chmod 0700 \(path)") == true)
                #expect(throws: KeyError.self) { try keys.generate(ann) }
            }
            try set(0o755, path)
            #expect(try keys.workerRing().problems.isEmpty)
        }
    }

    @Test func `a public half that others can write, or a link, keeps its key out`() throws {
        try withDirectory { keys in
            for owner in [.master, energy] { _ = try keys.generate(owner) }
            let path = "\(keys.path)/workers/energy.pub"
            try set(0o666, path)
            #expect(try keys.workerRing().ring == KeyRing())
            #expect(try keys.workerRing().problems.map(\.code) == [.unsafe])
            try set(0o644, path)
            try FileManager.default.moveItem(atPath: path, toPath: "\(keys.path)/moved")
            try FileManager.default.createSymbolicLink(
                atPath: path,
                withDestinationPath: "\(keys.path)/moved"
            )
            #expect(try keys.workerRing().problems.map(\.code) == [.malformed])
        }
    }

    @Test(
        .enabled(if: getuid() == 0, "only root can give files away"),
        arguments: ["/workers/energy.key", "/workers/energy.pub", "/workers", ""]
    )
    func `what belongs to another user is refused`(place: String) throws {
        try withDirectory { keys in
            for owner in [.master, energy] { _ = try keys.generate(owner) }
            try FileManager.default.setAttributes(
                [.ownerAccountID: NSNumber(value: 65_534)],
                ofItemAtPath: keys.path + place
            )
            let error = #expect(throws: KeyError.self) { try keys.workerKeys("energy") }
            #expect(error?.code == .unsafe)
            #expect(error?.message.contains("chown") == true)
        }
    }

    @Test func `a key under another's name or in another's place is refused`() throws {
        try withDirectory { keys in
            for owner in [.master, energy, ann] { _ = try keys.generate(owner) }
            let files = FileManager.default
            try files.copyItem(
                atPath: "\(keys.path)/workers/energy.pub",
                toPath: "\(keys.path)/workers/tech.pub"
            )
            // A person's public half among the workers' would make a worker of them.
            try files.copyItem(
                atPath: "\(keys.path)/admin/ann.pub",
                toPath: "\(keys.path)/workers/ann.pub"
            )
            let (ring, problems) = try keys.workerRing()
            #expect(ring.admitted.values.map(\.name) == ["energy"])
            #expect(problems.map(\.code) == [.malformed, .malformed])
            #expect(try keys.entries().compactMap(\.problem).count == 2)
        }
    }

    @Test func `two files of one key let nobody in twice, whoever wrote them`() throws {
        try withDirectory { keys in
            for owner in [.master, energy] { _ = try keys.generate(owner) }
            let text = try text("\(keys.path)/workers/energy.pub")
            try text.replacing("name: energy", with: "name: tech").write(
                toFile: "\(keys.path)/workers/tech.pub",
                atomically: false,
                encoding: .utf8
            )
            let (ring, problems) = try keys.workerRing()
            #expect(ring.admitted.count == 1)
            #expect(problems.count == 1)
        }
    }

    @Test(
        arguments: [
            "", "format: bursar-key-1\n", "key: x\nkey: y\n", "hello",
            "format: bursar-key-2\nhalf: public\nname: energy\nrole: worker\nkey: a\n",
            "format: bursar-key-1\nhalf: both\nname: energy\nrole: worker\nkey: a\n",
            "format: bursar-key-1\nhalf: public\nname: energy\nrole: king\nkey: a\n",
            "format: bursar-key-1\nhalf: public\nname: energy\nrole: worker\nkey: short\n",
            "format: bursar-key-1\nhalf: public\nname: energy\nrole: worker\ncolour: red\n",
            String(repeating: "#", count: 5_000),
        ]
    )
    func `a file that is no key file is refused without its words`(text: String) throws {
        try withDirectory { keys in
            for owner in [.master, energy] { _ = try keys.generate(owner) }
            let path = "\(keys.path)/workers/energy.pub"
            try text.write(toFile: path, atomically: false, encoding: .utf8)
            let problems = try keys.workerRing().problems
            #expect(problems.map(\.code) == [.malformed])
            #expect(problems.first?.message.contains(path) == true)
        }
    }

    @Test func `a broken secret file is refused without showing what it holds`() throws {
        try withDirectory { keys in
            for owner in [.master, energy] { _ = try keys.generate(owner) }
            let path = "\(keys.path)/workers/energy.key"
            let secret = try keys.workerKeys("energy").secretKey.text
            for broken in [secret, secret.dropLast() + "\"", "key: \(secret)"] {
                try "format: bursar-key-1\nhalf: secret\n\(broken)\n".write(
                    toFile: path,
                    atomically: false,
                    encoding: .utf8
                )
                let error = #expect(throws: KeyError.self) { try keys.workerKeys("energy") }
                #expect(error?.message.contains(secret.prefix(8)) == false)
            }
        }
    }
}
