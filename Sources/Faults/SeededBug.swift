/// A mistake that a debug build can be made to commit, so that the test that must find it is seen to find it.
///
/// `SMILEPOST_SEEDED_BUG=name` in the environment plants one; `scripts/prove-tests` plants each in turn. In a release
/// build the question is the constant `false`, and the mistake is not compiled in.
package struct SeededBug: Equatable, Sendable {
    #if DEBUG
        package let name: String
    #endif

    private init(_ name: StaticString) {
        #if DEBUG
            self.name = "\(name)"
        #endif
    }

    /// Commits don't wait for the disk, at the kiosk and at the collector.
    package static var synchronousOff: SeededBug { SeededBug("synchronous-off") }
    /// The collector answers before it has committed.
    package static var answerBeforeCommit: SeededBug { SeededBug("answer-before-commit") }
    /// The collector does not ask whether it has a line already.
    package static var noUniqueKey: SeededBug { SeededBug("no-unique-key") }
    /// The collector remembers what it has for a minute only.
    package static var shortMemory: SeededBug { SeededBug("short-memory") }
    /// The response's id is drawn when it is sealed, and not at the first tap.
    package static var idDrawnLate: SeededBug { SeededBug("id-drawn-late") }
    /// A line is written anew each time it is sent.
    package static var lineWrittenAnew: SeededBug { SeededBug("line-written-anew") }
    /// Status 200 settles a batch, whoever says it.
    package static var settleOnStatus: SeededBug { SeededBug("settle-on-status") }
    /// A verdict settles a line whatever hash it names.
    package static var settleWithoutHash: SeededBug { SeededBug("settle-without-hash") }
    /// A line that is being sent is marked in the database, and nobody takes the mark away after a crash.
    package static var flagInFlight: SeededBug { SeededBug("flag-in-flight") }
    /// A batch that failed ten times in a row is given up.
    package static var dropAfterTries: SeededBug { SeededBug("drop-after-tries") }
    /// The jitter is added before the wait is capped.
    package static var jitterBeforeCap: SeededBug { SeededBug("jitter-before-cap") }
    /// A delivered line is deleted at once.
    package static var deleteDelivered: SeededBug { SeededBug("delete-delivered") }
    /// A file gets its name without a sync of the folder.
    package static var renameWithoutSync: SeededBug { SeededBug("rename-without-sync") }
    /// A survey is rolled back because a check-in failed.
    package static var rollbackOnSilence: SeededBug { SeededBug("rollback-on-silence") }
    /// A kiosk whose credential is refused makes itself a new kiosk.
    package static var enrolByItself: SeededBug { SeededBug("enrol-by-itself") }
}

#if DEBUG
    import Glibc

    extension SeededBug {
        /// Whether this mistake is to be made.
        package static func isPlanted(_ bug: SeededBug) -> Bool { planted == bug }

        package static var all: [SeededBug] {
            [
                synchronousOff, answerBeforeCommit, noUniqueKey, shortMemory, idDrawnLate, lineWrittenAnew,
                settleOnStatus, settleWithoutHash, flagInFlight, dropAfterTries, jitterBeforeCap, deleteDelivered,
                renameWithoutSync, rollbackOnSilence, enrolByItself,
            ]
        }

        /// A name that nobody knows ends the program: the test would be green for the wrong reason.
        private static let planted: SeededBug? = {
            guard let text = getenv("SMILEPOST_SEEDED_BUG").map({ String(cString: $0) }) else { return nil }
            guard let bug = all.first(where: { $0.name == text }) else {
                let message = "SMILEPOST_SEEDED_BUG names no seeded bug: \(text)\n"
                write(STDERR_FILENO, message, message.utf8.count)
                exit(64)
            }
            return bug
        }()
    }
#else
    extension SeededBug {
        /// Never, in a release build.
        @inlinable @inline(__always) package static func isPlanted(_ bug: @autoclosure () -> SeededBug) -> Bool {
            false
        }
    }
#endif
