import Foundation
import KioskStore
import KioskSync
import KioskUI
import WireProtocol

extension KioskStore {
    /// What a branch says on the thank-you screen, to the end of its last day in the branch's time (UTC where the zone is
    /// not known); nil for nothing.
    func thanksNotice(at branch: Enrolment.Branch?) throws(StoreError) -> ThanksNotice? {
        guard let branch, let words = try noticeWords(branch: branch.id),
            let endMS = words.endMS(in: TimeZone(identifier: branch.timeZone) ?? .gmt)
        else { return nil }
        return ThanksNotice(text: words.text, texts: words.texts, endMS: endMS)
    }
}
