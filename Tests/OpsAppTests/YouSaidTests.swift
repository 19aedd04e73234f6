import Foundation
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import OpsApp

@Suite struct YouSaidTests {
    @Test func `the list lines up, and no terminal escape gets through`() throws {
        let server = try LoopbackServer([
            .collector(
                200,
                """
                {"notices":[{"kiosks":3,"have":2,"notice":{"branch":"baku","issued_ms":5,"state":"up","by":"ley\\u001bla",\
                "text":"A second \\u001b[2Jtill.","texts":{"az":"Kassa."},"until":"2026-12-31"}},\
                {"kiosks":1,"have":1,"notice":{"branch":"ganja","issued_ms":6,"state":"withdrawn","by":"ops"}}]}
                """)
        ])
        let run = OpsRun("you-said", "list", server: server)
        #expect(run.code == 0)
        #expect(
            run.text == """
                BRANCH  KIOSKS  STATE      UNTIL       BY     TEXT
                baku    2 of 3  up         2026-12-31  leyla  A second [2Jtill. [az] Kassa.
                ganja   1 of 1  withdrawn  -           ops    -

                """)
        #expect(server.requests.map(\.target) == ["/api/v1/notices"])
    }

    @Test func `a branch's list has its history, and says which kiosks have the newest`() throws {
        let server = try LoopbackServer([
            .collector(
                200,
                """
                {"notices":[{"branch":"baku","issued_ms":1760000000000,"state":"up","by":"leyla","text":"A till.",\
                "until":"2026-12-31"}],"kiosks":[{"kiosk":"k_1","name":"Exit 1","has_it":true},\
                {"kiosk":"k_2","name":"Exit 2","has_it":false}]}
                """)
        ])
        let run = OpsRun("you-said", "list", "--branch", "baku", server: server)
        #expect(run.text.contains("2025-10-09T08:53:20Z  up     2026-12-31  leyla  A till.\n"))
        #expect(run.messages == "The newest is on Exit 1 (k_1); not yet on Exit 2 (k_2).\n")
        #expect(OpsRun("you-said", "list", "--branch", "../x", server: server).code == 64)
    }

    @Test func `publish sends the sentence in its languages, and withdraw takes it back`() throws {
        let server = try LoopbackServer([
            .collector(
                200, #"{"branch":"baku","issued_ms":5,"state":"up","by":"ops","text":"A till.","until":"2026-12-31"}"#),
            .collector(204, ""),
        ])
        let run = OpsRun(
            "you-said", "publish", "baku", "A till.", "--until", "2026-12-31", "--in", "az=Kassa = iki.", server: server
        )
        #expect(run.code == 0 && run.text.isEmpty)
        #expect(run.messages == "The kiosks of baku say it from their next check-in to the end of 2026-12-31.\n")
        let wish = try JSONDecoder().decode(ApiNoticeWish.self, from: try #require(server.requests.first).body)
        #expect(wish == ApiNoticeWish(text: "A till.", texts: ["az": "Kassa = iki."], until: "2026-12-31"))
        #expect(OpsRun("you-said", "withdraw", "baku", server: server).code == 0)
        #expect(
            server.requests.map { "\($0.method) \($0.target)" } == [
                "PUT /api/v1/notices/baku", "DELETE /api/v1/notices/baku",
            ])
    }

    @Test(arguments: [
        (["two\nlines", "--until", "2026-12-31"], "The sentence holds a line break: remove it."),
        (["x", "--until", "soon"], "The last day must be written like 2026-12-31."),
        (["x", "--until", "2026-12-31", "--in", "az"], "--in must be a language and a sentence"),
        (["x", "--until", "2026-12-31", "--in", "az=a", "--in", "az=b"], "--in must be a language and a sentence"),
        ([String(repeating: "x", count: 121), "--until", "2026-12-31"], "has 121 characters; the screen takes 120."),
    ])
    func `what can't be said is told before anything is sent`(arguments: [String], message: String) throws {
        let server = try LoopbackServer([])
        let run = OpsRun(arguments: ["you-said", "publish", "baku"] + arguments, server: server)
        #expect(run.code == 64)
        #expect(run.messages.contains(message), "\(run.messages)")
        #expect(server.requests.isEmpty)
    }
}

/// The notice key's way into the signed manifest, and out of it.
@Suite struct NoticeKeyTests {
    private let folder: TemporaryFolder
    private let release: KeyFile
    private let signer = NoticeSigner()
    private let survey = Examples.branchExit

    init() throws {
        folder = try TemporaryFolder()
        release = try KeyFile(newWithPassphrase: "correct horse", cost: KeyFile.Cost(n: 16, r: 1, p: 1))
        try release.create(at: folder.file("release.key"))
    }

