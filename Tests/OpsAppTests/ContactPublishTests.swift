import Foundation
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import OpsApp

/// How the contact key gets into the manifest, and out of it.
struct ContactPublishTests {
    private let folder: TemporaryFolder
    private let release: KeyFile
    private let environment = ["SMILEPOST_PASSPHRASE": "correct horse"]
    private static let cheap = KeyFile.Cost(n: 16, r: 1, p: 1)

    private static let text = """
        survey: exit
        version: 1
        languages: [en]
        title: {en: Exit}
        questions:
          - {id: visit, kind: stars, ask: {en: How was it?}}
          - {id: call, kind: contact, optional: true, consent: {en: Call me.}}
        thanks: {en: Thanks}

        """

    init() throws {
        folder = try TemporaryFolder()
        release = try KeyFile(newWithPassphrase: "correct horse", cost: Self.cheap)
        try release.create(at: folder.file("release.key"))
        _ = try folder.write(Self.text, to: "exit.yaml")
    }

    /// A contact key's file, beside the release key under its usual name unless told otherwise.
    private func makeKey(_ name: String = "contact.key") throws -> ContactKey {
        let file = try KeyFile(.contact, newWithPassphrase: "correct horse", cost: Self.cheap)
        try file.create(at: folder.file(name))
        return try #require(ContactKey(key: file.publicKey.key))
    }

    private func entry() throws -> Manifest.Entry {
        let bytes = try #require(SurveyReader.read(Self.text, file: "x").survey).encoded()
        return .init(survey: "exit", version: 1, sha256: SealedLine.hash(of: bytes).hex, size: bytes.count)
    }

    /// A collector that has published `manifest`, and takes whatever comes.
    private func server(_ manifest: Manifest?) throws -> LoopbackServer {
        let text = try manifest.map { manifest in
            let envelope = try Envelope(
                signing: try JSONEncoder().encode(manifest), type: Envelope.manifestType,
                privateKey: try release.privateKey(passphrase: "correct horse"))
            return String(decoding: try JSONEncoder().encode(envelope), as: UTF8.self)
        }
        return try LoopbackServer { request, _ in
            guard request.method == "GET" else {
                return .collector(201, #"{"survey":"exit","version":1,"sha256":"ab","manifest":9}"#)
            }
            return text.map { .collector(200, $0) } ?? .problem(404, "not-found", "Nothing yet.")
        }
    }

    private func publish(to server: LoopbackServer, _ one: String = "--json", _ other: String = "--json") -> OpsRun {
        OpsRun(
            "survey", "publish", folder.file("exit.yaml"), "--key-file", folder.file("release.key"), one, other,
            server: server, environment: environment)
    }

    private func sent(_ server: LoopbackServer) throws -> (manifest: Manifest, assign: ApiAssignment?) {
        let post = try #require(server.requests.last { $0.method == "POST" })
        let publication = try JSONDecoder().decode(ApiPublication.self, from: post.body)
        return (try JSONDecoder().decode(Manifest.self, from: publication.manifest.payload), publication.assign)
    }

    @Test func `the key beside the release key is published with the survey`() throws {
        let key = try makeKey()
        let server = try server(nil)
        let run = OpsRun(
            "survey", "publish", folder.file("exit.yaml"), "--key-file", folder.file("release.key"), server: server,
            environment: environment)
        #expect(run.code == 0)
        #expect(
            run.messages == "Published with manifest 9, for every branch without a survey of its own.\n"
                + "Contact details are sealed to contact key \(key.id).\n")
        #expect(try sent(server).manifest == Manifest(manifest: 1, surveys: [try entry()], contactKey: key))
    }

    @Test func `without a key the survey is published, with a warning that kiosks skip its contact question`() throws {
        let server = try server(nil)
        let run = publish(to: server)
        #expect(run.code == 0)
        #expect(
            run.messages
                == "Warning: no contact key is published, so that kiosks skip call. "
                + "Make one with smilepost-ops keys init --contact, and publish this file again.\n")
        #expect(try sent(server).manifest.contactKey == nil)
    }

    @Test func `the same file published again brings the key, and changes no assignment`() throws {
        let key = try makeKey()
        let server = try server(Manifest(manifest: 4, surveys: [try entry()]))
        let run = OpsRun(
            "survey", "publish", folder.file("exit.yaml"), "--key-file", folder.file("release.key"), server: server,
            environment: environment)
        #expect(run.code == 0)
        #expect(
            run.messages
                == "Published with manifest 9, for its contact key; surveys and what runs where are as before.\n"
                + "Contact details are sealed to contact key \(key.id).\n")
        let sent = try sent(server)
        #expect(sent.manifest == Manifest(manifest: 5, surveys: [try entry()], contactKey: key))
        #expect(sent.assign == nil)
    }

    @Test func `from a machine without the key, the published one stays`() throws {
        let key = try #require(ContactKey(key: Data(repeating: 5, count: 32)))
        let old = Manifest.Entry(survey: "other", version: 1, sha256: "ab", size: 2)
        let server = try server(Manifest(manifest: 4, surveys: [old], contactKey: key))
        #expect(publish(to: server).code == 0)
        #expect(try sent(server).manifest == Manifest(manifest: 5, surveys: [old, try entry()], contactKey: key))
        // Nothing to do, and nothing is done.
        let same = try self.server(Manifest(manifest: 4, surveys: [try entry()], contactKey: key))
        #expect(publish(to: same).messages == "It was published before with the same content: nothing was changed.\n")
        #expect(!same.requests.contains { $0.method == "POST" })
    }

    @Test func `another key takes the place of the published one only when it is named`() throws {
        let published = try #require(ContactKey(key: Data(repeating: 5, count: 32)))
        let key = try makeKey()
        let server = try server(Manifest(manifest: 4, surveys: [try entry()], contactKey: published))
        let refused = publish(to: server)
        #expect(refused.code == 78)
        #expect(
            refused.messages
                == "smilepost-ops: kiosks seal contact details to contact key \(published.id), and "
                + "\(folder.file("contact.key")) is \(key.id): "
                + "give --contact-key FILE with the key to use from now on\n")
        #expect(!server.requests.contains { $0.method == "POST" })
        #expect(publish(to: server, "--contact-key", folder.file("contact.key")).code == 0)
        #expect(try sent(server).manifest.contactKey == key)
    }

    @Test func `the key can be taken away, and a named one must be there`() throws {
        let key = try makeKey()
        let server = try server(Manifest(manifest: 4, surveys: [try entry()], contactKey: key))
        #expect(publish(to: server, "--no-contact-key").code == 0)
        #expect(try sent(server).manifest == Manifest(manifest: 5, surveys: [try entry()]))
        let missing = publish(to: server, "--contact-key", folder.file("nowhere.key"))
        #expect(missing.code == 78)
        #expect(missing.messages.contains("cannot read the contact key \(folder.file("nowhere.key")): "))
        let both = OpsRun(
            "survey", "publish", folder.file("exit.yaml"), "--no-contact-key", "--contact-key", "x", server: server)
        #expect(both.code == 64)
    }
}
