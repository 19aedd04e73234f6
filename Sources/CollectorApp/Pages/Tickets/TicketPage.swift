import CollectorStore
import Hummingbird
import Logging
import SurveyKit
import WireProtocol

/// One ticket: the whole answer, what was done, and the forms to do more.
struct TicketPage: Sendable {
    let collector: Collector

    func add(to pages: RouterGroup<CollectorContext>) {
        pages.get("\(TicketsPage.path)") { try await TicketsPage.read($0, $1, collector).response() }
        pages.get("\(TicketsPage.path)/:id", use: show)
        for order in TicketOrder.allCases {
            pages.post("\(TicketsPage.path)/:id/\(order.rawValue)") { request, context in
                try await change(order, request, context)
            }
        }
    }

    private struct View: Sendable {
        let frame: PageFrame
        let ticket: TicketRow
        let formToken: String
        let mayChange: Bool
        let isClosed: Bool
        let isErased: Bool
        /// What is to be done now; nil where it is closed.
        let step: String?
        /// Whether taking it is the first thing to do.
        let isNobodys: Bool
        let answers: [AnswerRow]
        /// Nil where no contact details were left.
        let contact: String?
        /// Whether whoever looks may have the key that opens it.
        let isOps: Bool
        let given: String
        let history: [HistoryRow]
        /// Who else may have it: users who reach its branch.
        let owners: [Choice]
        let hasOwners: Bool
        /// Whether it is nobody of these before one is chosen.
        let isOpenChoice: Bool
        let mailIsOn: Bool
        let states: [Choice]
        let causes: [ApiRootCauses.Cause]
        let cause: String?
        let action: String?
        /// How the branch has done of late; nil for one that is no more.
        let trend: TrendView?
        let branchLink: String
        /// The tickets of its branch; nil for one that is no more.
        let branchTickets: String?
        /// Where whoever looks may tell customers what was done; nil where not.
        let yousaid: String?
    }

    struct AnswerRow: Sendable {
        let question: String
        let answer: String
        let language: String
    }

    struct HistoryRow: Sendable {
        let moment: String
        let who: String
        let what: String
        let detail: String
    }

    struct Choice: Sendable {
        let id: String
        let name: String
        let isChosen: Bool
    }

    private struct Form: SessionForm {
        var form: String?
        var text: String?
        var owner: String?
        var state: String?
        var cause: String?
        var action: String?

        var wish: ApiTicketOrder {
            ApiTicketOrder(
                owner: owner.flatMap { $0.isEmpty ? nil : $0 }, text: text?.replacing("\r\n", with: "\n"),
                state: state.flatMap(TicketState.init), rootCause: cause, action: action?.replacing("\r\n", with: "\n"))
        }
    }

    @Sendable
    private func show(_ request: Request, _ context: CollectorContext) async throws -> Response {
        guard let principal = context.principal else { throw HTTPError(.unauthorized) }
        let now = collector.now()
        let store = collector.store
        let detail = try await store.ticket(try context.ticketNumber(), reach: principal.reach, nowMS: now)
        let branch = try await store.branches(in: principal.reach).first { $0.id == detail.ticket.branch }
        let labels = try await SurveyLabels.read(store)
        let causes = try await store.rootCauses().causes
        let names = try await store.rootCauseNames()
        let ticket = detail.ticket
        let hasContact = detail.answer?.hasContact == true
        let owners = Self.owners(try await store.ticketOwners(at: ticket.branch), of: ticket, for: principal)
        return collector.page(
            "ticket",
            View(
                frame: PageFrame("Ticket \(ticket.ticket)", place: .tickets, for: principal, now: now),
                ticket: TicketRow(ticket, branch: branch, now: now), formToken: principal.formToken ?? "",
                mayChange: principal.role >= .agent, isClosed: ticket.state == .closed, isErased: detail.answer == nil,
                step: TicketStep.words(detail, hasContact: hasContact, for: principal),
                isNobodys: ticket.owner == nil && ticket.state != .closed,
                answers: detail.answer.map { Self.answers($0, labels) } ?? [],
                contact: hasContact ? ticket.response.hex : nil, isOps: principal.role >= .ops,
                given: detail.answer.map { Words.moment($0.occurredMS, zone: branch?.timeZone ?? "UTC") } ?? "",
                history: detail.history.reversed().map { Self.row($0, zone: branch?.timeZone ?? "UTC") },
                owners: owners, hasOwners: !owners.isEmpty, isOpenChoice: !owners.contains(where: \.isChosen),
                mailIsOn: try await store.isMailOn(),
                states: TicketState.allCases.filter { $0 != .closed }.map {
                    Choice(id: $0.rawValue, name: TicketWords.state($0), isChosen: $0 == ticket.state)
                }, causes: causes,
                cause: ticket.rootCause.map { names[$0] ?? $0 }, action: ticket.action,
                trend: try await trend(of: branch, principal.reach, now), branchLink: "/branches/\(ticket.branch)",
                branchTickets: branch.map { TicketsPage.link(branch: $0.id) },
                yousaid: branch != nil && principal.role >= .manager ? NoticePage.path(ticket.branch) : nil))
    }

