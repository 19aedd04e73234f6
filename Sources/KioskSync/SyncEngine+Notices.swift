import Foundation
import KioskStore
import Logging
import WireProtocol

// MARK: What the branch says on the thank-you screen

extension SyncEngine {
    /// The newest notice that was taken for the branch, for the check-in.
    func heldNoticeMS() throws -> Int64? {
        try enrolment.flatMap { try store.storedNotice(branch: $0.branch.id) }?.issuedMS
    }

    /// Takes a notice that is proved, for good.
    ///
    /// It comes after the manifest, which may name a new notice key.
    func take(_ notice: Envelope, branch: String) throws {
        let bytes = try Self.encoded(notice)
        let held = try store.storedNotice(branch: branch)
        guard held?.envelope != bytes else { return }
        let (key, heldMS) = (try store.noticeKey(), held?.issuedMS)
        let taken: Notice
        do {
            taken = try Notice(notice, key: key, branch: branch, after: heldMS)
        } catch {
            return refuse(bytes, error)
        }
        try store.setNotice(branch: branch, issuedMS: taken.issuedMS, envelope: bytes)
        refusedNotice = nil
        logger.info(
            "The branch has another notice for the thank-you screen.", metadata: ["issued_ms": "\(taken.issuedMS)"])
        notify(.statusChanged)
    }

    /// One that is not proved changes nothing; it is told once, without its words.
    private func refuse(_ bytes: Data, _ refusal: Notice.Refusal) {
        let told = "\(UnchangedReport.tag(of: bytes)) \(refusal.rawValue)"
        guard told != refusedNotice else { return }
        refusedNotice = told
        logger.warning("A notice for the thank-you screen was refused (\(refusal.rawValue)); what was shown stays.")
    }
}
