import CollectorStore
import Foundation
import HTTPTypes
import Hummingbird
import SurveyKit
import WireProtocol

/// `GET /api/v1/responses`: all responses of a span of time, page by page.
///
/// The pages of one export put together are one file: the header of a CSV is on the first page only, and its columns
/// stay those of the first page, though a survey be published meanwhile.
struct ResponseExport: Sendable {
    let collector: Collector

    private enum Format: String { case ndjson, csv }

    /// The store's cursor and the number of surveys that made the columns: `<surveys>~<cursor>`.
    private struct Cursor {
        let surveys: Int
        let inner: String

        init(surveys: Int, inner: String) {
            self.surveys = surveys
            self.inner = inner
        }

        init(_ text: String) throws(Problem) {
            let parts = text.split(separator: "~", maxSplits: 1).map(String.init)
            guard parts.count == 2, let surveys = Int(parts[0]), surveys >= 0 else {
                throw .badField("The cursor in \"after\" is none of this collector; start again without it.")
            }
            self.init(surveys: surveys, inner: parts[1])
        }

        var text: String { "\(surveys)~\(inner)" }
    }

    @Sendable
    func route(_ request: Request, _ context: CollectorContext) async throws -> Response {
        try context.require(.viewer)
        let query = request.uri.queryParameters
        let format = Format(rawValue: query["format"].map(String.init) ?? "ndjson")
        guard let format else { throw Problem.badField("The format must be ndjson or csv.") }
        let from = try Self.time(query["from"], "from") ?? 0
        let to = try Self.time(query["to"], "to") ?? .max
        let cursor = try query["after"].map { text throws(Problem) in try Cursor(String(text)) }
        let page = try await collector.store.responses(
            in: context.reach, fromMS: from, toMS: to, after: cursor?.inner)
        let body: String
        var shown = cursor?.surveys ?? 0
        switch format {
        case .ndjson:
            body = try Self.lines(page.rows)
        case .csv:
            let surveys = try await publishedSurveys()
            if cursor == nil { shown = surveys.count }
            let table = ResponseTable(surveys: Array(surveys.prefix(shown)))
            body = (cursor == nil ? table.header : "") + page.rows.map(table.row).joined()
        }
        let next = page.next.map { Cursor(surveys: shown, inner: $0).text }
        return Self.answer(
            body, type: format == .csv ? "\(Api.MediaType.csv); charset=utf-8" : Wire.MediaType.ndjson, next)
    }

    /// All that is within reach as one CSV for a browser, written while it is read; suspect presses only on demand.
    func download(in reach: Reach, withSuspect: Bool) async throws -> Response {
        let store = collector.store
        let table = ResponseTable(surveys: try await publishedSurveys())
        let body = ResponseBody { writer in
            try await writer.write(ByteBuffer(string: table.header))
            var cursor: String?
            repeat {
                let place = cursor
                let page = try await Self.patiently {
                    try await store.responses(in: reach, after: place, withSuspect: withSuspect)
                }
                try await writer.write(ByteBuffer(string: page.rows.map(table.row).joined()))
                cursor = page.next
            } while cursor != nil
            try await writer.finish(nil)
        }
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/csv; charset=utf-8", .cacheControl: "no-store",
                .contentDisposition: "attachment; filename=\"smilepost-responses.csv\"",
            ], body: body)
    }

    /// Asks for a page of a file that is under way, again for a minute where the collector is busy: it is too late to
    /// tell the browser so.
    private static func patiently(_ read: () async throws -> ResponsePage) async throws -> ResponsePage {
        for _ in 0..<12 {
            do {
                return try await read()
            } catch let problem as Problem where problem.code == .overloaded {
                try await Task.sleep(for: .seconds(1))
            }
        }
        return try await read()
    }

    /// Every published version, oldest first.
    private func publishedSurveys() async throws -> [Survey] {
        var surveys: [Survey] = []
        for entry in try await collector.store.publishedSurveys(in: .all) {
            guard let hash = Data(hex: entry.sha256), let bytes = try await collector.store.blob(sha256: hash),
                let survey = SurveyReader.read(String(decoding: bytes, as: UTF8.self), file: entry.survey).survey
            else { continue }
            surveys.append(survey)
        }
        return surveys
    }

    private static func lines(_ rows: [ApiResponse]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try rows.map { String(decoding: try encoder.encode($0), as: UTF8.self) + "\n" }.joined()
    }

    private static func time(_ text: Substring?, _ name: String) throws(Problem) -> Int64? {
        guard let text else { return nil }
        guard let time = Int64(text) else {
            throw .badField("\"\(name)\" must be a time in milliseconds since 1970.")
        }
        return time
    }

    private static func answer(_ body: String, type: String, _ next: String?) -> Response {
        var headers: HTTPFields = [.contentType: type, .cacheControl: "no-store"]
        if let next { headers.set(Api.Header.next, next) }
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(string: body)))
    }
}
