import ArgumentParser
import Foundation
import SurveyKit
import WireProtocol

struct TicketsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tickets", abstract: "Complaints, whose they are and what is done about them.",
        subcommands: [List.self, Show.self, Take.self, Note.self, Close.self, Reopen.self])

    struct List: OpsAction {
        static let configuration = CommandConfiguration(
            abstract: "Prints tickets: overdue ones first, then those that are nobody's, then by due time.")

        @OptionGroup var ops: OpsCommand
        @Option(help: "open, in-progress, waiting or closed; without it all that are not closed.") var state: String?
        @Option(help: "Of this branch.") var branch: String?
        @Option(help: "Of this user; - for nobody.") var owner: String?
        @Flag(help: "Overdue ones only.") var overdue = false
        @Option(help: "So many at most, up to 500.") var limit = 50
        @Flag(help: "Print JSON.") var json = false

        func validate() throws {
            guard state == nil || TicketState(rawValue: state ?? "") != nil else {
                throw ValidationError("--state must be open, in-progress, waiting or closed.")
            }
            guard (1...500).contains(limit) else { throw ValidationError("--limit must be 1 to 500.") }
        }

        private var path: String {
            var query = URLComponents()
            query.queryItems =
                [("state", state), ("branch", branch), ("owner", owner), ("overdue", overdue ? "true" : nil)]
                .compactMap { name, value in value.map { URLQueryItem(name: name, value: $0) } }
                + [URLQueryItem(name: "limit", value: "\(limit)")]
            return Api.Path.tickets + "?" + (query.percentEncodedQuery ?? "").replacing("+", with: "%2B")
        }

        func run(in session: Session) throws {
            let client = try ops.connection.client(in: session)
            let answer = try asking { try client.get(path, as: ApiTickets.self) }
            guard !json else { return try session.json(answer) }
            let header = ["TICKET", "DUE (UTC)", "STATE", "PRIORITY", "BRANCH", "OWNER"]
            try session.table(
                Table(header: header, rows: answer.tickets.map(Self.row)), orElse: "There is no such ticket.")
            if answer.next != nil { session.message("There are more: narrow the list, or raise --limit.") }
        }

        private static func row(_ ticket: ApiTicket) -> [String] {
            [
                "\(ticket.ticket)", Moment.short(ms: ticket.dueMS) + (ticket.isOverdue ? " OVERDUE" : ""),
                ticket.state.rawValue, ticket.priority.rawValue, ticket.branch, ticket.owner ?? "-",
            ]
        }
    }

    struct Show: OpsAction {
        static let configuration = CommandConfiguration(abstract: "Prints a ticket, the whole answer and its history.")

        @OptionGroup var ops: OpsCommand
        @OptionGroup var ticket: TicketArgument
        @Flag(help: "Print JSON.") var json = false

        func run(in session: Session) throws {
            let client = try ops.connection.client(in: session)
            let detail = try asking { try client.get(Api.Path.ticket(ticket.path), as: ApiTicketDetail.self) }
            if json { try session.json(detail) } else { try session.data(detail.lines.joined(separator: "\n") + "\n") }
        }
    }

    struct Take: OpsAction {
        static let configuration = CommandConfiguration(abstract: "Gives a ticket to a user.")

        @OptionGroup var ops: OpsCommand
        @OptionGroup var ticket: TicketArgument
        @Option(help: "Who works on it from now on: a user who reaches its branch.") var owner: String

        func run(in session: Session) throws {
            try order(.take, ApiTicketOrder(owner: owner), ticket, ops, in: session)
        }
    }

    struct Note: OpsAction {
        static let configuration = CommandConfiguration(abstract: "Adds a note to a ticket's history.")

        @OptionGroup var ops: OpsCommand
        @OptionGroup var ticket: TicketArgument
        @Argument(help: "The note, up to 2000 characters.") var text: String

        func run(in session: Session) throws {
            try order(.note, ApiTicketOrder(text: text), ticket, ops, in: session)
        }
    }

    struct Close: OpsAction {
        static let configuration = CommandConfiguration(abstract: "Closes a ticket.")

        @OptionGroup var ops: OpsCommand
        @OptionGroup var ticket: TicketArgument
        @Option(help: "Id of the root cause.") var cause: String
        @Option(help: "What was done.") var action: String

        func run(in session: Session) throws {
            try order(.close, ApiTicketOrder(rootCause: cause, action: action), ticket, ops, in: session)
        }
    }

    struct Reopen: OpsAction {
        static let configuration = CommandConfiguration(abstract: "Opens a closed ticket again.")

        @OptionGroup var ops: OpsCommand
        @OptionGroup var ticket: TicketArgument
        @Option(help: "Why.") var reason: String

        func run(in session: Session) throws {
            try order(.reopen, ApiTicketOrder(text: reason), ticket, ops, in: session)
        }
    }
}

/// A ticket named on the command line.
struct TicketArgument: ParsableArguments {
    @Argument(help: "The ticket's number.") var number: Int64

    var path: String { "\(number)" }

    func validate() throws {
        guard number > 0 else { throw ValidationError("A ticket's number is 1 or more.") }
    }
}

extension OpsAction {
    /// Asks for one change of a ticket and says where it stands then.
    fileprivate func order(
        _ order: TicketOrder, _ wish: ApiTicketOrder, _ ticket: TicketArgument, _ ops: OpsCommand, in session: Session
    ) throws {
        let client = try ops.connection.client(in: session)
        let detail = try asking {
            try client.send(.post, Api.Path.ticket(ticket.path, order), wish, as: ApiTicketDetail.self)
        }
        let now = detail.ticket
        session.message("Ticket \(now.ticket) is \(now.state.rawValue), with \(now.owner ?? "nobody").")
    }
}

extension ApiTicketDetail {
    /// For a terminal: one line a fact, none of which can break out of it.
    fileprivate var lines: [String] {
        let facts = [
            ("Ticket", "\(ticket.ticket)"), ("State", ticket.state.rawValue), ("Priority", ticket.priority.rawValue),
            ("Branch", ticket.branch), ("Owner", ticket.owner ?? "-"), ("Rule", ticket.rule),
            ("Opened", Moment.text(ms: ticket.openedMS)),
            ("Due", Moment.text(ms: ticket.dueMS) + (ticket.isOverdue ? " OVERDUE" : "")),
            ("Response", ticket.response.hex), ("Root cause", ticket.rootCause ?? "-"),
            ("Action", ticket.action ?? "-"),
        ]
        let answers = answer?.answers.sorted { $0.key < $1.key }.map { ($0.key, $0.value.words) }
        let happened = history.map { change in
            (Moment.text(ms: change.atMS), "\(change.who ?? "-") \(change.what): \(change.detail ?? "")")
        }
        return Self.block(facts) + ["", "Answer"] + (answers.map(Self.block) ?? ["  erased"]) + ["", "History"]
            + Self.block(happened)
    }

    private static func block(_ pairs: [(String, String)]) -> [String] {
        pairs.map { name, value in "  \(name.printable()): \(value.printable())" }
    }
}

extension ApiAnswer {
    fileprivate var words: String {
        switch self {
        case .score(let score): "\(score)"
        case .text(let text): text
        case .options(let ids): ids.joined(separator: ", ")
        case .sealed: "contact details, sealed: smilepost-ops contact reveal"
        }
    }
}
