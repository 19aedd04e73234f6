import Foundation
import GRDB

/// A response as the tallies count it.
struct CountedResponse: Sendable {
    let kiosk: String
    let branch: String
    let time: OccurredTime
    let isSuspect: Bool
    let contribution: Contribution
    /// By whose hours it is counted; nil for those of its branch today (`RecountPiece`).
    var timeZone: String?

    var bucket: TallyBucket { TallyBucket(isSuspect: isSuspect, isCertain: time.isCertain) }

    var byClocksOfToday: CountedResponse {
        var response = self
        response.timeZone = nil
        return response
    }
}

/// What a transaction does to the tallies: gathered while it runs, summed and written once at its end.
///
/// A row of the chain's hour is written once for a whole group of commits, not once for each of its responses.
struct TallyChanges: Sendable {
    private(set) var responses: [(response: CountedResponse, sign: Int32)] = []

    var isEmpty: Bool { responses.isEmpty }

    mutating func add(_ response: CountedResponse) { responses.append((response, 1)) }
    mutating func remove(_ response: CountedResponse) { responses.append((response, -1)) }

    /// For a response whose time is known better now, and so the branch where its kiosk stood.
    mutating func move(_ response: CountedResponse, to time: OccurredTime, at branch: String) {
        remove(response)
        add(
            CountedResponse(
                kiosk: response.kiosk, branch: branch, time: time, isSuspect: response.isSuspect,
                contribution: response.contribution, timeZone: response.timeZone))
    }

    /// How much is gathered, to come back to where the work that gathered the rest is undone.
    var mark: Int { responses.count }
    mutating func forget(after mark: Int) { responses.removeSubrange(mark...) }

    /// Sums up what was gathered and writes it.
    func write(_ db: Database) throws {
        guard !isEmpty else { return }
        try TallyWriter(self, db).write(db)
    }
}
