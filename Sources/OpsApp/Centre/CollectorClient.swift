import Foundation
import WireProtocol

/// The collector's API for tools (`WireProtocol.Api`), with every bad answer as a failure that says what to do.
struct CollectorClient {
    let base: String
    let token: String
    let exchange: any HTTPExchange

    /// An answer whose body is more than this is none of ours: a page of 5,000 responses has some 10 MB at most.
    private static let maximumAnswerBytes = 64 * 1_048_576

    func get<Answer: Decodable>(_ path: String, as type: Answer.Type) throws -> Answer {
        try decoded(try send(.get, path), as: type)
    }

    func send<Answer: Decodable>(
        _ method: HTTPRequest.Method, _ path: String, _ body: some Encodable, as type: Answer.Type
    ) throws -> Answer {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try decoded(try send(method, path, try encoder.encode(body)), as: type)
    }

    /// Sends a text of one type, which may be empty.
    func send<Answer: Decodable>(
        _ method: HTTPRequest.Method, _ path: String, text: String, type: String = Wire.MediaType.json,
        as answer: Answer.Type
    ) throws -> Answer {
        try decoded(try send(method, path, Data(text.utf8), type: type), as: answer)
    }

    /// Asks, and gives the answer where its status is 200, 201 or 204.
    ///
    /// - Throws: `CollectorRefusal` for a problem the collector tells, `OpsFailure` for everything else.
    func send(
        _ method: HTTPRequest.Method, _ path: String, _ body: Data = Data(), type: String = Wire.MediaType.json
    ) throws -> HTTPResponse {
        var headers = [
            (name: "Authorization", value: "Bearer \(token)"), (name: Wire.Header.proto, value: "\(Wire.version)"),
        ]
        if !body.isEmpty { headers.append((name: "Content-Type", value: type)) }
        let request = HTTPRequest(
            method: method, url: base + path, headers: headers, body: body,
            maximumAnswerBytes: Self.maximumAnswerBytes)
        let answer: HTTPResponse
        do {
            answer = try exchange.send(request)
        } catch {
            throw OpsFailure(error.kind == .badURL ? .badSettings : .unavailable, error.message)
        }
        guard answer.header(Wire.Header.collector) != nil else {
            throw OpsFailure(
                .unavailable,
                "what answers at \(base) (status \(answer.status)) is no Smilepost collector: "
                    + "check the URL, and for a proxy or login page in between")
        }
        guard [200, 201, 204].contains(answer.status) else { throw CollectorRefusal(answer, from: base) }
        return answer
    }

    private func decoded<Answer: Decodable>(_ answer: HTTPResponse, as type: Answer.Type) throws(OpsFailure) -> Answer {
        do {
            return try JSONDecoder().decode(type, from: answer.body)
        } catch {
            throw OpsFailure(
                .unavailable,
                "the answer of \(base) is not understood: "
                    + "use the smilepost-ops of the collector's own version")
        }
    }
}

/// The collector's no.
struct CollectorRefusal: Error {
    let status: Int
    let problem: Problem?
    private let base: String

    init(_ answer: HTTPResponse, from base: String) {
        status = answer.status
        problem = try? JSONDecoder().decode(Problem.self, from: answer.body)
        self.base = base
    }

    /// As a command's end: its exit code by status, its words by the collector.
    var failure: OpsFailure {
        let detail = problem.map { $0.detail.isEmpty ? $0.title : $0.detail } ?? "the collector answered \(status)"
        return switch status {
        case 401:
            OpsFailure(.badSettings, "\(base) does not take this token: \(detail)")
        case 403:
            OpsFailure(.badSettings, "\(base) does not allow this token to do so: \(detail)")
        case 300..<400:
            OpsFailure(.badSettings, "\(base) sends elsewhere (status \(status)): give the collector's final URL")
        case 429, 503: OpsFailure(.tryAgain, detail)
        case 400, 409, 413, 422: OpsFailure(.badData, detail)
        case 500...: OpsFailure(problem?.retry == .later ? .tryAgain : .unavailable, detail)
        default: OpsFailure(.failed, detail)
        }
    }
}
