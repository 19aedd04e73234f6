import Foundation
import KioskStore
import KioskSync
import SurveyKit

/// What the screen hands to the store's queue; results come back through the mailbox.
final class ScreenOutbox: Sendable {
    private let store: KioskStore
    private let lane = StoreLane()
    private let mailbox: Mailbox<LoopMessage>
    private let source: SurveySource
    private let record: RunRecord
    /// Tells the sync lane that something was sealed.
    private let sealed: @Sendable () -> Void

    init(
        store: KioskStore, mailbox: Mailbox<LoopMessage>, source: SurveySource, record: RunRecord,
        sealed: @escaping @Sendable () -> Void
    ) {
        self.store = store
        self.mailbox = mailbox
        self.source = source
        self.record = record
        self.sealed = sealed
    }

    func save(_ draft: Draft, ticket: Int) {
        lane.submit { [store, mailbox] in
            mailbox.put(.saved(ticket: ticket, Self.failure { () throws(StoreError) in try store.saveDraft(draft) }))
        }
    }

    /// Seals the committed draft of a response, or, with nil, whatever a stop has left behind.
    func seal(_ id: ResponseID?) {
        lane.submit { [store, mailbox, sealed] in
            let failure = Self.failure { () throws(StoreError) in try store.sealDraft(id) }
            mailbox.put(.sealed(id, failure))
            if failure == nil { sealed() }
        }
    }

    /// Makes the survey that is on the screen now the active one.
    func activate(_ survey: Survey) {
        lane.submit { [store, mailbox, record] in
            record.shows(RunMarker.Survey(id: survey.id, version: survey.version))
            let failure = Self.failure { () throws(StoreError) in
                _ = try store.activate(surveyID: survey.id, version: survey.version)
            }
            if let failure { mailbox.put(.notActivated(failure)) }
        }
    }

    /// Looks whether the sync lane has staged a survey, for the branch's time zone (UTC before the enrolment), and for
    /// the contact key, which a survey may need.
    func lookAround() {
        lane.submit { [mailbox, source, store] in
            let enrolment = try? store.folder.enrolment()
            mailbox.put(.branch(enrolment.flatMap { TimeZone(identifier: $0.branch.timeZone) } ?? .gmt))
            if let known = Self.contactKey(store) { mailbox.put(known) }
            // Where the database would not tell, what was known before holds on.
            if let isRetired = try? store.isRetired() { mailbox.put(.retired(isRetired)) }
            let staged = try? source.staged()
            mailbox.put(staged.map { .survey($0.survey, bundle: $0.bundle) } ?? .noSurveyWaits)
        }
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
            guard let first = try? source.first() else { return }
            mailbox.put(.survey(first.survey, bundle: first.bundle))
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
