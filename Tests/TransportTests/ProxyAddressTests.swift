import TestSupport
import Testing
import WireProtocol

@testable import Transport

struct ProxyAddressTests {
    @Test func `user and password are taken out of the address, and decoded`() {
        let proxy = ProxyAddress("http://kiosk:p%40ss%3Aw%2Ford@proxy.example:3128/")
        #expect(proxy?.url == "http://proxy.example:3128")
        #expect(proxy?.user == "kiosk")
        #expect(proxy?.password == "p@ss:w/ord")
        #expect(ProxyAddress("https://[::1]:443")?.url == "https://[::1]:443")
        #expect(ProxyAddress("http://proxy:80")?.user == nil)
        #expect(ProxyAddress("http://me@proxy:80")?.password == nil)
    }

    @Test(arguments: [
        "", "proxy", "proxy:3128", "http://me:s3cret@", "http://me:s3cret@proxy", "socks5://me:s3cret@proxy:1080",
        "http://me:s3cret@proxy:99999", "http://me:s3cret@proxy:80/path", "http://me:s3cret@pro xy:80",
        "http://me:s3cret@proxy:80?q",
    ])
    func `what is no address is told before anything is sent, without the password`(text: String) throws {
        let server = try LoopbackServer([])
        let options = TransportOptions(proxy: text, allowHTTP: true, userAgent: "t")
        #expect(options.faults.map(\.key) == ["proxy"])
        let failure = #expect(throws: HTTPFailure.self) {
            try CurlExchange(options: options).send(HTTPRequest(method: .get, url: server.url))
        }
        #expect(failure?.message.contains("s3cret") == false)
        #expect(failure?.message.contains("http://host:port") == true)
        #expect(server.connections == 0)
    }

    @Test func `plain HTTP through a proxy carries its user and password to it`() throws {
        let proxy = try LoopbackServer([.text(200, "")])
        let address = proxy.url.replacing("http://", with: "http://kiosk:pa%3Ass@")
        let exchange = CurlExchange(options: TransportOptions(proxy: address, allowHTTP: true, userAgent: "t"))
        _ = try exchange.send(HTTPRequest(method: .get, url: "http://collector.example/x"))
        #expect(proxy.requests.first?.target == "http://collector.example/x")
        // kiosk:pa:ss
        #expect(proxy.requests.first?.header("Proxy-Authorization") == "Basic a2lvc2s6cGE6c3M=")
    }

    @Test func `a proxy whose name is not known is told without the password`() {
        let options = TransportOptions(
            proxy: "http://me:s3cret@proxy.invalid:3128", allowHTTP: true, userAgent: "t")
        let failure = #expect(throws: HTTPFailure.self) {
            try CurlExchange(options: options).send(HTTPRequest(method: .get, url: "http://collector.example/x"))
        }
        #expect(failure?.kind == .nameNotFound)
        #expect(failure?.message.contains("s3cret") == false)
    }
}
