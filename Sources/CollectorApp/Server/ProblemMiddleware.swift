import Foundation
import HTTPTypes
import Hummingbird
import Logging
import WireProtocol

/// Turns every error under /device and /api into problem+json; it stands outside of the routes and inside of
/// `CollectorHeaders`, so that errors too carry the collector's identity.
struct ProblemMiddleware: RouterMiddleware {
    typealias Context = CollectorContext

    func handle(
        _ request: Request, context: CollectorContext, next: (Request, CollectorContext) async throws -> Response
    ) async throws -> Response {
        guard request.uri.path.hasPrefix("/device/") || request.uri.path.hasPrefix("/api/") else {
            return try await next(request, context)
        }
        do {
            return try await next(request, context)
        } catch let problem as Problem {
            return problem.response()
        } catch let error as any HTTPResponseError {
            let allow = (error as? HTTPError)?.headers[.allow]
            return Problem(error, request: request).response(headers: allow.map { [.allow: $0] } ?? [:])
        } catch let error as DecodingError {
            return Problem.unreadableBody(error, at: request.uri.path).response()
        } catch {
            // The type only: an error's text may carry what a customer wrote.
            context.logger.error("request failed", metadata: ["error": "\(type(of: error))"])
            return Problem(
                .internal, status: 500, title: "The collector failed",
                detail: "The collector could not do this; its log names the error. Try again.", retry: .later
            ).response()
        }
    }
}

extension Problem {
    /// A body that is not the JSON that its route takes.
    static func unreadableBody(_ error: DecodingError, at path: String) -> Problem {
        let isAPI = path.hasPrefix("/api/")
        let fault = isAPI ? " (\(error.place))" : ""
        let description = isAPI ? "\(ApiDescription.path) describes it." : "docs/wire-protocol.md has its fields."
        return Problem(
            .badRequest, status: 400, title: "Unreadable body",
            detail: "The body is not the JSON that this address takes\(fault); \(description)", retry: .never)
    }

    /// The framework's own errors, such as an unknown path or a body that is too large.
    init(_ error: any HTTPResponseError, request: Request) {
        switch error.status.code {
        case 405:
            self.init(
                .methodNotAllowed, status: 405, title: "Method not allowed",
                detail: "\(request.uri.path) does not take \(request.method.rawValue); Allow names what it takes.",
                retry: .never)
        case 404:
            self.init(
                .notFound, status: 404, title: "Not found",
                detail: "There is nothing at \(request.method.rawValue) \(request.uri.path).", retry: .never)
        case 413:
            self.init(
                .tooLarge, status: 413, title: "Too large", detail: "The body is larger than is taken here.",
                retry: .afterChange)
        case 415:
            self.init(
                .unsupportedMediaType, status: 415, title: "Unsupported media type",
                detail: "Send the content type that docs/wire-protocol.md names for this address.", retry: .never)
        case 400..<500:
            self.init(
                .badRequest, status: error.status.code, title: "Bad request",
                detail: "The request can't be read as this address expects it.", retry: .never)
        default:
            self.init(
                .internal, status: error.status.code, title: "The collector failed",
                detail: "The collector could not do this. Try again.", retry: .later)
        }
    }

    /// Seconds: long enough for the queue to empty, short enough that nobody notices.
    static let retryAfter = "5"

    /// The problem as an answer; `headers` adds such as Retry-After.
    func response(headers: HTTPFields = [:]) -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let body = (try? encoder.encode(self)) ?? Data()
        var headers = headers
        headers[.contentType] = Wire.MediaType.problem
        headers[.cacheControl] = "no-store"
        // The rest of a refused body would be read as the next request.
        if status == 413 { headers[.connection] = "close" }
        if status == 503, headers[.retryAfter] == nil { headers[.retryAfter] = Self.retryAfter }
        return Response(
            status: .init(code: status), headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: body)))
    }
}

extension DecodingError {
    /// What is wrong where, as `label is missing`; nothing of what was sent is in it but the names of fields.
    fileprivate var place: String {
        switch self {
        case .keyNotFound(let key, let context): Self.name(context.codingPath + [key]) + " is missing"
        case .valueNotFound(_, let context): Self.name(context.codingPath) + " is null"
        case .typeMismatch(_, let context): Self.name(context.codingPath) + " is of another type"
        case .dataCorrupted(let context): Self.name(context.codingPath) + " can't be read"
        @unknown default: "it can't be read"
        }
    }

    /// `rules[0].name`; `it` for the whole body.
    private static func name(_ path: [any CodingKey]) -> String {
        let text = path.map { key in key.intValue.map { "[\($0)]" } ?? ".\(key.stringValue)" }.joined()
        return text.isEmpty ? "it" : String(text.drop { $0 == "." }.prefix(100))
    }
}
