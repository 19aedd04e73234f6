import CollectorStore
import KioskStore
import SurveyKit
import TestSupport
import Testing
import Transport
import WireProtocol

@testable import KioskSync

/// The collector behind a proxy with user and password, as `proxy` in kiosk.conf names it.
@Suite(.timeLimit(.minutes(2)))
struct ProxyTests {
    private static let url = "https://collector.test:8443"
    /// A password with all that has a meaning in URLs.
    private static let password = "p@ss:w/or?d#1"
    private static let escaped = "p%40ss:w%2For%3Fd%231"

    private let collector: LiveCollector
    private let authority: TestAuthority
    private let front: TLSFront

    init() async throws {
        collector = try await LiveCollector.start()
        #expect(try await collector.publish(try Publisher().publication(3...3)).status == 201)
        authority = try TestAuthority()
        front = try TLSFront(try authority.issue("good"), before: collector.port)
    }

    private func kiosk(by proxy: String) throws -> LiveKiosk {
        let options = TransportOptions(caFile: authority.file, proxy: proxy, userAgent: LiveKiosk.app)
        #expect(options.fault == nil)
        return try LiveKiosk(at: Self.url, options: options)
    }

    private func expectDelivery(by kiosk: LiveKiosk) async throws {
        try await kiosk.enrol(token: try await collector.enrolToken())
        try await kiosk.seal(5)
        #expect(await kiosk.sync() == SyncReport(settled: 5, error: nil))
        #expect(try collector.database.ledger() == kiosk.sealed.entries)
    }

    @Test func `everything goes through a proxy with user and password, which learns the host and nothing else`()
        async throws
    {
        let proxy = try ConnectProxy(to: front.port, credentials: "kiosk:" + Self.password)
        try await expectDelivery(by: try kiosk(by: "http://kiosk:\(Self.escaped)@127.0.0.1:\(proxy.port)"))
        #expect(!proxy.heads.isEmpty)
        for head in proxy.heads {
            #expect(head.hasPrefix("CONNECT collector.test:8443 HTTP/1.1\r\n"))
            #expect(HTTPMessage.header("Authorization", in: head) == nil)
            #expect(!head.contains("Smilepost-"))
        }
    }

    @Test func `a proxy that speaks TLS itself works too`() async throws {
        let proxy = try ConnectProxy(to: front.port, credentials: "kiosk:secret")
        let outer = try TLSFront(try authority.issue("proxy", names: "DNS:localhost"), before: proxy.port)
        try await expectDelivery(by: try kiosk(by: "https://kiosk:secret@localhost:\(outer.port)"))
        #expect(proxy.heads.allSatisfy { $0.hasPrefix("CONNECT collector.test:8443") })
    }

    @Test(arguments: ["kiosk:wr0ngpass@", "kiosk@", ""])
    func `a proxy that does not take the password is named, and the password never is`(user: String) async throws {
        let proxy = try ConnectProxy(to: front.port, credentials: "kiosk:" + Self.password)
        let kiosk = try kiosk(by: "http://\(user)127.0.0.1:\(proxy.port)")
        let token = try await collector.enrolToken()
        let error = await #expect(throws: EnrolError.self) { try await kiosk.enrolOnly(token: token) }
        let words = error?.description ?? ""
        #expect(words.contains("the proxy wants a user and password, or does not take the ones it was given"))
        #expect(!words.contains("wr0ngpass"))
        #expect(!words.contains("kiosk:"))
        #expect(front.handshakes == 0)
    }

    @Test func `a proxy that lets nobody through, and one that is not there, are told without the password`()
        async throws
    {
        let token = try await collector.enrolToken()
        let closed = try ConnectProxy(to: front.port, credentials: nil, refusal: 403)
        let gone = try ConnectProxy(to: front.port, credentials: nil).port
        for (port, expected) in [(closed.port, "(status 403)"), (gone, "")] {
            let kiosk = try kiosk(by: "http://kiosk:wr0ngpass@127.0.0.1:\(port)")
            let error = await #expect(throws: EnrolError.self) { try await kiosk.enrolOnly(token: token) }
            #expect(error?.description.contains(expected) == true)
            #expect(error?.description.contains("wr0ngpass") == false)
        }
        #expect(front.handshakes == 0)
    }

    @Test("N9: a wrong certificate behind a proxy is refused as without one")
    func wrongCertificate() async throws {
        let proxy = try ConnectProxy(to: front.port, credentials: nil)
        let kiosk = try kiosk(by: "http://127.0.0.1:\(proxy.port)")
        front.show(try authority.issue("host", names: "DNS:elsewhere.test"))
        let token = try await collector.enrolToken()
        await #expect(throws: EnrolError.self) { try await kiosk.enrolOnly(token: token) }
        #expect(front.handshakes == 1)
        #expect(front.receivedBytes == 0)
    }
}
