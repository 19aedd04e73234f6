import HTTPTypes
import Hummingbird
import WireProtocol

extension Response {
    /// A table as a file, written piece by piece while it is read.
    ///
    /// - Parameters:
    ///   - name: Of the file, after `smilepost-`.
    ///   - piece: The rows from a cursor on, nil for the first ones, and the cursor of the next piece.
    /// - Throws: What reading the first piece throws, so that it can be told.
    static func csv<Cursor: Sendable>(
        _ name: String, header: [String],
        _ piece: @escaping @Sendable (Cursor?) async throws -> (rows: [[String]], next: Cursor?)
    ) async throws -> Response {
        let first = try await piece(nil)
        let body = ResponseBody { writer in
            try await writer.write(ByteBuffer(string: CSV.row(header)))
            var (rows, next) = first
            while true {
                try await writer.write(ByteBuffer(string: rows.map(CSV.row).joined()))
                guard let cursor = next else { break }
                (rows, next) = try await inTurn { try await piece(cursor) }
            }
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: csvHeaders(name), body: body)
    }

    /// A file that has begun is not cut where others read much at this moment: it waits for some minutes.
    private static func inTurn<Piece>(_ read: () async throws -> Piece) async throws -> Piece {
        for _ in 0..<60 {
            do {
                return try await read()
            } catch let problem as Problem where problem.code == .overloaded {
                try await Task.sleep(for: .seconds(1))
            }
        }
        return try await read()
    }

    /// A table that is at hand as a file; its first row is the header.
    static func csv(_ name: String, _ rows: [[String]]) -> Response {
        Response(
            status: .ok, headers: csvHeaders(name),
            body: .init(byteBuffer: ByteBuffer(string: rows.map(CSV.row).joined())))
    }

    private static func csvHeaders(_ name: String) -> HTTPFields {
        [
            .contentType: "text/csv; charset=utf-8", .cacheControl: "no-store",
            .contentDisposition: "attachment; filename=\"smilepost-\(name).csv\"",
        ]
    }
}
