import Foundation
import SurveyKit
import Synchronization
import TestSupport
import Testing
import WireProtocol

@testable import OpsApp

/// Publishing against a collector that keeps what it is given, as the API's contract says.
struct PublishTests {
    private let folder: TemporaryFolder
    private let keyFile: KeyFile
    private let privateKey: Data
    private let passphrase = "correct horse"

    init() throws {
        folder = try TemporaryFolder()
        // Cheap to open: every test here does.
        keyFile = try KeyFile(newWithPassphrase: passphrase, cost: .init(n: 16, r: 1, p: 1))
        privateKey = try keyFile.privateKey(passphrase: passphrase)
        try keyFile.create(at: folder.file("release.key"))
    }

    private static func survey(version: Int, ask: String = "How was it?", kind: String = "stars") -> String {
        """
        survey: exit
        version: \(version)
        languages: [en]
        title: {en: Exit}
        questions:
          - id: visit
            kind: \(kind)
            ask: {en: "\(ask)"}
        thanks: {en: Thanks}

        """
    }

    private func bytes(_ text: String) throws -> Data {
        try #require(SurveyReader.read(text, file: "x").survey).encoded()
    }

    private func entry(_ text: String, version: Int) throws -> Manifest.Entry {
        let bytes = try bytes(text)
        return .init(
            survey: "exit", version: version, sha256: SealedLine.hash(of: bytes).hex, size: bytes.count)
    }

    private func envelope(_ manifest: Manifest, by key: Data? = nil) throws -> String {
        let payload = try JSONEncoder().encode(manifest)
        let envelope = try Envelope(
            signing: payload, type: Envelope.manifestType, privateKey: key ?? privateKey)
        return String(decoding: try JSONEncoder().encode(envelope), as: UTF8.self)
    }

    /// `then` answers every POST in turn; GETs give `manifest` and `blob`.
    private func server(
        manifest: String?, blob: Data = Data(), _ then: LoopbackServer.Answer...
    ) throws -> LoopbackServer {
        let posts = Mutex(0)
        return try LoopbackServer { request, _ in
            switch (request.method, request.target) {
            case ("GET", Api.Path.manifest):
                manifest.map { .collector(200, $0) } ?? .problem(404, "not-found", "Nothing yet.")
            case ("GET", _):
                .http(
                    200, blob, type: "application/octet-stream", headers: [("Smilepost-Collector", "c1")])
            default:
                posts.withLock { count in
                    count += 1
                    return count <= then.count ? then[count - 1] : .problem(500, "internal", "no further answer")
                }
            }
        }
    }

    private func publish(_ text: String, to server: LoopbackServer, _ option: String...) throws -> OpsRun {
        let file = try folder.write(text, to: "exit.yaml")
        let extra = option + Array(repeating: "--json", count: 2 - min(2, option.count))
        return OpsRun(
            "survey", "publish", file, "--key-file", folder.file("release.key"), extra[0], extra[1], server: server,
            environment: ["SMILEPOST_PASSPHRASE": passphrase])
    }

    private func published(_ version: Int, _ manifest: Int) -> LoopbackServer.Answer {
        .collector(201, "{\"survey\":\"exit\",\"version\":\(version),\"sha256\":\"ab\",\"manifest\":\(manifest)}")
    }

    private func publication(_ server: LoopbackServer) throws -> ApiPublication {
        let post = try #require(server.requests.last { $0.method == "POST" })
        #expect(post.target == "/api/v1/surveys")
        return try JSONDecoder().decode(ApiPublication.self, from: post.body)
    }

    @Test func `the first publication is manifest 1 with one entry, signed`() throws {
        let text = Self.survey(version: 1)
        let server = try server(manifest: nil, published(1, 1))
        let file = try folder.write(text, to: "exit.yaml")
        let run = OpsRun(
            "survey", "publish", file, "--key-file", folder.file("release.key"), server: server,
            environment: ["SMILEPOST_PASSPHRASE": passphrase])
        #expect(run.messages == "Published with manifest 1, for every branch without a survey of its own.\n")
        #expect(run.text == "exit 1 ab\n")
        #expect(run.code == 0)
        let sent = try publication(server)
        #expect(sent.manifest.isSigned(by: keyFile.publicKey, as: Envelope.manifestType))
        let manifest = try JSONDecoder().decode(Manifest.self, from: sent.manifest.payload)
        #expect(manifest == Manifest(manifest: 1, surveys: [try entry(text, version: 1)]))
        #expect(sent.blob == (try bytes(text)))
        #expect(sent.releaseKey == keyFile.publicKey)
        #expect(sent.assign == ApiAssignment(all: true, branches: []))
    }

