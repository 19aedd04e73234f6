package import Foundation
import SurveyKit

/// A check-in that says in few bytes that its report is the one sent last: an idle kiosk says so once a minute for years.
///
/// A collector that does not hold that report, such as one restored from a backup, answers 428 `report-needed`.
package struct UnchangedReport: Equatable, Sendable, Codable {
    /// `tag` of the report's bytes.
    package let same: String

    package init(same: String) { self.same = same }

    /// The first 16 hex digits of the SHA-256 of a report's bytes, as they were sent.
    package static func tag(of report: Data) -> String { String(SealedLine.hash(of: report).hex.prefix(16)) }
}
