import Foundation
import TestSupport
import Testing
import WireProtocol

@testable import OpsApp

struct KeyTests {
    private let folder: TemporaryFolder
    private let cheap = KeyFile.Cost(n: 16, r: 8, p: 1)

    init() throws { folder = try TemporaryFolder() }

    @Test func `a new key is written for its owner alone and opens with its passphrase`() throws {
        let path = folder.file("deep/release.key")
        let contact = folder.file("deep/contact.key")
        let run = OpsRun(
            "keys", "init", "--key-file", path, secrets: ["correct horse", "correct horse"])
        #expect(run.code == 0)
        #expect(
            run.messages == """
                New passphrase for the release key and the contact key:
                The same passphrase again:
                The release key is in \(path).
                The contact key is in \(contact).
                Keep a copy of both, and the passphrase, in a safe place.

                """)
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        let file = try KeyFile(path: path)
        let contactFile = try KeyFile(path: contact, as: .contact)
        #expect(run.text == "\(file.publicKey.id) release\n\(contactFile.publicKey.id) contact\n")
        let envelope = try Envelope(
            signing: Data("x".utf8), type: "t", privateKey: try file.privateKey(passphrase: "correct horse"))
        #expect(envelope.isSigned(by: file.publicKey, as: "t"))
        #expect(
            OpsRun("keys", "show", "--key-file", path).text
                == "\(file.publicKey.id) \(file.publicKey.key.base64EncodedString()) release\n"
                + "\(contactFile.publicKey.id) \(contactFile.publicKey.key.base64EncodedString()) contact\n")
    }

    @Test func `a wrong passphrase is told`() throws {
        let file = try KeyFile(newWithPassphrase: "right one", cost: cheap)
        let failure = #expect(throws: OpsFailure.self) { try file.privateKey(passphrase: "wrong one") }
        #expect(
            failure
                == OpsFailure(
                    .badSettings,
                    "the passphrase does not open release key \(file.publicKey.id): "
                        + "try again, or restore the key file from its backup"))
    }

    @Test func `a passphrase opens the key however its letters were composed`() throws {
        let file = try KeyFile(newWithPassphrase: "caf\u{E9} au lait", cost: cheap)
        _ = try file.privateKey(passphrase: "cafe\u{301} au lait")
    }

    @Test func `a key is never overwritten`() throws {
        let path = try folder.write("precious", to: "release.key")
        let run = OpsRun("keys", "init", "--key-file", path, environment: ["SMILEPOST_PASSPHRASE": "long enough"])
        #expect(run.code == 1)
        #expect(
            run.messages == "smilepost-ops: \(path) exists already and is left as it is: give another --key-file, "
                + "or add a contact key to it with --contact\n")
        #expect(throws: OpsFailure.self) { try KeyFile(newWithPassphrase: "long enough", cost: cheap).create(at: path) }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "precious")
    }

    @Test func `the default place follows the person's configuration folder`() throws {
        let home = OpsRun("keys", "show", environment: ["HOME": folder.path])
        #expect(home.code == 78)
        #expect(home.messages.contains("cannot read the release key \(folder.path)/.config/smilepost/release.key: "))
        let own = OpsRun("keys", "show", environment: ["HOME": "/x", "XDG_CONFIG_HOME": folder.path])
        #expect(own.messages.contains("cannot read the release key \(folder.path)/smilepost/release.key: "))
    }

    @Test func `two passphrases that differ, a short one and no terminal make no key`() {
        let path = folder.file("release.key")
        let differing = OpsRun("keys", "init", "--key-file", path, secrets: ["first one", "other one"])
        #expect(differing.code == 1)
        #expect(differing.messages.hasSuffix("smilepost-ops: the two passphrases differ: start again\n"))
        let short = OpsRun(
            "keys", "init", "--key-file", path, "--passphrase-file", "-", standardInput: "short\n")
        #expect(short.code == 78)
        let mute = OpsRun("keys", "init", "--key-file", path)
        #expect(mute.code == 78)
        #expect(mute.messages.contains("there is no terminal to ask for the passphrase"))
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test(
        arguments: [
            ("\"n\" : 16", "\"n\" : 1073741824"), ("\"n\" : 16", "\"n\" : 17"), ("\"r\" : 8", "\"r\" : 17"),
            ("\"p\" : 1", "\"p\" : 5"), ("\"p\" : 1", "\"p\" : 0"), ("release-key;v=1", "release-key;v=2"),
            ("\"id\" : \"", "\"id\" : \"0"), ("{", ""),
        ])
    func `a file that was tampered with is refused before any work is done`(old: String, new: String) throws {
        let path = folder.file("release.key")
        try KeyFile(newWithPassphrase: "long enough", cost: cheap).create(at: path)
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let changed = try folder.write(text.replacingOccurrences(of: old, with: new), to: "changed.key")
        let failure = #expect(throws: OpsFailure.self) { try KeyFile(path: changed) }
        #expect(failure?.message == "\(changed) is not a Smilepost release key: restore it from its backup")
    }

    @Test func `another public key beside the sealed private one does not open`() throws {
        let file = try KeyFile(newWithPassphrase: "long enough", cost: cheap)
        let path = folder.file("release.key")
        try file.create(at: path)
        let other = PublicKey(key: Data(repeating: 1, count: 32))
        let text = try String(contentsOfFile: path, encoding: .utf8)
            .replacingOccurrences(of: file.publicKey.id, with: other.id)
            .replacingOccurrences(of: file.publicKey.key.base64EncodedString(), with: other.key.base64EncodedString())
        let forged = try KeyFile(path: try folder.write(text, to: "forged.key"))
        #expect(throws: OpsFailure.self) { try forged.privateKey(passphrase: "long enough") }
    }
}
