package import SurveyKit

/// Books of a kiosk or a fleet against the collector's ledger: made = here + waiting + dead + lost.
///
/// The kiosk's figures are those of its last check-in, the ledger is live: what arrived since then has left `waiting`
/// and may exceed `created`. What is left over is held by nobody, and must be 0; it never is less, so that a surplus of
/// one queue hides no loss of another where accounts are added.
package struct KioskAccount: Equatable, Sendable {
    /// Answers ever made, as far as anybody knows.
    package let made: Int64
    /// In the ledger.
    package let here: Int64
    package let waiting: Int64
    package let dead: Int64
    package let lost: Int64

    /// The account of one queue.
    package init(created: Int64, ledger: Int64, pending: Int64, dead: Int64, lost: Int64) {
        let settled = ledger + dead + lost
        made = max(created, settled)
        here = ledger
        waiting = min(pending, made - settled)
        self.dead = dead
        self.lost = lost
    }

    init(made: Int64, here: Int64, waiting: Int64, dead: Int64, lost: Int64) {
        self.made = made
        self.here = here
        self.waiting = waiting
        self.dead = dead
        self.lost = lost
    }

    /// Answers that were made and are held by nobody; never below 0.
    package var difference: Int64 { made - here - waiting - dead - lost }

    package static let none = KioskAccount(made: 0, here: 0, waiting: 0, dead: 0, lost: 0)

    /// What came after `before`, such as a move: what was waiting then is of before, also where it arrives later.
    func since(_ before: KioskAccount) -> KioskAccount {
        let after = { (now: Int64, then: Int64) in max(0, now - then) }
        let (dead, lost) = (after(dead, before.dead), after(lost, before.lost))
        let here = after(here, before.here + before.waiting)
        let made = max(after(made, before.made), here + dead + lost)
        return KioskAccount(
            made: made, here: here, waiting: min(waiting, made - here - dead - lost), dead: dead, lost: lost)
    }

    /// Both together; losses add up and surpluses cancel none.
    package static func + (one: KioskAccount, other: KioskAccount) -> KioskAccount {
        KioskAccount(
            made: one.made + other.made, here: one.here + other.here, waiting: one.waiting + other.waiting,
            dead: one.dead + other.dead, lost: one.lost + other.lost)
    }
}

/// One queue of a kiosk: what the kiosk last said of it, and what the ledger holds.
package struct QueueBooks: Equatable, Sendable {
    package let queue: QueueID
    /// The kiosk's own counts at its last check-in with this queue; all 0 before the first.
    package let created: Int64
    package let pending: Int64
    package let dead: Int64
    package let lost: Int64
    /// Lines in the ledger: now, or at the kiosk's last check-in where a newer enrolment has taken the queue over and
    /// accounts for all that came since.
    package let stored: Int64
    /// Every sequence number up to here is stored or declared lost.
    package let durableSeq: Int64
    /// Lines that are not what was sealed.
    package let altered: [ClosedRange<Int64>]
    /// Sequence numbers with two lines: a cloned or restored kiosk.
    package let forks: Int64
    /// Lines that nobody held at two check-ins in a row, and that have not come since.
    package let missing: Int64
    /// Whether a check-in told of fewer lines than one before, or of another line under the same number.
    package let isRewound: Bool
    /// Whether the kiosk was told to leave it for a new one.
    package let isLeft: Bool

    package var account: KioskAccount {
        KioskAccount(created: created, ledger: stored, pending: pending, dead: dead, lost: lost)
    }
}

extension KioskRecord {
    /// The books of all queues that this kiosk ever had, since it came within reach.
    package var account: KioskAccount {
        let all = books.map(\.account).reduce(.none, +)
        return before.map(all.since) ?? all
    }
    /// Lines of all its queues in the ledger, since it came within reach.
    package var stored: Int64 { before == nil ? sum(\.stored) : account.here }
    /// Places in its queues where lines are not what was sealed.
    package var chainBreaks: Int64 { books.reduce(0) { $0 + Int64($1.altered.count) } }
    /// Sequence numbers with two lines.
    package var forks: Int64 { sum(\.forks) }
    /// Lines that nobody held at two check-ins in a row.
    package var missing: Int64 { sum(\.missing) }
    /// Whether a queue of it ever went back.
    package var isRewound: Bool { books.contains(where: \.isRewound) }

    /// Whether something speaks against what its queues say of themselves.
    package var hasFaults: Bool { missing > 0 || chainBreaks > 0 || forks > 0 || isRewound }

    func sum(_ count: KeyPath<QueueBooks, Int64>) -> Int64 { books.reduce(0) { $0 + $1[keyPath: count] } }
}
