import Foundation
import Testing
import WireProtocol

struct HTTPExchangeTests {
    @Test func `A header is found whatever the case it is asked in`() {
        let response = HTTPResponse(status: 200, headers: ["smilepost-collector": "c1"], body: Data())
        #expect(response.header(Wire.Header.collector) == "c1")
        #expect(response.header("SMILEPOST-COLLECTOR") == "c1")
        #expect(response.header("Smilepost-Epoch") == nil)
    }

    @Test func `Requests are equal when all that is sent is`() {
        let request = HTTPRequest(
            method: .post, url: "https://a/b", headers: [("A", "1"), ("B", "2")], body: Data([1]))
        var other = request
        #expect(request == other)
        other.headers = [("B", "2"), ("A", "1")]
        #expect(request != other)
        other = request
        other.body = Data([2])
        #expect(request != other)
        other = request
        other.method = .put
        #expect(request != other)
        other = request
        other.url = "https://a/c"
        #expect(request != other)
    }

    @Test func `A failure reads as its message`() {
        #expect(
            "\(HTTPFailure(kind: .refused, message: "nobody listens on 127.0.0.1:1"))"
                == "nobody listens on 127.0.0.1:1")
    }
}
