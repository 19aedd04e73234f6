import GRDB
import WireProtocol

extension Problem {
    /// The database would not do it: nothing was stored, and nothing is acknowledged.
    static func storage(_ error: any Error) -> Problem {
        // Only the result code: SQLite's message may quote the row.
        let code = (error as? DatabaseError).map { "SQLite result \($0.extendedResultCode.rawValue)" } ?? "no result"
        return Problem(
            .storage, status: 503, title: "The collector can't store at the moment",
            detail: "Nothing of this request was kept (\(code)). Send it again later; check the collector's disk.",
            retry: .later)
    }

    static let overloaded = Problem(
        .overloaded, status: 503, title: "The collector is busy",
        detail: "Too many requests are waiting to be stored. Send this one again after the time in Retry-After.",
        retry: .later)
}
