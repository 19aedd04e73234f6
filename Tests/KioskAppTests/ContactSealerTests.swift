import Crypto
import Foundation
import KioskStore
import Logging
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import KioskApp

/// The key in the kiosk's hands, from the database to the seal.
struct ContactSealerTests {
    private let pair = Curve25519.KeyAgreement.PrivateKey()
    private let key: ContactKey
    private let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
    private let contact = Contact(kind: .email, value: "leyla@example.az")

    init() throws { key = try #require(ContactKey(key: pair.publicKey.rawRepresentation)) }

    @Test func `what is sealed opens with the organisation's key`() throws {
        let sealer = ContactSealer(logger: logger)
        sealer.use(key)
        let envelope = try #require(sealer.seal(contact, response: Examples.responseID(1)))
        #expect(try envelope.opened(with: pair.rawRepresentation, response: Examples.responseID(1)) == contact)
    }

    @Test func `without a key, or with details beyond any envelope, nothing is kept`() throws {
        let sealer = ContactSealer(logger: logger)
        #expect(!sealer.isReady)
        #expect(sealer.seal(contact, response: Examples.responseID(1)) == nil)
        sealer.use(key)
        #expect(sealer.isReady)
        let endless = Contact(kind: .email, value: String(repeating: "a", count: 5_000))
        #expect(sealer.seal(endless, response: Examples.responseID(1)) == nil)
        sealer.use(nil)
        #expect(!sealer.isReady)
        #expect(sealer.seal(contact, response: Examples.responseID(1)) == nil)
    }

    @Test func `another key is told from the same one`() {
        let sealer = ContactSealer(logger: logger)
        #expect(!sealer.use(nil))
        #expect(sealer.use(key))
        #expect(!sealer.use(key))
        #expect(sealer.use(nil))
    }

    @Test func `a look around tells the screen of the key in the accepted manifest, and of its end`() throws {
        let folder = try TemporaryFolder()
        let store = try KioskStore(stateFolder: folder.file("state"))
        defer { store.close() }
        let mailbox = Mailbox<LoopMessage>()
        let record = RunRecord(folder: store.folder, boot: "b1", logger: logger)
        let source = SurveySource(store: store, fallback: nil, record: record, logger: logger)
        let outbox = ScreenOutbox(
            store: store, mailbox: mailbox, source: source, keeper: StorageKeeper(store: store, onFull: .stop) { 0 }
        ) {}
        for (number, key) in [(1, nil), (2, key), (3, nil)] as [(Int, ContactKey?)] {
            let payload = try JSONEncoder().encode(Manifest(manifest: number, surveys: [], contactKey: key))
            let envelope = Envelope(type: Envelope.manifestType, payload: payload, signatures: [])
            try store.setManifest(version: number, envelope: try JSONEncoder().encode(envelope), etag: nil)
            outbox.lookAround(showing: nil)
            outbox.drain()
            let told = mailbox.take().compactMap { message -> ContactKey?? in
                guard case .contactKey(let key) = message else { return nil }
                return .some(key)
            }
            #expect(told == [key])
        }
    }
}
