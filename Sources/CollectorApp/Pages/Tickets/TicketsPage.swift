import CollectorStore
import Hummingbird
import SurveyKit
import WireProtocol

/// Who is on it, and what is late: tickets within reach, overdue ones first.
struct TicketsPage {
    let collector: Collector
    let principal: Principal
    let filter: TicketFilter
    let after: String?
    let isCSV: Bool

    static let path = Tab.tickets.path

    /// The address of a branch's tickets that are not closed.
    static func link(branch: String) -> String { path + AddressQuery.text([(name: "branch", value: branch)]) }

    private static let count = 50

    private struct View: Sendable {
        let frame: PageFrame
        let chips: [ChipView]
        let csv: String
        let ticketLine: TicketLine?
        let tickets: [TicketRow]
        let hasTickets: Bool
        let next: String?
        /// Said where owners are told nothing; nil where they are.
        let noMail: String?
    }

    static func read(_ request: Request, _ context: CollectorContext, _ collector: Collector) throws -> TicketsPage {
        guard let principal = context.principal else { throw HTTPError(.unauthorized) }
        let query = request.uri.queryParameters
        return TicketsPage(
            collector: collector, principal: principal, filter: try TicketFilter(query),
            after: query["after"].map(String.init), isCSV: context.isCSV(request))
    }

    func response() async throws -> Response {
        let now = collector.now()
        let store = collector.store
        if isCSV { return try await TicketTable.csv(store, filter, reach: principal.reach, nowMS: now) }
        let page = try await store.tickets(filter, reach: principal.reach, after: after, limit: Self.count, nowMS: now)
        let branches = try await store.branches(in: principal.reach)
        let names = Dictionary(branches.map { ($0.id, $0) }) { one, _ in one }
        let answers = try await store.answers(of: page.tickets, reach: principal.reach)
        let labels = try await SurveyLabels.read(store)
        let standing = try await store.ticketStanding(branch: filter.branch, reach: principal.reach, nowMS: now)
        return collector.page(
            "tickets",
            View(
                frame: PageFrame("Tickets", place: .tickets, tab: .tickets, for: principal, now: now),
                chips: chips(branches), csv: link(filter, format: "csv"),
                ticketLine: TicketLine(standing, branch: filter.branch, open: Self.notClosed),
                tickets: page.tickets.map { ticket in
                    let branch = names[ticket.branch]
                    let said = answers[ticket.ticket].map { TicketSaid($0, labels, zone: branch?.timeZone ?? "UTC") }
                    return TicketRow(ticket, branch: branch, now: now, said: said)
                },
                hasTickets: !page.tickets.isEmpty, next: page.next.map { link(filter, after: $0) },
                noMail: try await store.isMailOn() ? nil : TicketWords.noMail(for: principal.role)))
    }

    private static func notClosed(_ count: Int) -> String { "\(Words.count(Int64(count))) not closed" }

    private func chips(_ branches: [BranchInfo]) -> [ChipView] {
        let states = [("Not closed", nil)] + TicketState.allCases.map { (TicketWords.state($0), $0) }
        return [
            chip(states, chosen: filter.state) { $0.state = $1 },
            chip(
                [("Everybody's", nil), ("Mine", principal.name), ("Nobody's", "")], chosen: filter.owner
            ) { $0.owner = $1 },
            chip(
                [("Every priority", nil)] + TicketPriority.allCases.map { (TicketWords.priority($0), $0) },
                chosen: filter.priority
            ) { $0.priority = $1 },
            chip([("All branches", nil)] + branches.map { ($0.name, $0.id) }, chosen: filter.branch) {
                $0.branch = $1
            },
            chip([("Due whenever", false), ("Overdue only", true)], chosen: filter.isOverdue) { $0.isOverdue = $1 },
        ]
    }

    private func chip<Value: Equatable>(
        _ choices: [(label: String, value: Value)], chosen: Value, set: (inout TicketFilter, Value) -> Void
    ) -> ChipView {
        let options = choices.map { label, value in
            var other = filter
            set(&other, value)
            return ChipView.Option(label: label, link: link(other), isChosen: value == chosen)
        }
        return ChipView(options.first(where: \.isChosen)?.label ?? choices[0].label, options)
    }

