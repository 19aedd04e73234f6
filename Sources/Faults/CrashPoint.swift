/// A place where a debug build can be made to end as by a pulled plug: between two steps that must not come apart.
///
/// `SMILEPOST_CRASH_AT=name[:n]` in the environment ends the process with SIGKILL the n-th time (from 1) it comes by.
/// A release build has no names, reads no environment and does nothing here; `scripts/check-release` reads it for that.
package struct CrashPoint: Equatable, Sendable {
    #if DEBUG
        package let name: String
    #endif

    private init(_ name: StaticString) {
        #if DEBUG
            self.name = "\(name)"
        #endif
    }

    // MARK: The kiosk's store

    /// The draft is written, and not committed.
    package static var draftWritten: CrashPoint { CrashPoint("draft-written") }
    /// The draft is committed, and nobody has been told.
    package static var draftCommitted: CrashPoint { CrashPoint("draft-committed") }
    /// Inside the transaction that seals: the draft is gone, the line not yet there.
    package static var draftTakenAway: CrashPoint { CrashPoint("draft-taken-away") }
    /// Everything of the sealing is written, and not committed.
    package static var lineWritten: CrashPoint { CrashPoint("line-written") }
    /// The line is committed, and nobody has been told.
    package static var lineCommitted: CrashPoint { CrashPoint("line-committed") }
    /// The verdicts are booked, and not committed.
    package static var settlementWritten: CrashPoint { CrashPoint("settlement-written") }
    /// The verdicts are committed.
    package static var settlementCommitted: CrashPoint { CrashPoint("settlement-committed") }
    /// A downloaded survey is written, and not committed.
    package static var surveyWritten: CrashPoint { CrashPoint("survey-written") }
    /// A downloaded survey is kept, and nothing has read it.
    package static var surveyFetched: CrashPoint { CrashPoint("survey-fetched") }
    /// A downloaded survey is staged.
    package static var surveyStaged: CrashPoint { CrashPoint("survey-staged") }
    /// Inside the transaction that activates: the old survey has left the screen's place, the new one is not in it.
    package static var surveyTakenDown: CrashPoint { CrashPoint("survey-taken-down") }
    /// The new survey is the active one.
    package static var surveyActivated: CrashPoint { CrashPoint("survey-activated") }

    // MARK: Files of the state folder

    /// The new file is written and synced beside the old one.
    package static var fileWritten: CrashPoint { CrashPoint("file-written") }
    /// The new file has its name; the folder is not synced.
    package static var fileRenamed: CrashPoint { CrashPoint("file-renamed") }
    /// The file is replaced, durably.
    package static var fileSaved: CrashPoint { CrashPoint("file-saved") }

    // MARK: The kiosk's lanes

    /// The screen's lane knows that the draft is saved; no "thank you" has been drawn.
    package static var saveAnswered: CrashPoint { CrashPoint("save-answered") }
    /// The collector's verdicts are here, and not booked.
    package static var verdictsReceived: CrashPoint { CrashPoint("verdicts-received") }

    // MARK: The collector

    /// A group of requests is written, and not committed.
    package static var groupWritten: CrashPoint { CrashPoint("group-written") }
    /// A group of requests is committed, and nobody has an answer.
    package static var groupCommitted: CrashPoint { CrashPoint("group-committed") }
}
