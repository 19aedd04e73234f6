import Foundation
import TestSupport
import Testing
import WireProtocol

/// Signed bytes: who is believed, and who is not.
struct SignatureTests {
    private static let privateKey = Data((0..<32).map { UInt8($0) })
    private let payload = Data(#"{"manifest":1,"surveys":[]}"#.utf8)

    private func envelope() throws -> Envelope {
        try Envelope(signing: payload, type: Envelope.manifestType, privateKey: Self.privateKey)
    }

    /// The public half of `privateKey`, known from elsewhere.
    private func key() throws -> PublicKey {
        PublicKey(key: try #require(Data(base64Encoded: "A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg=")))
    }

    @Test func `The right key and type are accepted`() throws {
        #expect(try envelope().isSigned(by: key(), as: Envelope.manifestType))
        #expect(Envelope.manifestType == "smilepost/manifest;v=1")
        #expect(try envelope().signatures.map(\.key) == [key().id])
    }

    @Test func `Another key is refused`() throws {
        let other = try Envelope(
            signing: payload, type: Envelope.manifestType, privateKey: Data(repeating: 9, count: 32))
        #expect(try !other.isSigned(by: key(), as: Envelope.manifestType))
        // The signer's name alone proves nothing.
        let forged = Envelope(
            type: other.type, payload: payload,
            signatures: [.init(key: try key().id, signature: try #require(other.signatures.first).signature)])
        #expect(try !forged.isSigned(by: key(), as: Envelope.manifestType))
    }

    @Test func `Another type is refused, declared or expected`() throws {
        let signed = try envelope()
        #expect(try !signed.isSigned(by: key(), as: "smilepost/other;v=1"))
        let renamed = Envelope(type: "smilepost/other;v=1", payload: payload, signatures: signed.signatures)
        #expect(try !renamed.isSigned(by: key(), as: "smilepost/other;v=1"))
    }

    @Test func `An altered payload or signature is refused, whichever byte it is`() throws {
        let signed = try envelope()
        for index in payload.indices {
            var altered = payload
            altered[index] ^= 1
            let envelope = Envelope(type: signed.type, payload: altered, signatures: signed.signatures)
            #expect(try !envelope.isSigned(by: key(), as: signed.type), "byte \(index)")
        }
        var signature = try #require(signed.signatures.first).signature
        signature[0] ^= 1
        let envelope = Envelope(
            type: signed.type, payload: payload, signatures: [.init(key: try key().id, signature: signature)])
        #expect(try !envelope.isSigned(by: key(), as: signed.type))
    }

    @Test func `Without a signature, or with a key that is none, nothing is accepted`() throws {
        let signed = try envelope()
        let bare = Envelope(type: signed.type, payload: payload, signatures: [])
        #expect(try !bare.isSigned(by: key(), as: signed.type))
        #expect(!signed.isSigned(by: PublicKey(key: Data([1, 2, 3])), as: signed.type))
    }

    @Test func `One good signature among several is enough`() throws {
        let mine = try envelope()
        let other = try Envelope(signing: payload, type: mine.type, privateKey: Data(repeating: 9, count: 32))
        let both = Envelope(type: mine.type, payload: payload, signatures: other.signatures + mine.signatures)
        #expect(try both.isSigned(by: key(), as: mine.type))
    }

    @Test func `A private key of another length signs nothing`() {
        #expect(throws: (any Error).self) { try Envelope(signing: payload, type: "t", privateKey: Data([1])) }
    }

    @Test func `What is signed is the type, a newline and the payload`() {
        #expect(Envelope.signedBytes(type: "t", payload: Data("p".utf8)) == Data("t\np".utf8))
    }

    @Test func `An envelope, a manifest and a key are written so`() throws {
        try WireText.expect(
            Envelope(type: "t", payload: Data("p".utf8), signatures: [.init(key: "k", signature: Data([1, 2, 3]))]),
            isWritten: #"{"payload":"cA==","signatures":[{"key":"k","signature":"AQID"}],"type":"t"}"#)
        let manifest = Manifest(manifest: 4, surveys: [.init(survey: "exit", version: 3, sha256: "aa", size: 900)])
        try WireText.expect(
            manifest, isWritten: #"{"manifest":4,"surveys":[{"sha256":"aa","size":900,"survey":"exit","version":3}]}"#)
        #expect(manifest.entry(survey: "exit", version: 3)?.size == 900)
        #expect(manifest.entry(survey: "exit", version: 2) == nil)
        #expect(manifest.entry(survey: "other", version: 3) == nil)
    }

    @Test func `An envelope survives the wire with its signature`() throws {
        let read = try JSONDecoder().decode(Envelope.self, from: JSONEncoder().encode(envelope()))
        #expect(try read.isSigned(by: key(), as: Envelope.manifestType))
    }
}