    private func link(_ filter: TicketFilter, after: String? = nil, format: String? = nil) -> String {
        Self.path
            + AddressQuery.text([
                (name: "state", value: filter.state?.rawValue),
                (name: "owner", value: filter.owner.map { $0.isEmpty ? "-" : $0 }),
                (name: "priority", value: filter.priority?.rawValue), (name: "branch", value: filter.branch),
                (name: "overdue", value: filter.isOverdue ? "true" : nil), (name: "after", value: after),
                (name: "format", value: format),
            ])
    }
}

/// Tickets as a file: all that a filter lets through, in the order of the list.
enum TicketTable {
    private static let piece = 500
    private static let header = [
        "ticket", "branch", "survey", "response", "rule", "priority", "owner", "state", "opened", "due", "overdue",
        "closed", "root_cause", "action",
    ]

    static func csv(
        _ store: CollectorStore, _ filter: TicketFilter, reach: Reach, nowMS: Int64
    ) async throws -> Response {
        try await .csv("tickets", header: header) { (cursor: String?) in
            let page = try await store.tickets(filter, reach: reach, after: cursor, limit: piece, nowMS: nowMS)
            return (page.tickets.map(row), page.next)
        }
    }

    private static func row(_ ticket: ApiTicket) -> [String] {
        [
            "\(ticket.ticket)", ticket.branch, ticket.survey, ticket.response.hex, ticket.rule,
            ticket.priority.rawValue, ticket.owner ?? "", ticket.state.rawValue, Words.iso(ticket.openedMS),
            Words.iso(ticket.dueMS), ticket.isOverdue ? "yes" : "no", ticket.closedMS.map(Words.iso) ?? "",
            ticket.rootCause ?? "", ticket.action ?? "",
        ]
    }
}

/// One ticket in the list.
struct TicketRow: Sendable {
    let number: Int64
    let link: String
    let branch: String
    let rule: String
    let state: String
    let priority: String
    let owner: String
    let opened: String
    let due: String
    /// With a word and a sign: colour alone says nothing.
    let isOverdue: Bool
    let late: String
    /// Nil before it was closed.
    let closed: String?
    /// Nil where it was erased.
    let said: TicketSaid?

    init(_ ticket: ApiTicket, branch: BranchInfo?, now: Int64, said: TicketSaid? = nil) {
        let zone = branch?.timeZone ?? "UTC"
        number = ticket.ticket
        link = "\(TicketsPage.path)/\(ticket.ticket)"
        self.branch = branch?.name ?? ticket.branch
        rule = ticket.rule
        state = TicketWords.state(ticket.state)
        priority = TicketWords.priority(ticket.priority)
        owner = ticket.owner ?? "nobody"
        opened = Words.moment(ticket.openedMS, zone: zone)
        due = Words.moment(ticket.dueMS, zone: zone)
        isOverdue = ticket.isOverdue
        late = Words.age(now - ticket.dueMS)
        closed = ticket.closedMS.map { Words.moment($0, zone: zone) }
        self.said = said
    }
}

/// States and priorities as people read them.
enum TicketWords {
    static func state(_ state: TicketState) -> String {
        switch state {
        case .open: "Open"
        case .inProgress: "In progress"
        case .waiting: "Waiting"
        case .closed: "Closed"
        }
    }

    static func priority(_ priority: TicketPriority) -> String {
        priority.rawValue.prefix(1).uppercased() + priority.rawValue.dropFirst()
    }

    /// Where no mail server is: only ops know the file in which it is set.
    static func noMail(for role: Role) -> String {
        "Owners get no e-mail: this collector has no mail server"
            + (role >= .ops ? " ([mail] in collector.conf)." : ". Central ops can give it one.")
    }

    /// What was done; a colon where words of whoever did it follow.
    static func change(_ what: String) -> String {
        switch what {
        case "opened": "opened:"
        case "noted": "wrote:"
        case "closed": "closed:"
        case "reopened": "opened it again:"
        case "taken": "gave it to"
        case "state": "set it to"
        case "moved": "found that it was given at this branch"
        default: what
        }
    }
}
