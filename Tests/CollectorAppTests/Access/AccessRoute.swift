import CollectorStore
import HTTPTypes
import Testing
import WireProtocol

@testable import CollectorApp

/// A route for people or tools with the least role that may call it.
///
/// A new route is added here in the change that brings it: `AccessTests` fails where one is missing.
struct AccessRoute: Sendable, CustomTestStringConvertible {
    /// What the path names, and so what reach is about.
    enum Subject: Sendable {
        case nothing, branch, kiosk, response, ticket, enrolToken, user, token, webhook, survey, cause
    }

    let method: HTTPTypes.HTTPRequest.Method
    /// As it is registered; `:id` or `:name` stands for the subject.
    let path: String
    var query = ""
    var subject = Subject.nothing
    var body = ""
    let least: Role
    /// What whoever may call it is answered; the later ones where it was called before.
    var success = [200]
    /// Whether it is for people with a session.
    var isPage = false
    /// Whether a change leaves an entry in the audit log; a ticket has a history of its own.
    var isAudited = true

    var testDescription: String { "\(method.rawValue) \(path)\(query)" }

    static let all =
        reading + fleet + surveys + branches + people + loop + pages + ticketPages + loopPages + keyPages + downloads

    private static let reading: [AccessRoute] = [
        AccessRoute(method: .get, path: Api.Path.responses, least: .viewer),
        AccessRoute(method: .get, path: Api.Path.responses, query: "?format=csv", least: .viewer),
        AccessRoute(
            method: .post, path: Api.Path.reveal(":id"), subject: .response, body: #"{"reason":"x"}"#, least: .agent),
        AccessRoute(
            method: .delete, path: Api.Path.response(":id"), query: "?reason=x", subject: .response, least: .ops,
            success: [204]),
        AccessRoute(method: .get, path: Api.Path.audit, least: .admin),
        AccessRoute(method: .get, path: Api.Path.scores, query: "?by=branch", least: .viewer),
        AccessRoute(method: .get, path: Api.Path.scores, query: "?by=kiosk", least: .viewer),
        AccessRoute(method: .get, path: Api.Path.ranking, least: .viewer),
        AccessRoute(method: .get, path: Api.Path.funnel, least: .viewer),
        AccessRoute(method: .get, path: Api.Path.reasons, least: .viewer),
        AccessRoute(method: .get, path: Api.Path.comments, least: .viewer),
    ]

    private static let fleet: [AccessRoute] = [
        AccessRoute(
            method: .post, path: Api.Path.enrolTokens, body: #"{"branch":"baku","uses":1,"expires_ms":60000}"#,
            least: .ops, success: [201]),
        AccessRoute(method: .get, path: Api.Path.enrolTokens, least: .viewer),
        AccessRoute(
            method: .delete, path: Api.Path.enrolToken(":id"), subject: .enrolToken, least: .ops, success: [204]),
        AccessRoute(method: .get, path: Api.Path.kiosks, least: .viewer),
        AccessRoute(method: .get, path: Api.Path.kiosk(":id"), subject: .kiosk, least: .viewer),
        AccessRoute(method: .get, path: Api.Path.ledger(ofKiosk: ":id"), subject: .kiosk, least: .viewer),
        AccessRoute(method: .delete, path: Api.Path.kiosk(":id"), subject: .kiosk, least: .admin, success: [204]),
        AccessRoute(
            method: .put, path: Api.Path.branch(ofKiosk: ":id"), subject: .kiosk, body: #"{"branch":"sumqayit"}"#,
            least: .ops),
        AccessRoute(method: .put, path: Api.Path.retirement(":id"), subject: .kiosk, least: .ops, success: [204]),
        AccessRoute(method: .delete, path: Api.Path.retirement(":id"), subject: .kiosk, least: .ops, success: [204]),
        AccessRoute(method: .post, path: Api.Path.rotateAll, least: .admin),
        // None waits to be let in: whoever may decide is told so.
        AccessRoute(
            method: .post, path: Api.Path.kiosk(":id", .approve), subject: .kiosk, least: .ops, success: [404]),
        AccessRoute(
            method: .post, path: Api.Path.kiosk(":id", .reject), subject: .kiosk, least: .ops, success: [404]),
        AccessRoute(method: .post, path: Api.Path.kiosk(":id", .rotate), subject: .kiosk, least: .admin),
        AccessRoute(
            method: .post, path: Api.Path.kiosk(":id", .renewQueue), subject: .kiosk, least: .admin, success: [204]),
    ]

    private static let surveys: [AccessRoute] = [
        AccessRoute(method: .get, path: Api.Path.manifest, least: .viewer),
        AccessRoute(method: .get, path: Api.Path.surveys, least: .viewer),
        // A body that is no publication: whoever may publish is told so, whoever may not is told that instead.
        AccessRoute(method: .post, path: Api.Path.surveys, body: "{}", least: .ops, success: [400]),
        AccessRoute(
            method: .post, path: Api.Path.assignments, body: #"{"survey":"branch-exit","version":1}"#, least: .ops),
        AccessRoute(
            method: .post, path: Api.Path.surveyStates, body: #"{"survey":"branch-exit","state":"closing"}"#,
            least: .ops),
        // Nothing to go back to: whoever may is told so.
        AccessRoute(
            method: .post, path: Api.Path.rollbacks, body: #"{"survey":"branch-exit"}"#, least: .ops, success: [409]),
    ]

    private static let branches: [AccessRoute] = [
        AccessRoute(method: .get, path: Api.Path.branches, least: .viewer),
        AccessRoute(method: .get, path: Api.Path.branch(":id"), subject: .branch, least: .viewer),
        AccessRoute(
            method: .put, path: Api.Path.branch(":id"), subject: .branch, body: #"{"name":"New","time_zone":"UTC"}"#,
            least: .ops),
        AccessRoute(
            method: .put, path: Api.Path.openingHours(":id"), subject: .branch,
            body: #"{"opening_hours":"mon-fri 09:00-18:00"}"#, least: .manager),
        AccessRoute(
            method: .post, path: Api.Path.branchImport,
            body: "id,name,time_zone,region,labels,opening_hours\nlankaran,Lankaran,Asia/Baku,,,\n", least: .ops),
        AccessRoute(method: .get, path: Api.Path.notices, least: .viewer),
        AccessRoute(method: .get, path: Api.Path.noticeKey, least: .viewer),
        AccessRoute(method: .get, path: Api.Path.notice(":id"), subject: .branch, least: .viewer),
        AccessRoute(
            method: .put, path: Api.Path.notice(":id"), subject: .branch,
            body: #"{"text":"A second till.","until":"2025-12-31"}"#, least: .manager),
        // Nothing to withdraw: whoever may is told so.
        AccessRoute(
            method: .delete, path: Api.Path.notice(":id"), subject: .branch, least: .manager, success: [404]),
    ]

    private static let people: [AccessRoute] = [
        AccessRoute(method: .get, path: Api.Path.users, least: .admin),
        AccessRoute(
            method: .post, path: Api.Path.users, body: #"{"name":"rauf","role":"agent","places":["branch:baku"]}"#,
            least: .admin, success: [201]),
        AccessRoute(
            method: .put, path: Api.Path.user(":name"), subject: .user, body: #"{"role":"agent"}"#, least: .admin),
        AccessRoute(method: .delete, path: Api.Path.user(":name"), subject: .user, least: .admin, success: [204]),
        AccessRoute(
            method: .post, path: Api.Path.passwordLink(of: ":name"), subject: .user, least: .admin, success: [201]),
        AccessRoute(method: .get, path: Api.Path.tokens, least: .admin),
        AccessRoute(
            method: .post, path: Api.Path.tokens, body: #"{"label":"ci","role":"viewer"}"#, least: .admin,
            success: [201]),
        AccessRoute(method: .delete, path: Api.Path.token(":id"), subject: .token, least: .admin, success: [204]),
    ]

    /// An order for a ticket, with what it needs; closing comes before reopening.
    private static let orders: [(order: TicketOrder, body: String, form: String)] = TicketOrder.allCases.map { order in
        switch order {
        case .note: (order, #"{"text":"x"}"#, "text=x")
        case .close: (order, #"{"root_cause":"other","action":"x"}"#, "cause=other&action=x")
        default: (order, "{}", "")
        }
    }

    /// Webhooks that are not there, and rules that can be set again and again.
    private static let loop: [AccessRoute] =
        [
            AccessRoute(method: .get, path: Api.Path.webhooks, least: .admin),
            AccessRoute(
                method: .post, path: Api.Path.webhooks,
                body: #"{"url":"https://x.example","events":["ticket.opened"]}"#,
                least: .admin, success: [201]),
            AccessRoute(
                method: .delete, path: Api.Path.webhook(":id"), subject: .webhook, least: .admin, success: [404]),
            AccessRoute(
                method: .post, path: Api.Path.webhookTest(":id"), subject: .webhook, body: "{}", least: .admin,
                success: [404]),
            AccessRoute(method: .get, path: Api.Path.ticketRules, least: .viewer),
            AccessRoute(
                method: .put, path: Api.Path.ticketRules(of: ":survey"), body: #"{"rules":[]}"#, least: .ops,
                success: [404]),
            AccessRoute(method: .delete, path: Api.Path.ticketRules(of: ":survey"), least: .ops, success: [404]),
            AccessRoute(method: .get, path: Api.Path.rootCauses, least: .viewer),
            AccessRoute(
                method: .put, path: Api.Path.rootCauses, body: #"{"causes":[{"id":"a","name":"A"}]}"#, least: .ops),
            AccessRoute(method: .get, path: Api.Path.tickets, least: .viewer),
            AccessRoute(method: .get, path: Api.Path.ticketReport, least: .viewer),
            AccessRoute(method: .get, path: Api.Path.ticket(":id"), subject: .ticket, least: .viewer),
        ]
        + orders.map { order, body, _ in
            AccessRoute(
                method: .post, path: Api.Path.ticket(":id", order), subject: .ticket, body: body, least: .agent,
                success: [200, 400, 409], isAudited: false)
        }

    private static let ticketPages: [AccessRoute] =
        [
            AccessRoute(method: .get, path: TicketsPage.path, least: .viewer, isPage: true),
            AccessRoute(
                method: .get, path: TicketsPage.path + "/:id", subject: .ticket, least: .viewer, isPage: true),
        ]
        + orders.map { order, _, form in
            AccessRoute(
                method: .post, path: "\(TicketsPage.path)/:id/\(order.rawValue)", subject: .ticket, body: form,
                least: .agent, success: [303, 400, 409], isPage: true, isAudited: false)
        }

    /// What opens and what closes a ticket; a rule that the form has not seen as it is now is not changed.
    private static let loopPages: [AccessRoute] = [
        AccessRoute(method: .get, path: TicketReportPage.path, least: .viewer, isPage: true),
        AccessRoute(method: .get, path: TicketRulePages.path, least: .viewer, isPage: true),
        AccessRoute(
            method: .get, path: TicketRulePages.path + "/:id/rule", subject: .survey, least: .ops, isPage: true),
        AccessRoute(
            method: .post, path: TicketRulePages.path + "/:id/rule", subject: .survey,
            body: "name=x&low=on&priority=low&hours=8&minutes=0", least: .ops, success: [303], isPage: true),
        AccessRoute(
            method: .post, path: TicketRulePages.path + "/:id/switch", subject: .survey, body: "number=0", least: .ops,
            success: [409], isPage: true),
        AccessRoute(
            method: .post, path: TicketRulePages.path + "/:id/remove", subject: .survey, body: "number=0", least: .ops,
            success: [409], isPage: true),
        AccessRoute(
            method: .post, path: TicketRulePages.path + "/:id/general", subject: .survey, least: .ops, success: [404],
            isPage: true),
        AccessRoute(method: .get, path: RootCausePages.path, least: .viewer, isPage: true),
        AccessRoute(
            method: .post, path: RootCausePages.path, body: "name=Parking", least: .ops, success: [303, 409],
            isPage: true),
        AccessRoute(
            method: .post, path: RootCausePages.path + "/:id/rename", subject: .cause, body: "name=Else", least: .ops,
            success: [303], isPage: true),
        AccessRoute(
            method: .post, path: RootCausePages.path + "/:id/retire", subject: .cause, least: .ops, success: [303],
            isPage: true),
        AccessRoute(
            method: .post, path: RootCausePages.path + "/:id/offer", subject: .cause, least: .ops, success: [303],
            isPage: true),
    ]

    private static let keyPages: [AccessRoute] = [
        AccessRoute(method: .get, path: TokenPages.path, least: .admin, isPage: true),
        AccessRoute(
            method: .post, path: TokenPages.path, body: "label=ci&role=viewer&places=", least: .admin, isPage: true),
        AccessRoute(
            method: .post, path: TokenPages.path + "/:id/remove", subject: .token, least: .admin, success: [303],
            isPage: true),
        AccessRoute(method: .get, path: WebhookPages.path, least: .admin, isPage: true),
        AccessRoute(
            method: .post, path: WebhookPages.path, body: "url=https://x.example&opened=on&branches=", least: .admin,
            isPage: true),
        AccessRoute(
            method: .post, path: WebhookPages.path + "/:id/test", subject: .webhook, least: .admin, success: [404],
            isPage: true),
        AccessRoute(
            method: .post, path: WebhookPages.path + "/:id/remove", subject: .webhook, least: .admin, success: [404],
            isPage: true),
    ]

    /// What a page shows, as a file.
    private static let downloads: [AccessRoute] =
        [
            "/", "/branches", "/comments", "/surveys", "/fleet", TicketsPage.path, TicketReportPage.path,
            TicketRulePages.path, RootCausePages.path,
        ].map { AccessRoute(method: .get, path: $0, query: "?format=csv", least: .viewer, isPage: true) }
        + [UserPages.path, TokenPages.path, AuditPage.path].map {
            AccessRoute(method: .get, path: $0, query: "?format=csv", least: .admin, isPage: true)
        } + [
            AccessRoute(
                method: .get, path: "/branches/:id", query: "?format=csv", subject: .branch, least: .viewer,
                isPage: true)
        ]

    private static let pages: [AccessRoute] =
        ["/", "/branches", "/comments", "/surveys", "/fleet", "/export/responses.csv"].map {
            AccessRoute(method: .get, path: $0, least: .viewer, isPage: true)
        } + [
            AccessRoute(method: .get, path: "/branches/:id", subject: .branch, least: .viewer, isPage: true),
            AccessRoute(method: .get, path: "/branches/:id/report", subject: .branch, least: .viewer, isPage: true),
            AccessRoute(
                method: .get, path: BranchSettings.path(":id"), subject: .branch, least: .manager, isPage: true),
            AccessRoute(
                method: .post, path: BranchSettings.path(":id"), subject: .branch, body: "hours=mon+09:00-10:00",
                least: .manager, success: [303], isPage: true),
            AccessRoute(method: .get, path: NoticePage.path(":id"), subject: .branch, least: .viewer, isPage: true),
            AccessRoute(
                method: .post, path: NoticePage.path(":id"), subject: .branch,
                body: "text=A+second+till&until=2025-12-31", least: .manager, success: [303], isPage: true),
            AccessRoute(
                method: .post, path: NoticePage.path(":id") + "/withdraw", subject: .branch, least: .manager,
                success: [404], isPage: true),
            AccessRoute(method: .get, path: AuditPage.path, least: .admin, isPage: true),
            AccessRoute(method: .get, path: UserPages.path, least: .admin, isPage: true),
            AccessRoute(
                method: .post, path: UserPages.path, body: "name=rauf&role=agent&email=&places=branch:baku",
                least: .admin, isPage: true),
            AccessRoute(method: .get, path: UserPages.path + "/:name", subject: .user, least: .admin, isPage: true),
            AccessRoute(
                method: .post, path: UserPages.path + "/:name", subject: .user, body: "role=agent", least: .admin,
                success: [303], isPage: true),
            AccessRoute(
                method: .post, path: UserPages.path + "/:name/password-link", subject: .user, least: .admin,
                isPage: true),
            AccessRoute(
                method: .post, path: UserPages.path + "/:name/remove", subject: .user, least: .admin, success: [303],
                isPage: true),
        ]

    /// Streams that go on until their reader leaves; LiveTests tell who hears what.
    static let streams = ["/events"]

    /// Open to anybody, or to whoever knows a secret that is no role: kiosks have their credentials.
    static let open = [
        "/healthz", "/readyz", "/metrics", "/login", "/logout", "/login/once/:token", "/login/password/:token",
        "/assets/", "/device/", ApiDescription.path,
    ]
}

/// Somebody who calls a route.
struct AccessCaller: Sendable, CustomTestStringConvertible {
    let role: Role?
    /// Whether the caller is held to the branch `baku`.
    let isHeld: Bool

    var testDescription: String { "\(role?.rawValue ?? "nobody")\(isHeld ? " of baku" : "")" }
    var places: [ReachPlace] { isHeld ? [.branch("baku")] : [] }

    /// From the least on, so that what one may do has not been done by the time that another may not.
    static let all =
        [AccessCaller(role: nil, isHeld: false)]
        + Role.allCases.flatMap { role in
            (role.takesPlaces ? [true] : []).map { AccessCaller(role: role, isHeld: $0) }
                + [AccessCaller(role: role, isHeld: false)]
        }
}
