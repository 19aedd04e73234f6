import Foundation
import TestSupport
import Testing
import WireProtocol

@testable import Transport

struct CurlExchangeTests {
    private let exchange = CurlExchange(options: TransportOptions(userAgent: "Smilepost-Test/1"))

    @Test(arguments: [HTTPRequest.Method.get, .delete])
    func `a request without a body carries its method, path and headers`(method: HTTPRequest.Method) throws {
        let server = try LoopbackServer([.text(200, "yes")])
        let answer = try exchange.send(
            HTTPRequest(
                method: method, url: server.url + "/a/b?c=d",
                headers: [("Smilepost-Proto", "1"), ("Authorization", "Bearer x"), ("Empty", "")]))
        #expect(answer.status == 200)
        #expect(answer.body == Data("yes".utf8))
        let request = try #require(server.requests.first)
        #expect(request.method == method.rawValue)
        #expect(request.target == "/a/b?c=d")
        #expect(request.header("smilepost-proto") == "1")
        #expect(request.header("Authorization") == "Bearer x")
        #expect(request.header("Empty") == "")
        #expect(request.header("User-Agent") == "Smilepost-Test/1")
        #expect(request.header("Accept-Encoding") == nil)
        #expect(request.body.isEmpty)
    }

    @Test(arguments: [HTTPRequest.Method.post, .put, .delete], [0, 1, 5_000, 300_000])
    func `a body arrives byte by byte`(method: HTTPRequest.Method, size: Int) throws {
        var generator = SeededGenerator(seed: UInt64(size))
        let body = Data((0..<size).map { _ in UInt8.random(in: 0...255, using: &generator) })
        let server = try LoopbackServer([.text(201, "")])
        let answer = try exchange.send(HTTPRequest(method: method, url: server.url, body: body))
        #expect(answer.status == 201)
        let request = try #require(server.requests.first)
        #expect(request.method == method.rawValue)
        #expect(request.body == body)
        #expect(request.header("Expect") == nil)
        #expect(request.header("Content-Type") == nil)
    }

    @Test func `the caller's content type is sent`() throws {
        let server = try LoopbackServer([.text(200, "")])
        _ = try exchange.send(
            HTTPRequest(method: .post, url: server.url, headers: [("Content-Type", "application/x-ndjson")]))
        #expect(server.requests.first?.header("Content-Type") == "application/x-ndjson")
    }

    @Test func `headers of the answer are found in any case and the last of repeated ones counts`() throws {
        let server = try LoopbackServer([
            .raw(
                "HTTP/1.1 100 Continue\r\nInterim: yes\r\n\r\n"
                    + "HTTP/1.1 503 Busy\r\nRetry-After:  7 \r\nX-Twice: a\r\nx-twice: b\r\nContent-Length: 2\r\n\r\nno"
            )
        ])
        let answer = try exchange.send(HTTPRequest(method: .get, url: server.url))
        #expect(answer.status == 503)
        #expect(answer.header("RETRY-AFTER") == "7")
        #expect(answer.header("X-Twice") == "b")
        #expect(answer.header("Interim") == nil)
        #expect(answer.body == Data("no".utf8))
    }

    @Test func `a redirect is an answer and is not followed`() throws {
        let other = try LoopbackServer([.text(200, "gotcha")])
        let server = try LoopbackServer([.text(301, "", headers: [("Location", other.url)])])
        let answer = try exchange.send(HTTPRequest(method: .get, url: server.url))
        #expect(answer.status == 301)
        #expect(answer.header("location") == other.url)
        #expect(other.connections == 0)
    }

    @Test func `one session uses one connection and its end closes it`() throws {
        let server = try LoopbackServer { _, _ in .text(200, "") }
        for _ in 1...3 { _ = try exchange.send(HTTPRequest(method: .get, url: server.url)) }
        #expect(server.connections == 1)
        exchange.endSession()
        _ = try exchange.send(HTTPRequest(method: .get, url: server.url))
        #expect(server.connections == 2)
    }

    @Test func `nothing of one request is left in the next`() throws {
        let server = try LoopbackServer { _, _ in .text(200, "") }
        _ = try exchange.send(
            HTTPRequest(method: .put, url: server.url, headers: [("X-One", "1")], body: Data("body".utf8)))
        _ = try exchange.send(HTTPRequest(method: .get, url: server.url))
        let second = try #require(server.requests.last)
        #expect(second.method == "GET")
        #expect(second.body.isEmpty)
        #expect(second.header("X-One") == nil)
        #expect(second.header("Content-Length") == nil)
    }

    @Test(arguments: [99, 100, 101])
    func `an answer of up to the limit is taken and one beyond it is not`(size: Int) throws {
        let server = try LoopbackServer([.text(200, String(repeating: "x", count: size))])
        let request = HTTPRequest(method: .get, url: server.url, maximumAnswerBytes: 100)
        guard size > 100 else {
            #expect(try exchange.send(request).body.count == size)
            return
        }
        let failure = #expect(throws: HTTPFailure.self) { try exchange.send(request) }
        #expect(failure?.kind == .tooLarge)
        #expect(
            failure?.message
                == "\(server.url) sent an answer of more than 100 bytes: check that the URL is the collector's")
    }

    @Test func `endless headers are refused`() throws {
        let line = "X: " + String(repeating: "y", count: 997) + "\r\n"
        let server = try LoopbackServer([
            .raw("HTTP/1.1 200 OK\r\n" + String(repeating: line, count: 70) + "\r\n")
        ])
        let failure = #expect(throws: HTTPFailure.self) {
            try exchange.send(HTTPRequest(method: .get, url: server.url))
        }
        #expect(failure?.kind == .tooLarge)
    }

    @Test func `a header with a line break is refused before anything is sent`() throws {
        let server = try LoopbackServer([.text(200, "")])
        let failure = #expect(throws: HTTPFailure.self) {
            try exchange.send(HTTPRequest(method: .get, url: server.url, headers: [("X", "a\r\nY: b")]))
        }
        #expect(failure?.message == "the value for header X holds a control character: remove it")
        #expect(server.connections == 0)
    }
}
