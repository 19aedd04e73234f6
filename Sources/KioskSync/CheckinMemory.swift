import Foundation
import WireProtocol

/// What this kiosk and its collector said to each other last: both sides repeat nothing that has not changed.
///
/// Pure, in memory, forgotten at a restart.
struct CheckinMemory: Equatable, Sendable {
    private var report: String?
    private var answer: CheckinAnswer?
    private var epoch: String?
    /// Of the answer that is kept.
    private(set) var etag: String?

    /// What goes in place of the report; nil where the collector has not answered that very report.
    func short(_ report: Data) -> UnchangedReport? {
        let tag = UnchangedReport.tag(of: report)
        return self.report == tag ? UnchangedReport(same: tag) : nil
    }

    /// The collector's answer to a report, new or kept, and its epoch; nil where there is none.
    mutating func take(_ reply: Reply, to report: Data) -> (answer: CheckinAnswer, epoch: String?)? {
        switch reply {
        case .answered(let response):
            guard let new = try? JSONDecoder().decode(CheckinAnswer.self, from: response.body) else { return nil }
            (answer, etag, epoch) = (new, response.header("etag"), response.header(Wire.Header.epoch))
        case .notModified(let epoch): self.epoch = epoch ?? self.epoch
        default: return nil
        }
        guard let answer else { return nil }
        self.report = UnchangedReport.tag(of: report)
        return (answer, epoch)
    }

    mutating func forget() { self = CheckinMemory() }
}
