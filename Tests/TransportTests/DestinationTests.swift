import Testing
import WireProtocol

@testable import Transport

struct DestinationTests {
    @Test(
        arguments: [
            "http://localhost:1", "http://127.0.0.1", "http://127.1/x", "http://0x7f000001", "http://[::1]:80/",
            "http://LOCALHOST",
        ])
    func `this machine is known in every spelling`(url: String) throws {
        #expect(try Destination(url: url).isLoopback)
        try Destination(url: url).check(allowHTTP: false)
    }

    @Test(
        arguments: [
            "http://localhost.example.com", "http://127.0.0.1.example.com", "http://example.com", "http://10.0.0.1",
            "http://127.example", "http://[::2]",
        ])
    func `plain HTTP to another machine is refused unless allowed`(url: String) throws {
        let destination = try Destination(url: url)
        #expect(!destination.isLoopback)
        #expect(throws: HTTPFailure.self) { try destination.check(allowHTTP: false) }
        try destination.check(allowHTTP: true)
    }

    @Test func `the refusal of plain HTTP says what to do`() throws {
        let failure = #expect(throws: HTTPFailure.self) {
            try Destination(url: "http://collector.example/device?x=secret").check(allowHTTP: false)
        }
        #expect(failure?.kind == .badURL)
        #expect(
            failure?.message
                == "http://collector.example:80 is plain HTTP, which anyone on the way can read and change: use https, "
                + "or allow it on a network you trust (allow_http in kiosk.conf, --allow-http of smilepost-ops)")
    }

    @Test(arguments: ["ftp://example.com", "file:///etc/passwd", "gopher://127.0.0.1"])
    func `other schemes are refused`(url: String) {
        let failure = #expect(throws: HTTPFailure.self) { try Destination(url: url).check(allowHTTP: true) }
        #expect(failure?.kind == .badURL)
    }

    @Test(arguments: ["", "collector", "//host", "https://", "https://a b", "https://user:secret@host"])
    func `what is no usable URL is refused`(url: String) {
        let failure = #expect(throws: HTTPFailure.self) { try Destination(url: url) }
        #expect(failure?.kind == .badURL)
        #expect(failure?.message.contains("secret") != true)
    }
}
