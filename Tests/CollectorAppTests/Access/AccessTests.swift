import CollectorStore
import Foundation
import GRDB
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import TestSupport
import Testing
import WireProtocol

@testable import CollectorApp

/// Every route by every role, within reach and out of it.
@Suite struct AccessTests {
    @Test(arguments: AccessRoute.all)
    func `each route answers those who may call it, for what is within their reach`(route: AccessRoute) async throws {
        let site = try await TwoBranches()
        for caller in AccessCaller.all {
            let headers = try await headers(of: caller, for: route, at: site.centre)
            for place in [TwoBranches.Place.baku, .ganja] where route.isPlaced || place == .baku {
                try await expect(route, at: place, of: site, by: caller, headers)
            }
        }
    }

    private func expect(
        _ route: AccessRoute, at place: TwoBranches.Place, of site: TwoBranches, by caller: AccessCaller,
        _ headers: HTTPFields
    ) async throws {
        let before = try await site.centre.store.auditEntries(limit: 1).first?.number
        let answer = try await call(route, at: place, of: site, headers)
        guard let role = caller.role, role >= route.least else {
            let stranger = route.isPage ? 303 : 401
            #expect(answer.status.code == (caller.role == nil ? stranger : 403), "\(caller.testDescription)")
            return
        }
        guard !caller.isHeld || place == .baku else {
            let unknown = try await call(route, at: .nowhere, of: site, headers)
            #expect(answer.status == .notFound, "\(caller.testDescription)")
            // What is out of reach reads like what is not there.
            let (name, other) = (
                try site.name(of: route.subject, at: .ganja), try site.name(of: route.subject, at: .nowhere)
            )
            // As a word of its own: a ticket's digit stands in the names of assets too.
            let word = try Regex("\\b\(name)\\b")
            #expect(String(buffer: answer.body).replacing(word, with: other) == String(buffer: unknown.body))
            return
        }
        #expect(route.success.contains(answer.status.code), "\(caller.testDescription) at \(place)")
        if caller.isHeld {
            let body = String(buffer: answer.body)
            for word in try site.wordsOfGanja {
                #expect(!body.contains(word), "\(caller.testDescription) reads \(word)")
            }
        }
        if route.method != .get, route.isAudited, answer.status.code < 300, caller.role == route.least,
            caller.isHeld == route.least.takesPlaces, place == .baku
        {
            #expect(
                try await site.centre.store.auditEntries(limit: 1).first?.number != before,
                "\(route.testDescription) leaves nothing in the audit log")
        }
    }

    private func call(
        _ route: AccessRoute, at place: TwoBranches.Place, of site: TwoBranches, _ headers: HTTPFields
    ) async throws -> TestResponse {
        let name = try site.name(of: route.subject, at: place)
        let path = route.path.replacing(":id", with: name).replacing(":name", with: name) + route.query
        let token = "form=" + SessionCookie.formToken(for: Self.cookie(of: headers))
        let body = route.isPage && route.method == .post ? [route.body, token].joined(separator: "&") : route.body
        return try await site.centre.application.test(.router) { client in
            try await client.execute(
                uri: path, method: route.method, headers: headers, body: ByteBuffer(string: body))
        }
    }

    /// A session for a page, a token for the rest.
    private func headers(
        of caller: AccessCaller, for route: AccessRoute, at centre: SiteCentre
    ) async throws -> HTTPFields {
        guard route.isPage, let role = caller.role else {
            return try await centre.bearer(caller.role, places: caller.places)
        }
        let name = caller.testDescription.replacing(" ", with: "-")
        try await centre.store.addUser(
            name: name, role: role, places: caller.places, passwordHash: "", nowMS: centre.clock.now)
        try await centre.store.addSession(
            hash: Secrets.hash(name), user: name, expiresMS: .max, nowMS: centre.clock.now)
        return [.cookie: "\(SessionCookie.name)=\(name)", .contentType: "application/x-www-form-urlencoded"]
    }

    private static func cookie(of headers: HTTPFields) -> String {
        String((headers[.cookie] ?? "").split(separator: "=").last ?? "")
    }

    @Test func `a route that no table names is found`() async throws {
        let centre = try await SiteCentre()
        let known = Set(AccessRoute.all.map { "\($0.method.rawValue) \($0.path)" })
        for route in centre.collector.router().routes where route.method != .head {
            let path = "\(route.path)".split(separator: "/").map { part in
                part.hasPrefix("{") ? ":" + part.dropFirst().dropLast() : String(part)
            }
            let plain = "/" + path.joined(separator: "/")
            let isOpen = AccessRoute.open.contains { $0 == plain || $0.hasSuffix("/") && plain.hasPrefix($0) }
            #expect(
                isOpen || AccessRoute.streams.contains(plain) || known.contains("\(route.method.rawValue) \(plain)"),
                "\(route.method.rawValue) \(plain) is in no table of AccessRoute: add who may call it")
        }
    }

    @Test func `the export of a page has what is within reach`() async throws {
        let site = try await TwoBranches()
        let centre = site.centre
        for (name, places) in [("baku-viewer", [ReachPlace.branch("baku")]), ("west-viewer", [.region("West")])] {
            try await centre.store.addUser(
                name: name, role: .viewer, places: places, passwordHash: "", nowMS: centre.clock.now)
            try await centre.store.addSession(
                hash: Secrets.hash(name), user: name, expiresMS: .max, nowMS: centre.clock.now)
            let page = try await centre.application.test(.router) { client in
                try await client.execute(
                    uri: "/export/responses.csv", method: .get, headers: [.cookie: "\(SessionCookie.name)=\(name)"])
            }
            let text = String(buffer: page.body)
            #expect(text.contains("words of baku") == (name == "baku-viewer"))
            #expect(text.contains("words of ganja") == (name == "west-viewer"))
        }
    }

    @Test func `a role for the whole chain that was held to a part of it by force does nothing of it`() async throws {
        let site = try await TwoBranches()
        let headers = try await site.centre.bearer(.manager, places: [.branch("baku")])
        // As in a row that somebody edited by hand.
        let database = try DatabaseQueue(path: site.centre.folder.file("collector.sqlite"))
        try await database.write { db in try db.execute(sql: "UPDATE api_token SET role = 'admin'") }
        for path in [Api.Path.users, Api.Path.audit] {
            let answer = try await site.centre.application.test(.router) { client in
                try await client.execute(uri: path, method: .get, headers: headers)
            }
            #expect(answer.status == .forbidden)
        }
    }
}

extension AccessRoute {
    /// Whether what the path names stands at a branch.
    var isPlaced: Bool { [.branch, .kiosk, .response, .ticket, .enrolToken].contains(subject) }
}
