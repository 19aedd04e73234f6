import Foundation
import KioskStore
import KioskSync
import SurveyKit

/// What the screen hands to the store's queue; results come back through the mailbox.
final class ScreenOutbox: Sendable {
    private let store: KioskStore
    private let lane = StoreLane()
    private let mailbox: Mailbox<LoopMessage>
    /// Nil where a local file is shown whatever the centre wants.
    private let source: SurveySource?
    private let keeper: StorageKeeper
    private let clock = SystemClock()
    /// Tells the sync lane that something was sealed.
    private let sealed: @Sendable () -> Void

    init(
        store: KioskStore, mailbox: Mailbox<LoopMessage>, source: SurveySource?, keeper: StorageKeeper,
        sealed: @escaping @Sendable () -> Void
    ) {
        self.store = store
        self.mailbox = mailbox
        self.source = source
        self.keeper = keeper
        self.sealed = sealed
    }

    func save(_ draft: Draft, ticket: Int) {
        lane.submit { [self] in
            mailbox.put(.saved(ticket: ticket, madeRoom { () throws(StoreError) in try store.saveDraft(draft) }))
        }
    }

    /// Seals the committed draft of a response, or, with nil, whatever a stop has left behind.
    func seal(_ id: ResponseID?) {
        lane.submit { [self] in
            let failure = madeRoom { () throws(StoreError) in try store.sealDraft(id) }
            mailbox.put(.sealed(id, failure))
            guard failure == nil else { return }
            sealed()
            look(afterFull: false)
        }
    }

    /// Looks how much room there is, and makes some where there is little.
    func lookAtStorage() { lane.submit { [self] in look(afterFull: false) } }

    private func look(afterFull: Bool) {
        // What fails here fails the next commit too, which is told then.
        guard let report = try? keeper.look(nowMS: clock.now().wallMS, afterFull: afterFull) else { return }
        mailbox.put(.storage(report))
    }

    /// Why a commit failed; one that found no room is tried again once after some was made, and where the files are gone
    /// they are written anew.
    private func madeRoom(_ commit: () throws(StoreError) -> Void) -> StoreError? {
        let failure = Self.failure(commit)
        switch failure {
        case .full?:
            look(afterFull: true)
            return Self.failure(commit)
        case .gone?:
            let again = Self.failure { () throws(StoreError) in try store.writeAnew() }
            return again == nil ? .closed(path: store.path) : failure
        default: return failure
        }
    }

    /// Puts a survey that waits on the screen by the store's word: what is to be shown comes back.
    func activate(_ name: BundleName) {
        lane.submit { [mailbox, source] in
            do throws(StoreError) {
                let shown = try source?.activate(name)
                mailbox.put(shown.map(LoopMessage.survey) ?? .notActivated(nil))
            } catch {
                mailbox.put(.notActivated(error))
            }
        }
    }

    /// The kiosk was well and idle with this survey for long enough.
    func confirm(_ survey: Survey) {
        lane.submit { [store] in try? store.confirm(surveyID: survey.id, version: survey.version) }
    }

    /// Looks whether another survey is to be shown, for the branch's time zone (UTC before the enrolment) and notice, and
    /// for the contact key, which a survey may need.
    ///
    /// - Parameter bundle: What is on the screen; nil for a local file or nothing.
    func lookAround(showing bundle: String?) {
        lane.submit { [mailbox, source, store] in
            let enrolment = try? store.folder.enrolment()
            mailbox.put(.branch(enrolment.flatMap { TimeZone(identifier: $0.branch.timeZone) } ?? .gmt))
            if let known = Self.contactKey(store) { mailbox.put(known) }
            // Where the database would not tell, what was known before holds on.
            if let isRetired = try? store.isRetired() { mailbox.put(.retired(isRetired)) }
            if let source { Self.look(in: source, showing: bundle, mailbox) }
            if source != nil, let notice = Self.notice(store, enrolment?.branch) { mailbox.put(notice) }
        }
    }

    /// Nil where the database would not tell: what was known before holds on.
    private static func notice(_ store: KioskStore, _ branch: Enrolment.Branch?) -> LoopMessage? {
        do throws(StoreError) {
            return .notice(try store.thanksNotice(at: branch))
        } catch {
            return nil
        }
    }

    /// What the database would not tell stays as it was known.
    private static func look(in source: SurveySource, showing bundle: String?, _ mailbox: Mailbox<LoopMessage>) {
        guard let activation = try? source.store.activation() else { return }
        mailbox.put(.surveyWaits(activation.first(.staged)?.name))
        let shown = activation.shown
        if let shown, shown.sha256 != bundle, let current = try? source.current() { mailbox.put(.survey(current)) }
        // One that was revoked with nothing behind it is not offered either.
        let isGone = bundle != nil && shown == nil
        mailbox.put(.offered(!isGone && shown?.isClosed != true))
    }

    /// Nil where the database would not tell: what was known before holds on.
    private static func contactKey(_ store: KioskStore) -> LoopMessage? {
        do throws(StoreError) {
            return .contactKey(try store.contactKey())
        } catch {
            return nil
        }
    }

    /// Looks for the survey to begin with, where the start could not.
    func lookForFirstSurvey() {
        lane.submit { [mailbox, source] in
            guard let first = try? source?.first() else { return }
            mailbox.put(.survey(first))
        }
    }

    /// One small read: a sign of life of the queue and of the database behind it.
    func askForLife() {
        lane.submit { [mailbox, store] in
            if (try? store.identity()) != nil { mailbox.put(.storeIsAlive) }
        }
    }

    /// Waits until everything is in the database: at the end only.
    func drain() { lane.drain() }

    private static func failure(_ work: () throws(StoreError) -> Void) -> StoreError? {
        do throws(StoreError) {
            try work()
            return nil
        } catch {
            return error
        }
    }
}
