import Foundation
package import KioskStore
package import WireProtocol

extension KioskStore {
    /// What signs notices, as the newest verified manifest says; nil without a manifest or a key in it.
    package func noticeKey() throws(StoreError) -> NoticeKey? {
        try manifest().flatMap { SurveyPull.decode($0.envelope)?.1.noticeKey }
    }

    /// What the branch says on the thank-you screen; nil where it says nothing.
    ///
    /// It is proved each time, so that it goes with its key; whether its last day is over is for the screen to see.
    package func noticeWords(branch: String) throws(StoreError) -> Notice.Words? {
        let key = try noticeKey()
        guard let stored = try storedNotice(branch: branch),
            let envelope = try? JSONDecoder().decode(Envelope.self, from: stored.envelope)
        else { return nil }
        return (try? Notice(envelope, key: key, branch: branch, after: nil))?.words
    }
}