    /// A collector that has published `manifest`, and takes whatever comes.
    private func server(_ manifest: Manifest?, blob: Data? = nil) throws -> LoopbackServer {
        let envelope = try manifest.map { manifest in
            let envelope = try Envelope(
                signing: try JSONEncoder().encode(manifest), type: Envelope.manifestType,
                privateKey: try release.privateKey(passphrase: "correct horse"))
            return String(decoding: try JSONEncoder().encode(envelope), as: UTF8.self)
        }
        let key = String(
            decoding: try JSONEncoder().encode(ApiNoticeKey(key: signer.key, isAllowed: false)), as: UTF8.self)
        let bytes = String(decoding: try blob ?? survey.encoded(), as: UTF8.self)
        return try LoopbackServer { request, _ in
            if request.method == "POST" {
                return .collector(201, #"{"survey":"branch-exit","version":3,"sha256":"ab","manifest":9}"#)
            }
            if request.target == Api.Path.noticeKey { return .collector(200, key) }
            if request.target == Api.Path.manifest {
                return envelope.map { .collector(200, $0) } ?? .problem(404, "not-found", "Nothing yet.")
            }
            return .collector(200, bytes)
        }
    }

    private func run(_ command: String, _ server: LoopbackServer) -> OpsRun {
        OpsRun(
            "you-said", command, "--key-file", folder.file("release.key"), server: server,
            environment: ["SMILEPOST_PASSPHRASE": "correct horse"])
    }

    private func signed(_ server: LoopbackServer) throws -> Manifest? {
        try server.requests.last { $0.method == "POST" }.map { post in
            let publication = try JSONDecoder().decode(ApiPublication.self, from: post.body)
            #expect(publication.manifest.isSigned(by: release.publicKey, as: Envelope.manifestType))
            let isNew = try publication.blob != survey.encoded()
            #expect(publication.assign == nil || isNew)
            return try JSONDecoder().decode(Manifest.self, from: publication.manifest.payload)
        }
    }

    @Test func `allow signs the collector's key into the next manifest, and forbid takes it out`() throws {
        let contact = try #require(ContactKey(key: Data(repeating: 5, count: 32)))
        let old = Manifest(manifest: 4, surveys: [try ReleaseKey.entry(survey)], contactKey: contact)
        let server = try server(old)
        let allowed = run("allow", server)
        #expect(allowed.code == 0, "\(allowed.messages)")
        #expect(allowed.text == signer.key.id + "\n")
        #expect(try signed(server) == old.next(noticeKey: signer.key))
        let after = try self.server(old.next(noticeKey: signer.key))
        #expect(run("forbid", after).code == 0)
        #expect(try signed(after) == old.next(noticeKey: signer.key).next(noticeKey: nil))
    }

    @Test func `what the manifest says already is not signed again`() throws {
        let old = Manifest(manifest: 4, surveys: [try ReleaseKey.entry(survey)])
        for (command, manifest) in [("allow", old.next(noticeKey: signer.key)), ("forbid", old)] {
            let server = try server(manifest)
            let run = run(command, server)
            #expect(run.code == 0)
            #expect(run.messages.contains("nothing was changed"))
            #expect(try signed(server) == nil)
        }
    }

    @Test func `without a survey, or with another content than was signed, nothing is signed`() throws {
        let old = Manifest(manifest: 4, surveys: [try ReleaseKey.entry(survey)])
        for (server, code, message) in [
            (try server(nil), 1, "publish a survey first"),
            (try server(old, blob: Data("{}".utf8)), 65, "gives another content"),
        ] as [(LoopbackServer, Int32, String)] {
            let run = run("allow", server)
            #expect(run.code == code)
            #expect(run.messages.contains(message))
            #expect(try signed(server) == nil)
        }
    }

    @Test func `publishing a survey keeps the notice key`() throws {
        _ = try folder.write(
            """
            survey: other
            version: 1
            languages: [en]
            title: {en: Other}
            questions:
              - {id: visit, kind: stars, ask: {en: How was it?}}
            thanks: {en: Thanks}

            """, to: "other.yaml")
        let old = Manifest(manifest: 4, surveys: [try ReleaseKey.entry(survey)], noticeKey: signer.key)
        let server = try server(old)
        let run = OpsRun(
            "survey", "publish", folder.file("other.yaml"), "--key-file", folder.file("release.key"), server: server,
            environment: ["SMILEPOST_PASSPHRASE": "correct horse"])
        #expect(run.code == 0, "\(run.messages)")
        #expect(try signed(server)?.noticeKey == signer.key)
    }
}
