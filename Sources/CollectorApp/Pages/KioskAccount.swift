/// One kiosk's books against the collector's ledger: made = here + waiting + dead + lost.
///
/// The kiosk's figures are those of its last check-in, the ledger is live: what arrived since then has left `waiting`
/// and may exceed `created`. What is left over is held by nobody, and must be 0.
struct KioskAccount: Equatable, Sendable {
    let made: Int64
    let here: Int64
    let waiting: Int64
    let dead: Int64
    let lost: Int64

    init(created: Int64, ledger: Int64, pending: Int64, dead: Int64, lost: Int64) {
        let settled = ledger + dead + lost
        made = max(created, settled)
        here = ledger
        waiting = min(pending, made - settled)
        self.dead = dead
        self.lost = lost
    }

    private init(made: Int64, here: Int64, waiting: Int64, dead: Int64, lost: Int64) {
        self.made = made
        self.here = here
        self.waiting = waiting
        self.dead = dead
        self.lost = lost
    }

    /// Answers that were made and are held by nobody.
    var difference: Int64 { made - here - waiting - dead - lost }

    static let none = KioskAccount(made: 0, here: 0, waiting: 0, dead: 0, lost: 0)

    static func + (one: KioskAccount, other: KioskAccount) -> KioskAccount {
        KioskAccount(
            made: one.made + other.made, here: one.here + other.here, waiting: one.waiting + other.waiting,
            dead: one.dead + other.dead, lost: one.lost + other.lost)
    }
}
