import Foundation

/// What must hold once the storm is over and nothing waits: each function names what does not.
struct SoakInvariants {
    let customers: SoakCustomers
    let exported: [Collector.Exported]
    /// Lines at the collector and at the kiosk as it first had them, by id in hex.
    let stored: [(id: String, line: Data)]
    let issued: [String: Data]
    let books: Kiosk.Status
    /// Lines that the collector ever took, and what `kiosks audit` says.
    let ledger: Int
    let audit: SoakAudit
    /// What was seen to break during the storm, by invariant.
    let broken: [Int: [String]]

    static let names = [
        "no loss", "no duplicate", "no invention, no damage", "accounting", "durable before acknowledged", "liveness",
        "version truth", "never wedged", "quiet",
    ]

    /// What is wrong with each, from I1 on.
    var faults: [[String]] {
        let found = [losses, duplicates, inventions, accounts, [], [], versions, [], []]
        return found.enumerated().map { $1 + (broken[$0 + 1] ?? []) }
    }

    var visits: [SoakCustomers.Visit] { customers.visits }

    var damaged: Int { visits.count { $0.isDamaged } }

    private var tickets: [String: [Collector.Exported]] { Dictionary(grouping: exported, by: \.ticket) }

    /// I1: who was thanked is there, unless the line was altered on the kiosk or erased on a wish.
    var losses: [String] {
        let tickets = tickets
        return visits.filter { $0.isThanked && !$0.isDamaged && !$0.isErased && tickets[$0.ticket] == nil }
            .map { "\($0.ticket) was thanked and is gone" }
    }

    /// I2: one body for a line, one response for a visit, one number for a line.
    var duplicates: [String] {
        let twice = Dictionary(grouping: stored, by: \.id).filter { $1.count > 1 }.map {
            "line \($0.key) is there twice"
        }
        let visits = tickets.filter { $0 != "" && $1.count > 1 }.map { "\($0) is there \($1.count) times" }
        let numbers = Dictionary(grouping: exported, by: \.seq).filter { $1.count > 1 }.map { "number \($0.key) twice" }
        return twice + visits + numbers
    }

    /// I3: what is there was said by a customer, and every byte is the kiosk's; what was erased or altered is not there.
    var inventions: [String] {
        let known = Dictionary(uniqueKeysWithValues: visits.map { ($0.ticket, $0) })
        var wrong = stored.filter { issued[$0.id] != $0.line }.map { line in
            "line \(line.id) " + (issued[line.id] == nil ? "never was on the kiosk" : "is not what the kiosk had")
        }
        for response in exported where response.ticket != "" {
            guard let visit = known[response.ticket] else {
                wrong.append("nobody had the ticket \(response.ticket)")
                continue
            }
            if response.answers["face"] != .number(visit.face) { wrong.append("\(visit.ticket) pressed another face") }
            if visit.isErased { wrong.append("\(visit.ticket) was erased and is back") }
            if visit.isDamaged { wrong.append("\(visit.ticket) was altered on the kiosk and is here") }
        }
        return wrong + strangers
    }

    /// Responses without a ticket are of customers whose visit was cut short, at most one of each.
    private var strangers: [String] {
        let cut = visits.filter { !$0.isThanked && tickets[$0.ticket] == nil }
        return (1...5).filter { face in
            exported.count { $0.ticket == "" && $0.answers["face"] == .number(face) } > cut.count { $0.face == face }
        }.map { "more faces \($0) than were pressed" }
    }

    /// I4: created = at the collector + waiting + set apart + lost, by both ends' books.
    var accounts: [String] {
        var wrong: [String] = []
        if !books.isBalanced { wrong.append("the kiosk's books: \(books.words)") }
        if books.created != ledger + books.pending + books.dead + books.lost {
            wrong.append("\(books.created) were made, \(ledger) came: \(books.words)")
        }
        if (books.pending, books.dead, books.lost) != (0, damaged, 0) {
            wrong.append("\(damaged) lines were altered: \(books.words)")
        }
        return wrong + audit.faults(damaged: damaged)
    }

    /// I7: a response names the survey that asked it, and none gives way to an older one that nobody ordered.
    var versions: [String] {
        let asked = Dictionary(
            uniqueKeysWithValues: visits.compactMap { visit in visit.version.map { (visit.ticket, $0) } })
        let wrong = exported.filter { $0.version != asked[$0.ticket] ?? $0.version }
        return wrong.map { "\($0.ticket) names version \($0.version)" } + customers.stepsBack
    }
}

extension Collector.Exported {
    /// Empty where the customer left before it was typed.
    var ticket: String {
        guard case .text(let ticket) = answers["ticket"] else { return "" }
        return ticket
    }
}

extension Kiosk.Status {
    var words: String {
        "\(created) made = \(delivered) delivered + \(pending) waiting + \(dead) set apart + \(lost) lost"
    }
}
