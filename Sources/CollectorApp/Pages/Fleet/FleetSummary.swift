import CollectorStore
import WireProtocol

/// The whole fleet's books and who needs a visit.
struct FleetSummary: Sendable {
    private let now: Int64
    private let kiosks: [KioskRecord]
    private let total: KioskAccount

    init(now: Int64, kiosks: [KioskRecord]) {
        self.now = now
        self.kiosks = kiosks
        total = kiosks.map(\.account).reduce(.none, +)
    }

    /// Those that need a person first, then by branch and name.
    var ordered: [KioskRecord] {
        kiosks.map { (rank: rank($0), kiosk: $0) }.sorted { one, other in
            let (first, second) = (one.kiosk, other.kiosk)
            return one.rank == other.rank
                ? (first.branch.name, first.name, first.id) < (second.branch.name, second.name, second.id)
                : one.rank < other.rank
        }.map(\.kiosk)
    }

    private func rank(_ kiosk: KioskRecord) -> Int {
        if !kiosk.isInUse { return 3 }
        let account = kiosk.account
        let isClone = !kiosk.notedCloneSigns.isEmpty
        if account.difference > 0 || kiosk.hasFaults || isClone { return 0 }
        return isSilent(kiosk) ? 1 : 2
    }

    private func isSilent(_ kiosk: KioskRecord) -> Bool {
        kiosk.isInUse && kiosk.lastContactMS.map { now - $0 > KioskView.silentAfterMS } ?? false
    }

    var tone: String { total.difference > 0 ? "worse" : "" }

    var headline: String {
        if kiosks.isEmpty { return "" }
        return total.difference == 0
            ? "Every answer is accounted for:"
            : "\(Words.count(total.difference, "answer", "answers")) can't be accounted for:"
    }

    /// `1,204 made = 1,200 here + 4 waiting + 0 dead + 0 lost`.
    var equation: String {
        guard !kiosks.isEmpty else { return "" }
        let sign = total.difference == 0 ? " =" : ", but"
        return "\(Words.count(total.made)) made\(sign) \(Words.count(total.here)) here + "
            + "\(Words.count(total.waiting)) waiting + \(Words.count(total.dead)) dead + \(Words.count(total.lost)) lost"
    }

    /// The fourth card: how many kiosks are there.
    var card: CardView {
        let inUse = kiosks.filter(\.isInUse)
        let silent = inUse.filter(isSilent).count
        let unheard = inUse.filter { $0.lastContactMS == nil }.count
        let heard = inUse.count - silent - unheard
        return CardView(
            title: "Kiosks heard from in 10 min", value: Words.count(Int64(heard)),
            under: "of \(Words.count(Int64(inUse.count)))" + (unheard > 0 ? " · \(unheard) not heard from yet" : "")
                + " · \(Words.count(total.waiting)) waiting",
            change: silent > 0 ? "\(silent) silent" : nil, changeTone: "worse")
    }
}
