package import Foundation

/// The network, as the sync engine and the ops tool see it: the seam where tests put their own.
package protocol HTTPExchange {
    /// Sends one request and waits for the whole answer, on the calling thread.
    func send(_ request: HTTPRequest) throws(HTTPFailure) -> HTTPResponse

    /// Gives up what is kept from one exchange to the next, such as open connections: before a wait.
    func endSession()
}

extension HTTPExchange {
    package func endSession() {}
}

package struct HTTPRequest: Equatable, Sendable {
    package enum Method: String, Sendable { case get = "GET", post = "POST", put = "PUT", delete = "DELETE" }

    package var method: Method
    /// Absolute.
    package var url: String
    /// In order; names in any case.
    package var headers: [(name: String, value: String)]
    package var body: Data
    /// An answer's body beyond this is a failure.
    package var maximumAnswerBytes: Int
    /// The whole exchange; 0 for no limit but that of a stalled line.
    package var timeoutMS: Int

    package init(
        method: Method, url: String, headers: [(name: String, value: String)] = [], body: Data = Data(),
        maximumAnswerBytes: Int = 1_048_576, timeoutMS: Int = 60_000
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.maximumAnswerBytes = maximumAnswerBytes
        self.timeoutMS = timeoutMS
    }

    package static func == (one: HTTPRequest, other: HTTPRequest) -> Bool {
        one.method == other.method && one.url == other.url && one.body == other.body
            && one.headers.elementsEqual(other.headers) { $0 == $1 }
    }
}

package struct HTTPResponse: Equatable, Sendable {
    package let status: Int
    /// Lower-case names; the last of repeated ones.
    package let headers: [String: String]
    package let body: Data

    package init(status: Int, headers: [String: String], body: Data) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The header's value, whatever the case of `name`.
    package func header(_ name: String) -> String? { headers[name.lowercased()] }
}

/// No answer, or none that may be believed.
package struct HTTPFailure: Error, Equatable, Sendable, CustomStringConvertible {
    package enum Kind: String, Sendable {
        case nameNotFound, refused, timedOut, tls, tooLarge, aborted, network, badURL
    }

    /// What is wrong with the certificate that the other side showed.
    package enum CertificateFault: String, Sendable {
        case expired
        case notYetValid = "not-yet-valid"
        case wrongHost = "wrong-host"
        /// Signed by nobody that is trusted here; one that signed itself too.
        case unknownAuthority = "unknown-authority"
        /// Its key is none of the pinned ones.
        case wrongPin = "wrong-pin"
        case other
    }

    package let kind: Kind
    /// The library's words, and what to do.
    package let message: String
    /// Nil for a failure of another kind.
    package let certificate: CertificateFault?

    package init(kind: Kind, message: String, certificate: CertificateFault? = nil) {
        self.kind = kind
        self.message = message
        self.certificate = certificate
    }

    package var description: String { message }
}
