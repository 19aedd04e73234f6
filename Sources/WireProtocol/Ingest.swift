package import SurveyKit

/// The collector's answer to `POST /device/v1/responses`: one verdict a line.
package struct IngestAnswer: Equatable, Sendable, Codable {
    package let results: [Verdict]
    /// Every sequence number up to here is stored at the collector or declared dead or lost.
    package let durableSeq: Int64
    package let limits: Limits?

    package init(results: [Verdict], durableSeq: Int64, limits: Limits?) {
        self.results = results
        self.durableSeq = durableSeq
        self.limits = limits
    }

    private enum CodingKeys: String, CodingKey {
        case results
        case durableSeq = "durable_seq"
        case limits
    }
}

/// What became of one line.
package struct Verdict: Equatable, Sendable, Codable {
    package enum Status: String, Sendable, Codable, CaseIterable {
        /// Committed now.
        case accepted
        /// The same bytes were committed before.
        case duplicate
        /// Committed, but not understood; the collector's to sort out.
        case quarantined
        /// The id is known with other bytes; the newcomer is kept in quarantine.
        case conflict
        /// Not stored; try again.
        case retry
        /// Can't be stored at all.
        case rejected
    }

    /// Line number in the request, from 0.
    package let n: Int
    /// Nil where the line's id could not be read.
    package let id: ResponseID?
    package let status: Status
    /// SHA-256 in hex of what the collector holds under this id.
    package let sha256: String?
    /// A stable word for the reason of `quarantined`, `conflict` and `rejected`.
    package let code: String?

    package init(n: Int, id: ResponseID?, status: Status, sha256: String? = nil, code: String? = nil) {
        self.n = n
        self.id = id
        self.status = status
        self.sha256 = sha256
        self.code = code
    }
}
