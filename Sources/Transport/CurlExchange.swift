import CCurl
import Foundation
import Synchronization
package import WireProtocol

/// HTTP over libcurl, with the settings of sync.md 12.
///
/// One exchange runs at a time: a second thread waits for the first one's end. Connections are kept from one exchange
/// to the next until `endSession()`, since an old one that looks open may not be (libcurl 7.88 finds out late).
package final class CurlExchange: HTTPExchange, Sendable {
    private let options: TransportOptions
    private let believedMS: (@Sendable () -> Int64)?
    private let abortFlag = AbortFlag()
    private let session = Mutex<EasyHandle?>(nil)

    /// - Parameter believedMS: The time by which certificates are judged, ms since 1970, for a machine whose own clock may
    ///   be far off; nil for the system's clock. That they are judged is never left out.
    package init(options: TransportOptions, believedMS: (@Sendable () -> Int64)? = nil) {
        self.options = options
        self.believedMS = believedMS
    }

    /// Sends one request and waits for the whole answer; redirects are answers like any other.
    package func send(_ request: HTTPRequest) throws(HTTPFailure) -> HTTPResponse {
        if let fault = options.fault { throw HTTPFailure(kind: .tls, message: fault) }
        let destination = try Destination(url: request.url)
        try destination.check(allowHTTP: options.allowHTTP)
        guard !abortFlag.isRaised else { throw Failures.aborted }
        return try session.withLock { (handle: inout EasyHandle?) throws(HTTPFailure) -> HTTPResponse in
            let open: EasyHandle
            if let kept = handle { open = kept } else { open = try EasyHandle() }
            handle = open
            do throws(HTTPFailure) {
                return try transfer(request, to: destination, on: open)
            } catch {
                // What is known of the network may be wrong now: the next one looks up and connects anew.
                handle = nil
                throw error
            }
        }
    }

    /// Closes the connections kept from earlier exchanges; waits for the exchange under way.
    package func endSession() { session.withLock { $0 = nil } }

    /// Ends the exchange under way within a second, and fails every later one.
    ///
    /// Any thread may call it.
    package func abort() { abortFlag.raise() }

    private func transfer(
        _ request: HTTPRequest, to destination: Destination, on handle: EasyHandle
    ) throws(HTTPFailure) -> HTTPResponse {
        let reception = Reception(maximumBytes: request.maximumAnswerBytes, abort: abortFlag)
        let headers = try Self.headerList(of: request)
        try handle.reset()
        try handle.apply(options)
        if let believedMS { try handle.judgeCertificates(atMS: believedMS()) }
        try handle.apply(request)
        try handle.set(CURLOPT_HTTPHEADER, headers)
        let (code, status) = try withExtendedLifetime(headers) {
            request.body.withUnsafeBytes { body in
                Result { () throws(HTTPFailure) in
                    try handle.setMethod(request.method, body: body)
                    return try handle.perform(into: reception)
                }
            }
        }.get()
        if let failure = Failures.failure(code, status, reception, handle, to: destination) { throw failure }
        return HTTPResponse(status: status, headers: reception.headers, body: reception.body)
    }

    private static func headerList(of request: HTTPRequest) throws(HTTPFailure) -> HeaderList {
        let list = HeaderList()
        // libcurl would wait a second for a collector's "100 Continue", and call every body a form.
        try list.append("Expect:")
        if !request.headers.contains(where: { $0.name.lowercased() == "content-type" }) {
            try list.append("Content-Type:")
        }
        for (name, value) in request.headers {
            guard (name + value).unicodeScalars.allSatisfy({ $0.value >= 32 && $0.value != 127 }) else {
                throw HTTPFailure(
                    kind: .badURL, message: "the value for header \(name) holds a control character: remove it")
            }
            try list.append(value.isEmpty ? "\(name);" : "\(name): \(value)")
        }
        return list
    }
}
