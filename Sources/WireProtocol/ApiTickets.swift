package import SurveyKit

extension Api.Path {
    /// `GET` with `state` (`open`, `in-progress`, `waiting`, `closed`; without it all that are not closed), `branch`,
    /// `owner` (`-` for nobody), `priority`, `overdue` (`true`), `limit` and `after`: `ApiTickets`.
    package static let tickets = "/api/v1/tickets"
    /// `GET`: `ApiTicketDetail`.
    package static func ticket(_ number: String) -> String { "\(tickets)/\(number)" }
    /// `POST` of an `ApiTicketOrder`: `ApiTicketDetail`.
    package static func ticket(_ number: String, _ order: TicketOrder) -> String {
        "\(ticket(number))/\(order.rawValue)"
    }
    /// `GET` with `from`, `to` (ms since 1970, half open) and `branch`: `ApiTicketReport`.
    package static let ticketReport = "/api/v1/ticket-report"
    /// `GET`: `ApiTicketRules`.
    package static let ticketRules = "/api/v1/ticket-rules"
    /// `PUT` of an `ApiTicketRuleList`, or `DELETE`; `survey` is `*` for what holds where a survey has none.
    package static func ticketRules(of survey: String) -> String { "\(ticketRules)/\(survey)" }
    /// `GET`: `ApiRootCauses`; `PUT` of one replaces the list.
    package static let rootCauses = "/api/v1/root-causes"
}

/// What can be done to a ticket.
package enum TicketOrder: String, CaseIterable, Sendable { case take, note, state, close, reopen }

/// Where a ticket stands.
package enum TicketState: String, CaseIterable, Sendable, Codable {
    case open
    case inProgress = "in-progress"
    /// For somebody else, such as the customer.
    case waiting
    case closed
}

/// One ticket in a list.
package struct ApiTicket: Equatable, Sendable, Codable {
    package let ticket: Int64
    /// Id.
    package let branch: String
    package let response: ResponseID
    package let survey: String
    /// Name of the rule that opened it.
    package let rule: String
    package let priority: TicketPriority
    /// Name of a user; nil for nobody.
    package let owner: String?
    package let state: TicketState
    package let openedMS: Int64
    package let dueMS: Int64
    package let isOverdue: Bool
    package let closedMS: Int64?
    /// Id; nil before it was closed.
    package let rootCause: String?
    package let action: String?

    package init(
        ticket: Int64, branch: String, response: ResponseID, survey: String, rule: String, priority: TicketPriority,
        owner: String?, state: TicketState, openedMS: Int64, dueMS: Int64, isOverdue: Bool, closedMS: Int64?,
        rootCause: String?, action: String?
    ) {
        self.ticket = ticket
        self.branch = branch
        self.response = response
        self.survey = survey
        self.rule = rule
        self.priority = priority
        self.owner = owner
        self.state = state
        self.openedMS = openedMS
        self.dueMS = dueMS
        self.isOverdue = isOverdue
        self.closedMS = closedMS
        self.rootCause = rootCause
        self.action = action
    }

    private enum CodingKeys: String, CodingKey {
        case ticket, branch, response, survey, rule, priority, owner, state
        case openedMS = "opened_ms"
        case dueMS = "due_ms"
        case isOverdue = "overdue"
        case closedMS = "closed_ms"
        case rootCause = "root_cause"
        case action
    }
}

/// A page of tickets: overdue ones first, then those that are nobody's, then by due time; closed ones newest first.
package struct ApiTickets: Equatable, Sendable, Codable {
    package let tickets: [ApiTicket]
    /// `after` of the next page; absent on the last.
    package let next: String?

    package init(tickets: [ApiTicket], next: String?) {
        self.tickets = tickets
        self.next = next
    }
}

/// A ticket with the whole answer and its history.
package struct ApiTicketDetail: Equatable, Sendable, Codable {
    package let ticket: ApiTicket
    /// Nil where it was erased.
    package let answer: ApiResponse?
    /// Oldest first.
    package let history: [ApiTicketChange]

    package init(ticket: ApiTicket, answer: ApiResponse?, history: [ApiTicketChange]) {
        self.ticket = ticket
        self.answer = answer
        self.history = history
    }
}