    @Test func `a later version joins the entries before it`() throws {
        let (one, two) = (Self.survey(version: 1), Self.survey(version: 2, ask: "And now?"))
        let old = Manifest(manifest: 7, surveys: [try entry(one, version: 1)])
        let server = try server(manifest: try envelope(old), blob: try bytes(one), published(2, 8))
        #expect(try publish(two, to: server, "--branch=a", "--branch=b").code == 0)
        let sent = try publication(server)
        let manifest = try JSONDecoder().decode(Manifest.self, from: sent.manifest.payload)
        #expect(manifest == Manifest(manifest: 8, surveys: old.surveys + [try entry(two, version: 2)]))
        #expect(sent.assign == ApiAssignment(all: false, branches: ["a", "b"]))
        #expect(server.requests.allSatisfy { $0.header("Smilepost-Proto") == "1" })
        #expect(
            server.requests.map(\.target) == [
                "/api/v1/manifest", "/device/v1/blob/sha256/\(old.surveys[0].sha256)", "/api/v1/surveys",
            ])
    }

    @Test func `no-assign leaves what runs where`() throws {
        let server = try server(manifest: nil, published(1, 1))
        #expect(try publish(Self.survey(version: 1), to: server, "--no-assign").code == 0)
        #expect(try publication(server).assign == nil)
    }

    @Test func `the same content again changes nothing and is no error`() throws {
        let text = Self.survey(version: 1)
        let server = try server(manifest: try envelope(Manifest(manifest: 1, surveys: [try entry(text, version: 1)])))
        let run = try publish(text, to: server)
        #expect(run.code == 0)
        #expect(run.messages == "It was published before with the same content: nothing was changed.\n")
        #expect(server.requests.count == 1)
    }

    @Test func `another content under a published version is refused`() throws {
        let old = Manifest(manifest: 1, surveys: [try entry(Self.survey(version: 1), version: 1)])
        let server = try server(manifest: try envelope(old))
        let run = try publish(Self.survey(version: 1, ask: "Other?"), to: server)
        #expect(run.code == 65)
        #expect(
            run.messages == "smilepost-ops: exit version 1 is published with another content, which never changes: "
                + "give yours `version: 2`\n")
        #expect(server.requests.count == 1)
    }

    @Test func `a manifest of another key is refused`() throws {
        let other = try KeyFile(newWithPassphrase: "another one", cost: .init(n: 16, r: 1, p: 1)).privateKey(
            passphrase: "another one")
        let server = try server(manifest: try envelope(Manifest(manifest: 1, surveys: []), by: other))
        let run = try publish(Self.survey(version: 1), to: server)
        #expect(run.code == 65)
        #expect(
            run.messages == "smilepost-ops: what \(server.url) has published is not signed by your release key "
                + "\(keyFile.publicKey.id): use the key file it was first published with (--key-file)\n")
    }

    @Test func `a question that changes its kind is refused`() throws {
        let one = Self.survey(version: 1)
        let old = Manifest(manifest: 1, surveys: [try entry(one, version: 1)])
        let server = try server(manifest: try envelope(old), blob: try bytes(one))
        let run = try publish(Self.survey(version: 2, kind: "nps"), to: server)
        #expect(run.code == 65)
        #expect(
            run.messages == """
                smilepost-ops: exit can't follow version 1 as published:
                  question `visit` was stars and is now nps; give the new question another id

                """)
    }

    @Test func `bytes other than those signed are refused`() throws {
        let old = Manifest(manifest: 1, surveys: [try entry(Self.survey(version: 1), version: 1)])
        let server = try server(manifest: try envelope(old), blob: Data("{}".utf8))
        let run = try publish(Self.survey(version: 2), to: server)
        #expect(run.code == 65)
        #expect(run.messages.contains("gives another content for exit version 1 than was signed"))
    }

    @Test func `a survey with errors is not looked up at all`() throws {
        let server = try server(manifest: nil)
        let run = try publish(Self.survey(version: 1, kind: "star"), to: server)
        #expect(run.code == 65)
        #expect(run.messages.contains(":7:11: error: unknown kind `star`; did you mean `stars`?"))
        #expect(server.connections == 0)
    }

    @Test func `a wrong passphrase signs nothing`() throws {
        let server = try server(manifest: nil)
        let file = try folder.write(Self.survey(version: 1), to: "exit.yaml")
        let run = OpsRun(
            "survey", "publish", file, "--key-file", folder.file("release.key"), server: server, secrets: ["no"])
        #expect(run.code == 78)
        #expect(
            run.messages == """
                Passphrase of the release key:
                smilepost-ops: the passphrase does not open release key \(keyFile.publicKey.id): \
                try again, or restore the key file from its backup

                """)
        #expect(server.requests.map(\.method) == ["GET"])
    }

    @Test func `a conflict with nothing new published is told`() throws {
        let server = try server(manifest: nil, .problem(409, "conflict", "No."))
        let run = try publish(Self.survey(version: 1), to: server)
        #expect(run.code == 65)
        #expect(run.messages == "smilepost-ops: No.\n")
    }

    @Test func `a publication of somebody else in between is built upon`() throws {
        let meanwhile = try envelope(Manifest(manifest: 1, surveys: []))
        let server = try LoopbackServer([
            .problem(404, "not-found", "Nothing yet."), .problem(409, "conflict", "Not the next."),
            .collector(200, meanwhile), published(1, 2),
        ])
        #expect(try publish(Self.survey(version: 1), to: server).code == 0)
        let manifest = try JSONDecoder().decode(Manifest.self, from: try publication(server).manifest.payload)
        #expect(manifest.manifest == 2)
    }

    @Test func `what is published is listed`() throws {
        let server = try LoopbackServer([
            .collector(
                200,
                """
                {"surveys":[{"survey":"exit","version":1,"sha256":"0123456789abcdef","size":9,
                "published_ms":1760000000000,"assigned_to":["*","baku-1"]}]}
                """)
        ])
        #expect(
            OpsRun("survey", "list", server: server).text == """
                SURVEY  VERSION  STATE      PUBLISHED             SHA-256       RUNS AT
                exit    1        published  2025-10-09T08:53:20Z  0123456789ab  all, baku-1

                """)
    }
}
