/// Paths, names and media types of the API for people and tools, `/api/v1`: bearer token, JSON, problems as `Problem`.
package enum Api {
    package enum Path {
        package static let manifest = "/api/v1/manifest"
        package static let surveys = "/api/v1/surveys"
        package static let branches = "/api/v1/branches"
        package static let enrolTokens = "/api/v1/enroll-tokens"
        package static let kiosks = "/api/v1/kiosks"
        /// `POST` of an `ApiAssign`.
        package static let assignments = "/api/v1/assignments"
        /// Query: `from`, `to` (ms since 1970, half open), `format` (`ndjson`, `csv`), `after` (a cursor).
        package static let responses = "/api/v1/responses"
        /// `id` is `[a-z0-9-]{1,64}`.
        package static func branch(_ id: String) -> String { "\(branches)/\(id)" }
        /// `PUT` of an `ApiOpeningHours`: 200 with the `BranchInfo`.
        package static func openingHours(_ id: String) -> String { "\(branch(id))/opening-hours" }
        /// `POST` of a CSV file: 200 with `ApiBranchImport`, 400 with every fault of it; query: `dry_run=true`.
        package static let branchImport = "\(branches)/import"
        /// `GET` for an `ApiKiosk`; `DELETE` revokes it: 204, and what it sent is kept.
        package static func kiosk(_ id: String) -> String { "\(kiosks)/\(id)" }
        /// `GET`: an `ApiLedger`.
        package static func ledger(ofKiosk id: String) -> String { "\(kiosk(id))/ledger" }
        /// `PUT` takes the kiosk out of service, `DELETE` takes it back: 204.
        package static func retirement(_ id: String) -> String { "\(kiosk(id))/retirement" }
        /// `DELETE` with the query `reason` (1 to 200 characters on one line) erases what a customer said: 204.
        package static func response(_ id: String) -> String { "\(responses)/\(id)" }
    }

    package enum Header {
        /// On a page of responses: the opaque cursor of the next one; absent on the last.
        package static let next = "Smilepost-Next"
    }

    package enum MediaType {
        package static let csv = "text/csv"
    }

    /// Rows on one page of responses.
    package static let pageRows = 5_000
}
