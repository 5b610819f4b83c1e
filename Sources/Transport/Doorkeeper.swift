internal import ZeroMQ

/// Something about who comes in or not, told once for each peer.
package struct AdmissionNote: Sendable, Equatable, CustomStringConvertible {
    /// The kinds of note.
    package enum Kind: String, Sendable {
        /// A key was known.
        case admitted
        /// Somebody was kept out.
        case denied
        /// A connection was ended that had come in.
        case dropped
    }

    /// Which kind it is.
    package let kind: Kind
    /// Who and why, in words; a key by its fingerprint only.
    package let words: String

    /// The kind, then the words.
    package var description: String { "\(kind.rawValue) \(words)" }
}

/// How often what happened at a server's door since it listens.
package struct AdmissionCounts: Sendable, Equatable {
    /// Handshakes of known keys.
    package var admitted = 0
    /// Handshakes refused: unknown or revoked key, no key, another protocol, or none in time.
    package var denied = 0
    /// Connections ended because of what came over them, or because their key was revoked.
    package var dropped = 0
    /// Connections ended because there were too many.
    package var crowdedOut = 0
    /// Connections now.
    package var connections = 0

    /// Nothing yet.
    package init() {}
}

/// The decisions at a server's door: who comes in, who stays, who has to go, what is told.
///
/// A plain value: events go in, what is to be done comes out.
struct Doorkeeper {
    /// What is to be done after an event.
    enum Action: Equatable {
        case cut(Int32)
        case tell(AdmissionNote)
    }

    private struct Guest {
        let peer: String
        var userID: String?
    }

    /// Peers that are told about; later ones are only counted.
    static let peersToldMaximum = 1_024

    private(set) var counts = AdmissionCounts()
    private let isKeyed: Bool
    private let connectionsMaximum: Int
    private var ring: KeyRing
    private var identities: [String: Identity] = [:]
    private var guests: [Int32: Guest] = [:]
    // Connections that have not spoken yet, oldest first; some have ended or spoken meanwhile.
    private var silent: [Int32] = []
    private var failure: HandshakeFailure?
    // Connections whose key was refused and that have not ended yet.
    private var refusedCount = 0
    private var told: Set<String> = []

    /// A door with at most so many connections; without a ring everybody comes in.
    init(ring: KeyRing?, connectionsMaximum: Int) {
        isKeyed = ring != nil
        self.ring = ring ?? KeyRing()
        self.connectionsMaximum = connectionsMaximum
        identities = Self.identities(in: self.ring)
    }

    /// Says under which user id a key comes in.
    mutating func asked(
        about key: CurvePublicKey,
        from peer: String
    ) -> (userID: String?, actions: [Action]) {
        if let identity = ring.identity(of: key) {
            counts.admitted += 1
            let words = "\(identity) with key \(key.fingerprint), from \(peer)"
            let userID = Self.userID(of: identity, key)
            return (userID, tell(.admitted, words, once: "in \(key)"))
        }
        counts.denied += 1
        refusedCount += 1
        let reason =
            ring.revoked[key].map { "was \($0) and is revoked" } ?? "is not known here"
        let words = "key \(key.fingerprint) from \(peer): it \(reason)"
        return (nil, tell(.denied, words, once: "out \(key)"))
    }

    /// Notes what became of a connection; `describe` says who is at its other end.
    mutating func noted(
        _ event: ConnectionEvent,
        describe: (Int32) -> String?
    ) -> [Action] {
        switch event {
        case .accepted(let descriptor):
            return accepted(descriptor, from: describe(descriptor) ?? "an unknown address")
        case .ready:
            return []
        case .failed(.keyRefused):
            // Its end comes later, and others may end before.
            return []
        case .failed(let failure):
            self.failure = failure
            return []
        case .ended(let descriptor):
            return ended(descriptor)
        }
    }

    /// Whether events about a connection are still to come, so that they have to be read first.
    func isBehind(_ userID: String?, over descriptor: Int32?) -> Bool {
        guard let descriptor else { return false }
        guard let guest = guests[descriptor] else { return true }
        return guest.userID != nil && guest.userID != (userID ?? "")
    }

    /// Says who sent a message over a connection; `nil` when it must not be heard.
    mutating func heard(
        _ userID: String?,
        over descriptor: Int32?
    ) -> (isWelcome: Bool, identity: Identity?, actions: [Action]) {
        let identity = userID.flatMap { identities[$0] }
        if let descriptor { guests[descriptor]?.userID = userID ?? "" }
        guard isKeyed, identity == nil else { return (true, identity, []) }
        return (false, nil, dropped(descriptor, "its key is not admitted"))
    }

