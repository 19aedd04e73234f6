import Foundation
import Synchronization
import TestSupport
import Testing
import WireProtocol

@testable import Transport

struct FailureTests {
    private let exchange = CurlExchange(options: TransportOptions(userAgent: "Smilepost-Test/1"))

    private func failure(
        _ request: HTTPRequest, by exchange: CurlExchange? = nil
    ) -> HTTPFailure? {
        #expect(throws: HTTPFailure.self) { try (exchange ?? self.exchange).send(request) }
    }

    @Test func `a port where nothing listens is refused with advice`() throws {
        var server: LoopbackServer? = try LoopbackServer([])
        let url = try #require(server?.url)
        let port = try #require(server?.port)
        server = nil
        let failure = failure(HTTPRequest(method: .get, url: url))
        #expect(failure?.kind == .refused)
        #expect(
            failure?.message.hasPrefix("\(url): Failed to connect to 127.0.0.1 port \(port)") == true)
        #expect(
            failure?.message.hasSuffix(
                ": check that the collector runs, the port in its URL, the cable and the firewall") == true)
    }

    @Test func `a collector that says nothing runs into the time limit`() throws {
        let server = try LoopbackServer([.silence])
        let failure = failure(HTTPRequest(method: .get, url: server.url, timeoutMS: 50))
        #expect(failure?.kind == .timedOut)
        #expect(
            failure?.message.hasSuffix(": check the line to the collector, and whether it is overloaded") == true)
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{\"resu",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n{\"resu",
        "",
    ])
    func `an answer cut short is a failure`(bytes: String) throws {
        let server = try LoopbackServer { _, _ in .raw(bytes) }
        #expect(failure(HTTPRequest(method: .get, url: server.url))?.kind == .network)
    }

    @Test func `what is no HTTP is named so`() throws {
        let server = try LoopbackServer([.raw("SSH-2.0-OpenSSH_9.2\r\n")])
        let failure = failure(HTTPRequest(method: .get, url: server.url))
        #expect(failure?.kind == .network)
        #expect(
            failure?.message.hasSuffix(
                "what answers there does not speak HTTP: check the port in the collector's URL") == true)
    }

    @Test func `a name that does not exist is told from a line that is down`() {
        let failure = failure(HTTPRequest(method: .get, url: "https://collector.invalid", timeoutMS: 5_000))
        // Without any resolver the lookup may run into the time limit instead.
        #expect(failure?.kind == .nameNotFound || failure?.kind == .timedOut)
    }

    @Test func `plain HTTP to another host is refused before anything is sent`() throws {
        let proxy = try LoopbackServer([.text(200, "")])
        let exchange = CurlExchange(options: TransportOptions(proxy: proxy.url, userAgent: "t"))
        #expect(failure(HTTPRequest(method: .get, url: "http://collector.example/"), by: exchange)?.kind == .badURL)
        #expect(proxy.connections == 0)
    }

    @Test func `a proxy is used when it is set and plain HTTP is allowed`() throws {
        let proxy = try LoopbackServer([.text(200, "from the proxy")])
        let exchange = CurlExchange(options: TransportOptions(proxy: proxy.url, allowHTTP: true, userAgent: "t"))
        let answer = try exchange.send(HTTPRequest(method: .get, url: "http://collector.example/x"))
        #expect(answer.body == Data("from the proxy".utf8))
        #expect(proxy.requests.first?.target == "http://collector.example/x")
    }

    @Test func `what is for this machine does not go through the proxy`() throws {
        let proxy = try LoopbackServer([])
        let server = try LoopbackServer([.text(200, "direct")])
        let exchange = CurlExchange(options: TransportOptions(proxy: proxy.url, userAgent: "t"))
        #expect(try exchange.send(HTTPRequest(method: .get, url: server.url)).body == Data("direct".utf8))
        #expect(proxy.connections == 0)
    }

    @Test func `an abort from another thread ends the exchange and stays`() throws {
        let server = try LoopbackServer { _, _ in .silence }
        let exchange = exchange
        let request = HTTPRequest(method: .get, url: server.url, timeoutMS: 60_000)
        Thread.detachNewThread { if server.waitForRequests(1) { exchange.abort() } }
        let began = ContinuousClock.now
        #expect(failure(request)?.kind == .aborted)
        #expect(began.duration(to: .now) < .seconds(10))
        #expect(failure(request)?.kind == .aborted)
        #expect(server.requests.count == 1)
    }

    @Test func `two threads take turns`() throws {
        let inside = Mutex((now: 0, most: 0))
        let server = try LoopbackServer { _, _ in
            inside.withLock {
                $0.now += 1
                $0.most = max($0.most, $0.now)
            }
            inside.withLock { $0.now -= 1 }
            return .text(200, "")
        }
        let (exchange, url) = (exchange, server.url)
        let failures = Mutex(0)
        DispatchQueue.concurrentPerform(iterations: 20) { _ in
            do { _ = try exchange.send(HTTPRequest(method: .get, url: url)) } catch { failures.withLock { $0 += 1 } }
        }
        #expect(failures.withLock { $0 } == 0)
        #expect(server.requests.count == 20)
        #expect(inside.withLock { $0.most } == 1)
        #expect(server.connections == 1)
    }

    @Test(arguments: ["abc", "/etc/passwd", "sha256//", "sha256//YWJj", ""])
    func `a pin that is none is named before anything is sent`(pin: String) throws {
        let server = try LoopbackServer([])
        let exchange = CurlExchange(options: TransportOptions(pins: [pin], userAgent: "t"))
        let failure = failure(HTTPRequest(method: .get, url: server.url), by: exchange)
        #expect(failure?.kind == .tls)
        #expect(failure?.message.hasPrefix("'\(pin)' in pins is not the SHA-256 of a public key") == true)
        #expect(server.connections == 0)
    }

    @Test func `a missing authority file is named before anything is sent`() throws {
        let exchange = CurlExchange(options: TransportOptions(caFile: "/nowhere/ca.pem", userAgent: "t"))
        #expect(
            failure(HTTPRequest(method: .get, url: "https://127.0.0.1:1"), by: exchange)?.message
                == "cannot read ca_file /nowhere/ca.pem: check the path and its permissions")
    }
}
