import Foundation
package import WireProtocol

/// What came of a request, before anybody looks at the body: whose answer it is, and what kind.
package enum Reply: Equatable, Sendable {
    /// 200 by our collector.
    case answered(HTTPResponse)
    /// 304 by our collector, with its epoch.
    case notModified(epoch: String?)
    /// No answer.
    case offline(HTTPFailure)
    /// Somebody answered who is not our collector: a portal, a proxy, another site. Its status says nothing.
    case portal(status: Int)
    /// 401: the credential is unknown or revoked.
    case unauthorised(Problem.Code)
    /// 410: this kiosk was taken out of service at the centre.
    case retired
    /// 413; it may come from a proxy that does not give our collector's name.
    case tooLarge(isCollector: Bool)
    /// 400 `bad-batch`.
    case badBatch
    /// 415 that names the codings it takes; it may come from a proxy that does not give our collector's name.
    case codingRefused
    /// 429 and 503, and 408, 425 and any 5xx with `Retry-After`: the collector asks for patience; ms where it says how
    /// long.
    case busy(status: Int, retryAfterMS: Int64?)
    /// 403, 404, 405, 415, 426 and the like: nothing that soon gets better by itself.
    case misrouted(status: Int, detail: String)
    /// Any other answer of our collector.
    case failing(status: Int, detail: String)

    /// Judges an exchange.
    ///
    /// - Parameter collectorID: The collector this kiosk is enrolled at; nil accepts any that gives its name.
    package init(_ result: Result<HTTPResponse, HTTPFailure>, from collectorID: String?) {
        switch result {
        case .failure(let failure): self = .offline(failure)
        case .success(let response): self = Self.judge(response, collectorID)
        }
    }

    private static func judge(_ response: HTTPResponse, _ collectorID: String?) -> Reply {
        let name = response.header(Wire.Header.collector)
        let isCollector = name != nil && (collectorID == nil || name == collectorID)
        // A limit on size is often a proxy's own: to send less is right whoever says it.
        if response.status == 413 { return .tooLarge(isCollector: isCollector) }
        if response.status == 415, response.header("accept-encoding") != nil { return .codingRefused }
        guard isCollector else { return .portal(status: response.status) }
        let problem = problem(in: response)
        switch (response.status, problem?.code) {
        case (200, _), (201, _): return .answered(response)
        case (304, _): return .notModified(epoch: response.header(Wire.Header.epoch))
        case (200..<400, _): return .portal(status: response.status)
        case (400, .badBatch): return .badBatch
        case (401, .some(let code)): return .unauthorised(code)
        case (410, .kioskRetired): return .retired
        case (429, _), (503, _):
            return .busy(status: response.status, retryAfterMS: RetryAfter.milliseconds(in: response))
        case (408, _), (425, _), (500...599, _):
            guard let asked = RetryAfter.milliseconds(in: response) else { break }
            return .busy(status: response.status, retryAfterMS: asked)
        case (401, _), (403, _), (404, _), (405, _), (410, _), (415, _), (426, _):
            return .misrouted(status: response.status, detail: words(problem))
        default: break
        }
        return .failing(status: response.status, detail: words(problem))
    }

    /// The problem details of an answer; nil where it carries none.
    package static func problem(in response: HTTPResponse) -> Problem? {
        guard mediaType(of: response) == Wire.MediaType.problem else { return nil }
        return try? JSONDecoder().decode(Problem.self, from: response.body)
    }

    /// The media type without its parameters, in lower case.
    static func mediaType(of response: HTTPResponse) -> String? {
        response.header("content-type")?.split(separator: ";").first.map {
            $0.trimmingCharacters(in: .whitespaces).lowercased()
        }
    }

    /// The collector's own words are shown to staff; they are cut, for a screen has only so much room.
    private static func words(_ problem: Problem?) -> String {
        problem.map { String(($0.detail.isEmpty ? $0.title : $0.detail).prefix(200)) } ?? ""
    }
}

extension Reply {
    /// One sentence for staff: what is wrong and what to do; nil where nothing is.
    package var trouble: String? {
        switch self {
        case .answered, .notModified: nil
        case .offline(let failure): failure.message
        case .portal(let status):
            "Something else than the collector answered (status \(status)). Look for a network login page, a proxy, "
                + "or a wrong collector.url."
        case .unauthorised:
            "The collector does not accept this kiosk's credential. Answers are kept. Enrol the kiosk again with a new "
                + "token: smilepost-kiosk enroll."
        case .retired: "The centre has taken this kiosk out of service. Answers not yet sent are kept."
        case .tooLarge:
            "The collector, or a proxy before it, refuses the size of what was sent. Less is sent at once now."
        case .badBatch: "The collector can't read a whole batch. Its lines are sent one by one now."
        case .codingRefused: "The collector, or a proxy before it, refuses packed responses. They go as they are now."
        case .busy(let status, _): "The collector is busy (status \(status)). The kiosk tries again by itself."
        case .misrouted(let status, let detail):
            "The collector refuses the request (status \(status)). Check collector.url and the versions of both. "
                + detail
        case .failing(let status, let detail):
            "The collector failed (status \(status)). The kiosk tries again by itself. " + detail
        }
    }
}
