import CollectorStore
import Hummingbird
import Logging
import SurveyKit
import WireProtocol

/// `/api/v1/tickets` and `/api/v1/ticket-report`: complaints and what is done about them.
///
/// Viewers read, agents change; both within their reach, and nobody learns of a ticket beyond it.
struct TicketRoutes: Sendable {
    let collector: Collector

    func add(to api: RouterGroup<CollectorContext>) {
        api.get("\(Api.Path.tickets)", use: list)
        api.get("\(Api.Path.ticket(":id"))", use: show)
        for order in TicketOrder.allCases {
            api.post("\(Api.Path.ticket(":id", order))") { request, context in
                try await change(order, request, context)
            }
        }
        api.get("\(Api.Path.ticketReport)", use: report)
    }

    @Sendable
    private func list(_ request: Request, _ context: CollectorContext) async throws -> Response {
        try context.require(.viewer)
        let query = request.uri.queryParameters
        let limit = try query.number("limit") ?? 50
        guard (1...500).contains(limit) else { throw Problem.badField("\"limit\" must be 1 to 500.") }
        return try .json(
            try await collector.store.tickets(
                try TicketFilter(query), reach: context.reach, after: query["after"].map(String.init),
                limit: Int(limit), nowMS: collector.now()))
    }

    @Sendable
    private func show(_ request: Request, _ context: CollectorContext) async throws -> Response {
        try context.require(.viewer)
        return try .json(
            try await collector.store.ticket(
                try context.ticketNumber(), reach: context.reach, nowMS: collector.now()))
    }

    private func change(
        _ order: TicketOrder, _ request: Request, _ context: CollectorContext
    ) async throws -> Response {
        let actor = try context.actor(atLeast: .agent)
        let number = try context.ticketNumber()
        let wish = try await request.decoded(ApiTicketOrder.self, upTo: 65_536)
        let ticket = try await collector.store.change(
            ticket: number, order, wish, by: actor, reach: context.reach, nowMS: collector.now())
        context.logger.notice(
            "ticket changed",
            metadata: ["ticket": "\(number)", "order": "\(order.rawValue)", "by": "\(actor.name)"])
        return try .json(ticket)
    }

    @Sendable
    private func report(_ request: Request, _ context: CollectorContext) async throws -> Response {
        try context.require(.viewer)
        let query = request.uri.queryParameters
        return try .json(
            try await collector.store.ticketReport(
                fromMS: try query.number("from") ?? 0, toMS: try query.number("to") ?? .max,
                branch: query["branch"].map(String.init), reach: context.reach, nowMS: collector.now()))
    }
}

extension CollectorContext {
    func ticketNumber() throws(Problem) -> Int64 {
        guard let number = Int64(pathParameter("id")), number > 0 else {
            throw .badField("A ticket is named by its number.")
        }
        return number
    }
}

extension TicketFilter {
    /// - Throws: `Problem` `bad-request` for a word that is none.
    init(_ query: Parameters) throws(Problem) {
        self.init()
        state = try query.word("state")
        branch = query["branch"].map(String.init)
        owner = query["owner"].map { $0 == "-" ? "" : String($0) }
        priority = try query.word("priority")
        isOverdue = try query.flag("overdue")
    }
}
