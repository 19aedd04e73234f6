import CollectorStore
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import CollectorApp

/// "You said, we did" by page and by API.
@Suite struct NoticeTests {
    private static let path = "/branches/baku/you-said"

    private func centre(_ role: Role) async throws -> SiteCentre {
        let centre = try await SiteCentre()
        try await centre.addUser("leyla", role: role)
        try await centre.store.addOneTimeLogin(
            hash: Secrets.hash("once"), user: "leyla", expiresMS: centre.clock.now + 1_000)
        return centre
    }

    private func headers(_ client: some TestClientProtocol) async throws -> HTTPFields {
        let welcome = try await client.execute(uri: "/login/once/once", method: .get)
        return [.cookie: welcome.cookie(SessionCookie.name), .contentType: "application/x-www-form-urlencoded"]
    }

    private func get(_ path: String, _ client: some TestClientProtocol, _ headers: HTTPFields) async throws -> String {
        String(buffer: try await client.execute(uri: path, method: .get, headers: headers).body)
    }

    @Test func `a manager publishes a sentence in two languages, sees who has it, and withdraws it`() async throws {
        let centre = try await centre(.manager)
        try await centre.send([["visit": .score(1)]])
        try await centre.application.test(.router) { client in
            let headers = try await headers(client)
            let page = try await client.execute(uri: Self.path, method: .get, headers: headers)
            let text = String(buffer: page.body)
            #expect(text.contains("say nothing beside the thanks now"))
            // Today in Baku, and what the survey's customers may choose beside English.
            #expect(text.contains(#"min="2025-11-22" max="2026-11-23" value="2025-12-20""#))
            #expect(text.contains(#"name="texts[ar]""#) && !text.contains(#"name="texts[en]""#))
            let form = "form=\(page.formToken)"
            let body = form + "&text=A+%3Cb%3E+till&texts%5Bar%5D=%D8%B5%D9%86%D8%AF%D9%88%D9%82&until=2025-12-31"
            let answer = try await client.execute(
                uri: Self.path, method: .post, headers: headers, body: ByteBuffer(string: body))
            #expect(answer.status == .seeOther && answer.headers[.location] == Self.path)
            let up = try await get(Self.path, client, headers)
            #expect(up.contains("For the thank-you screens until 31 Dec 2025") && up.contains("on 0 of 1 kiosk"))
            #expect(up.contains("A &lt;b&gt; till") && up.contains("صندوق") && up.contains("not yet"))
            #expect(try await get("/branches/baku", client, headers).contains("A &lt;b&gt; till"))
            let withdrawn = try await client.execute(
                uri: Self.path + "/withdraw", method: .post, headers: headers, body: ByteBuffer(string: form))
            #expect(withdrawn.status == .seeOther)
            let silent = try await get(Self.path, client, headers)
            #expect(silent.contains("say nothing beside the thanks now") && silent.contains("withdrew it"))
            #expect(!(try await get("/branches/baku", client, headers)).contains("A &lt;b&gt; till"))
        }
    }

    @Test func `a viewer reads, a form of another site changes nothing, and too long a sentence is told`() async throws
    {
        for (role, token, status) in [
            (Role.viewer, nil, HTTPResponse.Status.forbidden), (.manager, "form=x", .forbidden),
            (.manager, nil, .badRequest),
        ] as [(Role, String?, HTTPResponse.Status)] {
            let centre = try await centre(role)
            try await centre.application.test(.router) { client in
                let headers = try await headers(client)
                let page = try await client.execute(uri: Self.path, method: .get, headers: headers)
                #expect(page.status == .ok)
                #expect(String(buffer: page.body).contains(#"id="publish""#) == (role == .manager))
                let form = token ?? "form=\(page.formToken)"
                let answer = try await client.execute(
                    uri: Self.path, method: .post, headers: headers,
                    body: ByteBuffer(string: form + "&until=2025-12-31&text=" + String(repeating: "x", count: 121)))
                #expect(answer.status == status)
            }
            #expect(try await centre.store.notices(in: .all, nowMS: 0).isEmpty)
        }
    }