    /// Ends a connection over which a message came that broke the form.
    mutating func broken(
        _ reason: String,
        _ userID: String?,
        over descriptor: Int32?
    ) -> [Action] {
        if let descriptor { guests[descriptor]?.userID = userID ?? "" }
        return dropped(descriptor, reason)
    }

    /// Takes another ring and ends the connections of those who are no longer in it.
    mutating func replace(_ ring: KeyRing) -> [Action] {
        guard isKeyed, ring != self.ring else { return [] }
        self.ring = ring
        identities = Self.identities(in: ring)
        var actions: [Action] = []
        for descriptor in guests.keys.sorted() {
            guard let userID = guests[descriptor]?.userID, identities[userID] == nil else {
                continue
            }
            actions += dropped(descriptor, "its key was revoked")
        }
        return actions
    }
}

extension Doorkeeper {
    /// The text that libzmq carries with each message: the name for people, the key for us.
    private static func userID(of identity: Identity, _ key: CurvePublicKey) -> String {
        "\(identity.role.rawValue) \(identity.name) \(key.text)"
    }

    private static func identities(in ring: KeyRing) -> [String: Identity] {
        var identities: [String: Identity] = [:]
        for (key, identity) in ring.admitted where ring.revoked[key] == nil {
            identities[userID(of: identity, key)] = identity
        }
        return identities
    }

    private mutating func accepted(_ descriptor: Int32, from peer: String) -> [Action] {
        // The number of a connection whose end was not reported is used again.
        guests[descriptor] = Guest(peer: peer)
        silent.append(descriptor)
        counts.connections = guests.count
        guard guests.count > connectionsMaximum else {
            if silent.count > 4 * connectionsMaximum { silent = silent.filter { isSilent($0) } }
            return []
        }
        counts.crowdedOut += 1
        // Who has never spoken goes first, the oldest of them: members stay in a flood.
        let oldest = silent.firstIndex { isSilent($0) }
        let victim = oldest.map { silent[$0] } ?? descriptor
        if let oldest { silent.removeFirst(oldest + 1) }
        let words =
            "a connection from \(guests[victim]?.peer ?? peer): "
            + "\(connectionsMaximum) are the most at once"
        guests[victim] = nil
        counts.connections = guests.count
        let once = "crowd \(peer)"
        return [.cut(victim)] + tell(.dropped, words, once: once)
    }

    private func isSilent(_ descriptor: Int32) -> Bool {
        guests[descriptor].map { $0.userID == nil } ?? false
    }

    private mutating func ended(_ descriptor: Int32) -> [Action] {
        // libzmq reports a failed handshake and then, from the same thread, the end.
        let failure = failure.take()
        let guest = guests.removeValue(forKey: descriptor)
        counts.connections = guests.count
        guard let guest else { return [] }
        let reason: String
        switch failure {
        // Told with the key when it was asked about.
        case .keyRefused: return []
        case nil where guest.userID == nil && refusedCount > 0:
            refusedCount -= 1
            return []
        // libzmq says nothing of the oldest protocols that it turns away.
        case nil where guest.userID == nil: reason = "it ended without a word of the protocol"
        case nil: return []
        case .mechanismDiffers:
            reason = isKeyed ? "it showed no key" : "it wants to encrypt, and this door does not"
        case .malformed:
            reason = "what it sent is not ZeroMQ's protocol, or is meant for another server's key"
        case .brokenOff: reason = "it went away before it had shown who it is"
        case .timedOut: reason = "it did not show in time who it is"
        }
        counts.denied += 1
        return tell(.denied, "\(guest.peer): \(reason)", once: "\(reason) \(guest.peer)")
    }

    private mutating func dropped(_ descriptor: Int32?, _ reason: String) -> [Action] {
        // What comes over a connection that was cut already was only on its way.
        guard let descriptor, let guest = guests.removeValue(forKey: descriptor) else { return [] }
        counts.dropped += 1
        counts.connections = guests.count
        let name = guest.userID.flatMap { $0.split(separator: " ").dropFirst().first }
        let who = name.map { "\($0) at \(guest.peer)" } ?? guest.peer
        return [.cut(descriptor)]
            + tell(.dropped, "\(who): \(reason)", once: "\(reason) \(guest.userID ?? guest.peer)")
    }

    private mutating func tell(
        _ kind: AdmissionNote.Kind,
        _ words: String,
        once key: String
    ) -> [Action] {
        guard told.count < Self.peersToldMaximum, told.insert(key).inserted else { return [] }
        return [.tell(AdmissionNote(kind: kind, words: words))]
    }
}
