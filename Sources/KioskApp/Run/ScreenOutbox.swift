import Foundation
import KioskStore
import SurveyKit

/// What the screen hands to the store's queue; results come back through the mailbox.
final class ScreenOutbox: Sendable {
    private let store: KioskStore
    private let lane = StoreLane()
    private let mailbox: Mailbox<LoopMessage>
    private let source: SurveySource
    /// Tells the sync lane that something was sealed.
    private let sealed: @Sendable () -> Void

    init(
        store: KioskStore, mailbox: Mailbox<LoopMessage>, source: SurveySource, sealed: @escaping @Sendable () -> Void
    ) {
        self.store = store
        self.mailbox = mailbox
        self.source = source
        self.sealed = sealed
    }

    func save(_ draft: Draft, ticket: Int) {
        lane.submit { [store, mailbox] in
            mailbox.put(.saved(ticket: ticket, Self.failure { () throws(StoreError) in try store.saveDraft(draft) }))
        }
    }

    /// Seals the draft that was committed last, if there is one.
    func seal() {
        lane.submit { [store, mailbox, sealed] in
            let failure = Self.failure { () throws(StoreError) in _ = try store.sealDraft() }
            mailbox.put(.sealed(failure))
            if failure == nil { sealed() }
        }
    }

    /// Makes the survey that is on the screen now the active one.
    func activate(_ survey: Survey) {
        lane.submit { [store, mailbox] in
            let failure = Self.failure { () throws(StoreError) in
                _ = try store.activate(surveyID: survey.id, version: survey.version)
            }
            if let failure { mailbox.put(.sealed(failure)) }
        }
    }

    /// Looks whether the sync lane has staged a survey.
    func lookForSurvey() {
        lane.submit { [mailbox, source] in
            guard let staged = try? source.staged() else { return }
            mailbox.put(.survey(staged.survey, bundle: staged.bundle))
        }
    }

    func askForLife() { lane.submit { [mailbox] in mailbox.put(.storeIsAlive) } }

    /// Waits until everything is in the database: at the end only.
    func drain() { lane.drain() }

    /// Of the branch this kiosk is enrolled at; UTC before that.
    var branchTimeZone: TimeZone {
        let enrolment = try? store.folder.enrolment()
        return enrolment.flatMap { TimeZone(identifier: $0.branch.timeZone) } ?? .gmt
    }

    private static func failure(_ work: () throws(StoreError) -> Void) -> StoreError? {
        do throws(StoreError) {
            try work()
            return nil
        } catch {
            return error
        }
    }
}
