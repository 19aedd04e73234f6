import Foundation
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import OpsApp

/// The key that opens contact details: made once, never replaced, and useless without its passphrase.
struct ContactKeyTests {
    private let folder: TemporaryFolder
    private let release: String
    private let contact: String
    private let passphrase = ["SMILEPOST_PASSPHRASE": "correct horse"]

    init() throws {
        folder = try TemporaryFolder()
        release = folder.file("release.key")
        contact = folder.file("contact.key")
    }

    @Test func `what is sealed to the public half opens with the private one`() throws {
        #expect(OpsRun("keys", "init", "--key-file", release, environment: passphrase).code == 0)
        let file = try KeyFile(path: contact, as: .contact)
        let key = try #require(ContactKey(key: file.publicKey.key))
        let typed = Contact(kind: .phone, value: "+994 12 555 01 23")
        let envelope = try ContactEnvelope.sealing(typed, to: key, response: Examples.responseID(1))
        let privateKey = try file.privateKey(passphrase: "correct horse")
        #expect(try envelope.opened(with: privateKey, response: Examples.responseID(1)) == typed)
        let mode = try FileManager.default.attributesOfItem(atPath: contact)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test func `a release key made before gets a contact key, and is not touched`() throws {
        try KeyFile(newWithPassphrase: "older one", cost: .init(n: 16, r: 1, p: 1)).create(at: release)
        let before = try Data(contentsOf: URL(fileURLWithPath: release))
        let lone = OpsRun("keys", "show", "--key-file", release)
        #expect(lone.messages == "There is no contact key; smilepost-ops keys init --contact makes one.\n")
        #expect(lone.text.split(separator: "\n").count == 1)

        let run = OpsRun(
            "keys", "init", "--contact", "--key-file", release, secrets: ["correct horse", "correct horse"])
        #expect(run.code == 0)
        #expect(
            run.messages == """
                New passphrase for the contact key:
                The same passphrase again:
                The contact key is in \(contact).
                Keep a copy of it, and the passphrase, in a safe place.

                """)
        #expect(run.text == "\(try KeyFile(path: contact, as: .contact).publicKey.id) contact\n")
        #expect(try Data(contentsOf: URL(fileURLWithPath: release)) == before)
    }

    @Test func `a contact key is never overwritten`() throws {
        #expect(OpsRun("keys", "init", "--contact", "--key-file", release, environment: passphrase).code == 0)
        let before = try Data(contentsOf: URL(fileURLWithPath: contact))
        let again = OpsRun("keys", "init", "--contact", "--key-file", release, environment: passphrase)
        #expect(again.code == 1)
        #expect(
            again.messages
                == "smilepost-ops: \(contact) exists already and is left as it is: give another --contact-key\n")
        // A new release key goes on with it.
        let run = OpsRun("keys", "init", "--key-file", release, environment: passphrase)
        let id = try KeyFile(path: contact, as: .contact).publicKey.id
        #expect(run.code == 0)
        #expect(run.messages.hasPrefix("The contact key \(id) in \(contact) is left as it is.\n"))
        #expect(run.text == "\(try KeyFile(path: release).publicKey.id) release\n")
        #expect(try Data(contentsOf: URL(fileURLWithPath: contact)) == before)
        #expect(throws: OpsFailure.self) {
            try KeyFile(.contact, newWithPassphrase: "x", cost: .init(n: 16, r: 1, p: 1)).create(at: contact)
        }
    }

    @Test func `a file that is no contact key makes no release key`() throws {
        _ = try folder.write("precious", to: "contact.key")
        let run = OpsRun("keys", "init", "--key-file", release, environment: passphrase)
        #expect(run.code == 78)
        #expect(
            run.messages
                == "smilepost-ops: \(contact) is not a Smilepost contact key: restore it from its backup\n")
        #expect(!FileManager.default.fileExists(atPath: release))
    }

    @Test func `two keys never share a file`() {
        let run = OpsRun("keys", "init", "--key-file", contact, environment: passphrase)
        #expect(run.code == 64)
        #expect(
            run.messages
                == "smilepost-ops: each key has a file of its own: give --contact-key another one than \(contact)\n")
        #expect(!FileManager.default.fileExists(atPath: contact))
    }

    @Test func `one kind of key does not pass for the other`() throws {
        #expect(OpsRun("keys", "init", "--key-file", release, environment: passphrase).code == 0)
        let swapped = OpsRun("keys", "show", "--key-file", contact)
        #expect(swapped.code == 78)
        #expect(swapped.messages.contains("\(contact) is not a Smilepost release key"))
        let forged = try folder.write(
            try String(contentsOfFile: contact, encoding: .utf8)
                .replacing("smilepost-contact-key;v=1", with: "smilepost-release-key;v=1"), to: "forged.key")
        #expect(throws: OpsFailure.self) { try KeyFile(path: forged).privateKey(passphrase: "correct horse") }
    }

    @Test func `both keys are shown to a script`() throws {
        #expect(OpsRun("keys", "init", "--key-file", release, environment: passphrase).code == 0)
        struct Keys: Decodable {
            let release: PublicKey
            let contact: PublicKey
        }
        let run = OpsRun("keys", "show", "--key-file", release, "--json")
        let keys = try JSONDecoder().decode(Keys.self, from: run.output)
        #expect(keys.release == (try KeyFile(path: release).publicKey))
        #expect(keys.contact == (try KeyFile(path: contact, as: .contact).publicKey))
    }
}
