import Foundation
import TestSupport
import Testing
import WireProtocol

@testable import Transport

struct EnvironmentTests {
    /// In a process of its own: changing the environment beside other threads is not safe.
    @Test func `the environment's proxy is ignored`() async {
        await #expect(processExitsWith: .success) {
            let proxy = try LoopbackServer { _, _ in .text(200, "from the proxy") }
            for name in ["http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] {
                setenv(name, proxy.url, 1)
            }
            let exchange = CurlExchange(options: TransportOptions(allowHTTP: true, userAgent: "t"))
            for scheme in ["http", "https"] {
                let url = "\(scheme)://collector.invalid"
                let answer = try? exchange.send(HTTPRequest(method: .get, url: url, timeoutMS: 2_000))
                guard answer == nil else { exit(1) }
            }
            exit(proxy.connections == 0 ? 0 : 2)
        }
    }
}
