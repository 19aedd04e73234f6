import Crypto
import Foundation
import SurveyKit
import TestSupport
import Testing
import WireProtocol

/// Contact details under seal: who opens them, and what does not.
struct ContactSealingTests {
    private let pair = Curve25519.KeyAgreement.PrivateKey()
    private let key: ContactKey
    private let response = Examples.responseID(1)
    private let contact = Contact(kind: .email, value: "leyla@example.az")

    init() throws { key = try #require(ContactKey(key: pair.publicKey.rawRepresentation)) }

    private func sealed(_ contact: Contact? = nil) throws -> ContactEnvelope {
        try ContactEnvelope.sealing(contact ?? self.contact, to: key, response: response)
    }

    private func error(opening envelope: ContactEnvelope, response: ResponseID? = nil) -> ContactSealingError? {
        do {
            _ = try envelope.opened(with: pair.rawRepresentation, response: response ?? self.response)
            return nil
        } catch { return error }
    }

    /// RFC 9180, appendix A.2.1: this suite in base mode, the first message.
    @Test func `the suite is the one of RFC 9180 that the format names`() throws {
        func bytes(_ hex: String) throws -> Data { try #require(Data(hex: hex)) }
        let recipient = try Curve25519.KeyAgreement.PrivateKey(
            rawRepresentation: bytes("8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb"))
        var opener = try HPKE.Recipient(
            privateKey: recipient, ciphersuite: ContactEnvelope.suite,
            info: bytes("4f6465206f6e2061204772656369616e2055726e"),
            encapsulatedKey: bytes("1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a"))
        let plain = try opener.open(
            bytes(
                "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28"),
            authenticating: bytes("436f756e742d30"))
        #expect(String(decoding: plain, as: UTF8.self) == "Beauty is truth, truth beauty")
    }

    @Test func `info, associated data and padding are those of the format`() throws {
        let envelope = try sealed()
        var opener = try HPKE.Recipient(
            privateKey: pair, ciphersuite: .Curve25519_SHA256_ChachaPoly, info: Data("smilepost/contact;v=1".utf8),
            encapsulatedKey: envelope.enc)
        let plain = try opener.open(envelope.box, authenticating: Data(response.hex.utf8))
        let json = #"{"kind":"email","value":"leyla@example.az"}"#
        #expect(String(decoding: plain, as: UTF8.self) == json + String(repeating: " ", count: 64 - json.utf8.count))
        #expect(envelope.key == key.id)
        #expect(envelope.isWellFormed)
    }

    @Test func `what was sealed opens with the private key, whatever was written`() throws {
        for contact in [
            contact, Contact(kind: .phone, value: "+994 12 555 01 23"), Contact(kind: .email, value: ""),
            Contact(kind: .email, value: "şəhla\"\\\n\u{0}@örnək.az"), Contact(kind: .phone, value: " "),
        ] {
            let opened = try sealed(contact).opened(with: pair.rawRepresentation, response: response)
            #expect(opened == contact)
        }
    }

    @Test func `lengths tell no more than the number of blocks`() throws {
        let sizes = try (0...200).map { length in
            try sealed(Contact(kind: .email, value: String(repeating: "a", count: length))).box.count - 16
        }
        #expect(sizes.allSatisfy { $0.isMultiple(of: 64) })
        #expect(Set(sizes) == [64, 128, 192, 256])
        #expect(sizes == sizes.sorted())
    }

    @Test func `the same details are never the same bytes`() throws {
        let (one, other) = (try sealed(), try sealed())
        #expect(one.enc != other.enc)
        #expect(one.box != other.box)
    }

    @Test func `an envelope survives a sealed line and opens by the id of its response`() throws {
        var draft = Examples.draft(id: response)
        draft.answers["contact"] = .contact(try sealed())
        let queue = Examples.queueID()
        let line = try SealedLine(sealing: draft, queue: queue, seq: 1, prev: SealedLine.genesis(of: queue))
        let read = try JSONDecoder().decode(ResponseLine.self, from: line.bytes)
        guard case .contact(let envelope) = read.answers["contact"] else {
            Issue.record("the contact is no contact any more")
            return
        }
        #expect(try envelope.opened(with: pair.rawRepresentation, response: read.id) == contact)
        #expect(!String(decoding: line.bytes, as: UTF8.self).contains("leyla"))
    }

    @Test func `another private key is named, and under a false name does not open`() throws {
        let other = Curve25519.KeyAgreement.PrivateKey()
        let otherKey = try #require(ContactKey(key: other.publicKey.rawRepresentation))
        let envelope = try sealed()
        #expect(throws: ContactSealingError.otherKey(sealedTo: key.id, given: otherKey.id)) {
            try envelope.opened(with: other.rawRepresentation, response: response)
        }
        let renamed = ContactEnvelope(key: otherKey.id, enc: envelope.enc, box: envelope.box)
        #expect(throws: ContactSealingError.doesNotOpen) {
            try renamed.opened(with: other.rawRepresentation, response: response)
        }
    }