/// One thing that was done to a ticket.
package struct ApiTicketChange: Equatable, Sendable, Codable {
    package let atMS: Int64
    /// Nil where the collector did it.
    package let who: String?
    /// `opened`, `taken`, `noted`, `state`, `closed`, `reopened`.
    package let what: String
    /// The note, the new owner or state, the action, the reason.
    package let detail: String?

    package init(atMS: Int64, who: String?, what: String, detail: String?) {
        self.atMS = atMS
        self.who = who
        self.what = what
        self.detail = detail
    }

    private enum CodingKeys: String, CodingKey {
        case atMS = "at_ms"
        case who, what, detail
    }
}

/// The body of a `TicketOrder`; each takes its own fields.
package struct ApiTicketOrder: Equatable, Sendable, Codable {
    /// `take`: whose it is from now on; nil for who asks.
    package let owner: String?
    /// `note` and `reopen`: why.
    package let text: String?
    /// `state`: any but `closed`.
    package let state: TicketState?
    /// `close`: id of a root cause, and what was done.
    package let rootCause: String?
    package let action: String?

    package init(
        owner: String? = nil, text: String? = nil, state: TicketState? = nil, rootCause: String? = nil,
        action: String? = nil
    ) {
        self.owner = owner
        self.text = text
        self.state = state
        self.rootCause = rootCause
        self.action = action
    }

    private enum CodingKeys: String, CodingKey {
        case owner, text, state
        case rootCause = "root_cause"
        case action
    }
}

/// `GET /api/v1/ticket-rules`.
package struct ApiTicketRules: Equatable, Sendable, Codable {
    /// By survey, `*` for what holds where one has none of its own; an empty list opens no tickets.
    package let rules: [String: [TicketRule]]

    package init(rules: [String: [TicketRule]]) { self.rules = rules }
}

/// `PUT /api/v1/ticket-rules/{survey}`.
package struct ApiTicketRuleList: Equatable, Sendable, Codable {
    package let rules: [TicketRule]

    package init(rules: [TicketRule]) { self.rules = rules }
}

/// `GET` and `PUT /api/v1/root-causes`, in the order in which they are offered.
package struct ApiRootCauses: Equatable, Sendable, Codable {
    package let causes: [Cause]

    package init(causes: [Cause]) { self.causes = causes }

    package struct Cause: Equatable, Sendable, Codable {
        /// `[a-z0-9-]{1,64}`; keeps its meaning, since tickets name it.
        package let id: String
        package let name: String

        package init(id: String, name: String) {
            self.id = id
            self.name = name
        }
    }
}

/// `GET /api/v1/ticket-report`.
package struct ApiTicketReport: Equatable, Sendable, Codable {
    /// Closed within the time that was asked for.
    package let closed: Int
    /// From opening to closing, ms; nil where none was closed.
    package let medianMS: Int64?
    package let p90MS: Int64?
    /// As it is now, those with the most first.
    package let branches: [Branch]
    /// Of those that were closed, the most frequent first.
    package let causes: [Cause]

    package init(closed: Int, medianMS: Int64?, p90MS: Int64?, branches: [Branch], causes: [Cause]) {
        self.closed = closed
        self.medianMS = medianMS
        self.p90MS = p90MS
        self.branches = branches
        self.causes = causes
    }

    package struct Branch: Equatable, Sendable, Codable {
        package let branch: String
        package let open: Int
        package let overdue: Int

        package init(branch: String, open: Int, overdue: Int) {
            self.branch = branch
            self.open = open
            self.overdue = overdue
        }
    }

    package struct Cause: Equatable, Sendable, Codable {
        package let cause: String
        package let name: String
        package let closed: Int
        /// How many of them were followed by another ticket of the branch with this cause, opened within 30 days.
        package let cameBack: Int

        package init(cause: String, name: String, closed: Int, cameBack: Int) {
            self.cause = cause
            self.name = name
            self.closed = closed
            self.cameBack = cameBack
        }

        private enum CodingKeys: String, CodingKey {
            case cause, name, closed
            case cameBack = "came_back"
        }
    }

    private enum CodingKeys: String, CodingKey {
        case closed
        case medianMS = "median_ms"
        case p90MS = "p90_ms"
        case branches, causes
    }
}