    /// Without the one who has it; whoever looks is chosen.
    private static func owners(_ names: [String], of ticket: ApiTicket, for principal: Principal) -> [Choice] {
        names.filter { $0 != ticket.owner }.map { name in
            let isMe = name == principal.name
            return Choice(id: name, name: isMe ? "\(name) (you)" : name, isChosen: isMe)
        }
    }

    /// Four weeks of the ticket's branch.
    private func trend(of branch: BranchInfo?, _ reach: Reach, _ now: Int64) async throws -> TrendView? {
        guard let branch else { return nil }
        let today = try await collector.store.today(nowMS: now, reach: .branches([branch.id]))
        var query = PageQuery()
        query.period = .last(28)
        var filter = query.filter(today: today)
        filter.branch = branch.id
        let days = try await collector.store.scores(filter, by: .day, reach: reach)
        return TrendView(days, filter.days, by: .day, query, "/branches/\(branch.id)")
    }

    private func change(
        _ order: TicketOrder, _ request: Request, _ context: CollectorContext
    ) async throws -> Response {
        let actor = try context.actor(atLeast: .agent)
        let number = try context.ticketNumber()
        let form = try await request.fields(Form.self, context)
        _ = try await collector.store.change(
            ticket: number, order, form.wish, by: actor, reach: context.reach, nowMS: collector.now())
        context.logger.notice(
            "ticket changed",
            metadata: ["ticket": "\(number)", "order": "\(order.rawValue)", "by": "\(actor.name)"])
        return .redirect(to: "\(TicketsPage.path)/\(number)", type: .normal)
    }

    private static func answers(_ response: ApiResponse, _ labels: SurveyLabels) -> [AnswerRow] {
        response.answers.sorted {
            labels.position(response.survey, $0.key) < labels.position(response.survey, $1.key)
        }.compactMap { id, answer in
            let words: String
            switch answer {
            case .score(let score): words = labels.score(response.survey, id, score)
            case .text(let text):
                let option = labels.option(response.survey, id, text)
                words = option
            case .options(let ids): words = ids.map { labels.option(response.survey, id, $0) }.joined(separator: ", ")
            case .sealed: return nil
            }
            return AnswerRow(
                question: labels.question(response.survey, id), answer: words, language: response.language)
        }
    }

    private static func row(_ change: ApiTicketChange, zone: String) -> HistoryRow {
        let state = change.what == "state" ? change.detail.flatMap(TicketState.init).map(TicketWords.state) : nil
        return HistoryRow(
            moment: Words.moment(change.atMS, zone: zone), who: change.who ?? "Smilepost",
            what: TicketWords.change(change.what),
            detail: state ?? change.detail ?? (change.what == "taken" ? "nobody" : ""))
    }
}