    @Test func `in another response it does not open`() throws {
        #expect(error(opening: try sealed(), response: Examples.responseID(2)) == .doesNotOpen)
    }

    @Test func `no altered byte passes`() throws {
        let envelope = try sealed()
        for index in envelope.box.indices {
            var box = envelope.box
            box[index] ^= 1
            #expect(
                error(opening: ContactEnvelope(key: key.id, enc: envelope.enc, box: box)) == .doesNotOpen,
                "byte \(index) of the box")
        }
        for index in envelope.enc.indices {
            var enc = envelope.enc
            enc[index] ^= 1
            #expect(
                error(opening: ContactEnvelope(key: key.id, enc: enc, box: envelope.box)) == .doesNotOpen,
                "byte \(index) of the encapsulated key")
        }
    }

    @Test func `a truncated envelope is refused at every length`() throws {
        let envelope = try sealed()
        for length in 0..<envelope.box.count {
            let short = ContactEnvelope(key: key.id, enc: envelope.enc, box: envelope.box.prefix(length))
            #expect(error(opening: short) == (length < 17 ? .malformed : .doesNotOpen), "\(length) bytes")
        }
        let short = ContactEnvelope(key: key.id, enc: envelope.enc.prefix(31), box: envelope.box)
        #expect(error(opening: short) == .malformed)
    }

    @Test func `a thousand random envelopes are refused, each in order`() {
        var generator = SeededGenerator(seed: 41)
        for _ in 0..<1_000 {
            func bytes(_ count: Int) -> Data {
                Data((0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
            }
            let envelope = ContactEnvelope(
                key: Bool.random(using: &generator) ? key.id : bytes(8).hex,
                enc: bytes(Bool.random(using: &generator) ? 32 : Int.random(in: 0...64, using: &generator)),
                box: bytes(Int.random(in: 0...200, using: &generator)))
            let expected: ContactSealingError =
                !envelope.isWellFormed
                ? .malformed
                : envelope.key == key.id ? .doesNotOpen : .otherKey(sealedTo: envelope.key, given: key.id)
            #expect(error(opening: envelope) == expected)
        }
    }

    @Test func `an envelope of a later version is told as such`() throws {
        let json = try WireText.json(try sealed()).replacing("\"v\":1", with: "\"v\":2")
        let later = try JSONDecoder().decode(ContactEnvelope.self, from: Data(json.utf8))
        #expect(error(opening: later) == .unknownVersion(2))
    }

    @Test func `what opens and is no contact is told as such`() throws {
        var sender = try HPKE.Sender(
            recipientKey: pair.publicKey, ciphersuite: ContactEnvelope.suite, info: Data("smilepost/contact;v=1".utf8))
        let box = try sender.seal(Data(#"{"kind":"fax","value":"1"}"#.utf8), authenticating: Data(response.hex.utf8))
        #expect(
            error(opening: ContactEnvelope(key: key.id, enc: sender.encapsulatedKey, box: box)) == .notAContact)
    }

    @Test func `what no envelope holds is not sealed`() throws {
        #expect(throws: ContactSealingError.tooLong) {
            try sealed(Contact(kind: .email, value: String(repeating: "a", count: 4_096)))
        }
    }

    @Test func `no error tells what was typed`() {
        let errors: [ContactSealingError] = [
            .badKey, .tooLong, .unknownVersion(2), .malformed, .otherKey(sealedTo: "a", given: "b"), .doesNotOpen,
            .notAContact,
        ]
        #expect(Set(errors.map(\.description)).count == errors.count)
        #expect(errors.allSatisfy { !$0.description.contains("leyla") })
    }
}

/// The key itself, and its place in the manifest.
struct ContactKeyTests {
    private let bytes = Data((1...32).map { UInt8($0) })

    @Test func `a key has 32 bytes and is named by their hash`() throws {
        let key = try #require(ContactKey(key: bytes))
        #expect(key.id == PublicKey(key: bytes).id)
        #expect(ContactKey(key: Data()) == nil)
        #expect(ContactKey(key: bytes.dropLast()) == nil)
        #expect(ContactKey(key: bytes + [0]) == nil)
        let pair = Curve25519.KeyAgreement.PrivateKey()
        #expect(ContactKey(privateKey: pair.rawRepresentation)?.key == pair.publicKey.rawRepresentation)
        #expect(ContactKey(privateKey: Data([1])) == nil)
    }

    /// The points of small order on Curve25519 and its twist, canonical and not (RFC 7748, 6.1).
    @Test(arguments: [
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000080",
    ])
    func `a point that anybody could open for is no key`(hex: String) throws {
        #expect(ContactKey(key: try #require(Data(hex: hex))) == nil)
        let json = try WireText.json([try #require(Data(hex: hex))])
        #expect(throws: DecodingError.self) { try JSONDecoder().decode([ContactKey].self, from: Data(json.utf8)) }
    }

    @Test func `a manifest carries the key's bytes, or says nothing of one`() throws {
        let key = try #require(ContactKey(key: bytes))
        try WireText.expect(
            Manifest(manifest: 4, surveys: [], contactKey: key),
            isWritten: #"{"contact_key":"AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=","manifest":4,"surveys":[]}"#)
        try WireText.expect(Manifest(manifest: 4, surveys: []), isWritten: #"{"manifest":4,"surveys":[]}"#)
    }

    @Test func `a manifest with a key of another length is none`() {
        let text = #"{"contact_key":"AQID","manifest":4,"surveys":[]}"#
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(Manifest.self, from: Data(text.utf8)) }
    }

    /// A kiosk from before contact keys.
    @Test func `who knows nothing of the key reads the manifest all the same`() throws {
        struct Old: Decodable {
            let manifest: Int
            let surveys: [Manifest.Entry]
        }
        let key = try #require(ContactKey(key: bytes))
        let text = try WireText.json(Manifest(manifest: 4, surveys: [], contactKey: key))
        #expect(try JSONDecoder().decode(Old.self, from: Data(text.utf8)).manifest == 4)
    }
}

/// What the API tells of contact details.
struct ContactMessageTests {
    private let envelope = ContactEnvelope(
        key: "0123456789abcdef", enc: Data(repeating: 1, count: 32), box: Data(repeating: 2, count: 80))

    @Test func `an exported answer names the key of a contact, and has no room for the rest`() throws {
        try WireText.expect(ApiAnswer(.score(3)), isWritten: "3")
        try WireText.expect(ApiAnswer(.option("yes")), isWritten: #""yes""#)
        try WireText.expect(ApiAnswer(.text("fine")), isWritten: #""fine""#)
        try WireText.expect(ApiAnswer(.options(["a", "b"])), isWritten: #"["a","b"]"#)
        try WireText.expect(ApiAnswer(.contact(envelope)), isWritten: #"{"key":"0123456789abcdef","sealed":true}"#)
    }

    @Test func `a reveal and the audit log are written so`() throws {
        try WireText.expect(ApiRevealRequest(reason: "call back"), isWritten: #"{"reason":"call back"}"#)
        let id = Examples.responseID(1)
        let reveal = ApiReveal(response: id, contacts: [ApiSealedContact(question: "contact", envelope: envelope)])
        let (enc, box) = (envelope.enc.base64EncodedString(), envelope.box.base64EncodedString())
        try WireText.expect(
            reveal,
            isWritten: #"{"contacts":[{"envelope":{"box":"\#(box)","enc":"\#(enc)","key":"0123456789abcdef","v":1},"#
                + #""question":"contact"}],"response":"\#(id.hex)"}"#)
        let entry = ApiAuditEntry(
            n: 7, atMS: 5, who: "ci", token: "abcd", role: "ops", action: "contact-reveal",
            kind: "response", subject: id.hex, reason: "call back")
        try WireText.expect(
            ApiAudit(entries: [entry], next: 7),
            isWritten: #"{"entries":[{"action":"contact-reveal","at_ms":5,"kind":"response","n":7,"#
                + #""reason":"call back","role":"ops","subject":"\#(id.hex)","token":"abcd","who":"ci"}],"next":7}"#)
        #expect(Api.Path.reveal("ab") == "/api/v1/responses/ab/contact/reveal")
    }

    @Test(arguments: [
        ("call back", true), ("geri zəng", true), (String(repeating: "x", count: 200), true), ("", false),
        ("  ", false), ("two\nlines", false), ("\u{1B}[2J", false), ("two\u{2028}lines", false),
        (String(repeating: "x", count: 201), false),
    ])
    func `a reason is 1 to 200 characters on one line`(reason: String, isReasonable: Bool) {
        #expect(ApiRevealRequest(reason: reason).isReasonable == isReasonable)
    }
}