    @Test func `a closed ticket leads a manager to the page, and an agent not`() async throws {
        for role in [Role.agent, .manager] {
            let centre = try await centre(role)
            try await centre.send([["visit": .score(1), "comment": .text("növbə")]])
            try await centre.application.test(.router) { client in
                let headers = try await headers(client)
                let page = try await client.execute(uri: "/tickets/1", method: .get, headers: headers)
                #expect(!String(buffer: page.body).contains("you-said"))
                _ = try await client.execute(
                    uri: "/tickets/1/close", method: .post, headers: headers,
                    body: ByteBuffer(string: "form=\(page.formToken)&cause=staff&action=Talked"))
                let closed = try await get("/tickets/1", client, headers)
                #expect(closed.contains(#"href="/branches/baku/you-said""#) == (role == .manager))
            }
        }
    }

    @Test func `without a key in the manifest the page says what to do in place of the form`() async throws {
        let centre = try await centre(.manager)
        let collector = try Collector(store: centre.store, now: { centre.clock.now }, noticeSigner: NoticeSigner())
        try await Application(router: collector.router()).test(.router) { client in
            let headers = try await headers(client)
            let page = try await get(Self.path, client, headers)
            #expect(page.contains("smilepost-ops you-said allow") && !page.contains(#"id="publish""#))
        }
    }

    @Test func `the API publishes, lists, shows and withdraws`() async throws {
        let centre = try await SiteCentre()
        let headers = try await centre.bearer(.manager, places: [.branch("baku")])
        try await centre.application.test(.router) { client in
            let key = try await client.execute(uri: Api.Path.noticeKey, method: .get, headers: headers)
            let told = try JSONDecoder().decode(ApiNoticeKey.self, from: Data(key.body.readableBytesView))
            #expect(told == ApiNoticeKey(key: centre.noticeSigner.key, isAllowed: true))
            let put = try await client.execute(
                uri: Api.Path.notice("baku"), method: .put, headers: headers,
                body: ByteBuffer(string: #"{"text":" A till. ","texts":{"az":"Kassa.","ar":" "},"until":"2025-12-31"}"#)
            )
            #expect(put.status == .ok)
            let notice = try JSONDecoder().decode(ApiNotice.self, from: Data(put.body.readableBytesView))
            #expect((notice.text, notice.texts, notice.by) == ("A till.", ["az": "Kassa."], "manager"))
            let list = try await client.execute(uri: Api.Path.notices, method: .get, headers: headers)
            #expect(
                try JSONDecoder().decode(ApiNotices.self, from: Data(list.body.readableBytesView)).notices
                    == [.init(notice: notice, kiosks: 0, have: 0)])
            for status in [HTTPResponse.Status.noContent, .notFound] {
                let answer = try await client.execute(uri: Api.Path.notice("baku"), method: .delete, headers: headers)
                #expect(answer.status == status)
            }
            let one = try await client.execute(uri: Api.Path.notice("baku"), method: .get, headers: headers)
            let history = try JSONDecoder().decode(ApiBranchNotices.self, from: Data(one.body.readableBytesView))
            #expect(history.notices.map(\.state) == [.withdrawn, .withdrawn])
        }
    }

    @Test func `a collector without a notice key says so, and takes answers all the same`() async throws {
        let centre = try await SiteCentre()
        let collector = try Collector(store: centre.store, now: { centre.clock.now })
        let headers = try await centre.bearer(.admin)
        try await Application(router: collector.router()).test(.router) { client in
            let key = try await client.execute(uri: Api.Path.noticeKey, method: .get, headers: headers)
            #expect(key.status == .notFound)
            let put = try await client.execute(
                uri: Api.Path.notice("baku"), method: .put, headers: headers,
                body: ByteBuffer(string: #"{"text":"A till.","until":"2025-12-31"}"#))
            #expect(put.status == .conflict)
            #expect(String(buffer: put.body).contains("notice.key"))
        }
    }

    @Test func `the key's file is made once, private, and a damaged one is left as it is`() throws {
        let folder = try TemporaryFolder()
        let file = NoticeKeyFile(data: folder.path)
        let key = try #require(file.signer()).key
        #expect(file.signer()?.key == key)
        let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        _ = try folder.write("damaged", to: "notice.key")
        #expect(file.signer() == nil)
        #expect(try String(contentsOfFile: file.path, encoding: .utf8) == "damaged")
        #expect(NoticeKeyFile(data: folder.file("nowhere")).signer() == nil)
    }
}
