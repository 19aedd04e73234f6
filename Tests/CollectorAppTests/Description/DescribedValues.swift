import CollectorStore
import Foundation
import SurveyKit
import TestSupport
import WireProtocol

/// Values of the API's types with every field set, by the name of their schema in `openapi.yaml`: what real answers
/// seldom have, and what is sent.
enum DescribedValues {
    static let all: [(schema: String, value: any Encodable & Sendable)] = answers + requests

    private static let response = ApiResponse(
        id: Examples.responseID(1), kiosk: "k_1", branch: "baku", survey: "branch-exit", version: 1, completion: .left,
        language: "en", occurredMS: 1, receivedMS: 2, seq: 1,
        answers: ["a": .score(1), "b": .text("x"), "c": .options(["x"]), "d": .sealed(key: "00")],
        skips: ["e": .noKey], suspect: .fast, occurredErrMS: 1, time: .uncertain, deleted: ["comments"])

    private static let kiosk = ApiKiosk(
        id: "k_1", name: "exit", branch: "baku", lastContactMS: 1, created: 1, ledger: 1, pending: 0, dead: 0, lost: 0,
        survey: SurveyReport(id: "branch-exit", version: 1, sha256: "00"),
        refused: [Refusal(survey: "branch-exit", version: 1, code: "wrong-hash")], app: "1.0.0", revoked: true,
        retired: true, labels: ["x"], cloneSuspected: ["x"], rotating: true,
        activation: ActivationReport(
            isPending: true, previous: SurveyName(survey: "branch-exit", version: 1),
            failed: [.init(survey: "branch-exit", version: 2, why: "crashed")], isStale: true))

    private static let fault = ApiQueueLedger.Fault(first: 1, last: 2, seenMS: 3, clearedMS: 4)

    private static let queue = ApiQueueLedger(
        queue: Examples.queueID().hex, books: .init(created: 2, pending: 0, dead: 0, lost: 0), ledger: 2, durableSeq: 2,
        keptFrom: 1, anchor: .init(created: 2, head: "00", atMS: 1), waiting: [[1, 2]], missing: [[1, 2]],
        declared: [DeclaredRange(first: 1, last: 1, reason: "lost", sha256: "00")], gaps: [fault], forks: [fault],
        altered: [fault], rewound: [fault])

    private static let ticket = ApiTicket(
        ticket: 1, branch: "baku", response: Examples.responseID(1), survey: "branch-exit", rule: "Unhappy",
        priority: .high, owner: "leyla", state: .closed, openedMS: 1, dueMS: 2, isOverdue: false, closedMS: 3,
        rootCause: "queue", action: "x")

    private static let notice = ApiNotice(
        branch: "baku", issuedMS: 1, state: .up,
        words: Notice.Words(text: "x", texts: ["az": "y"], until: "2026-12-31"), by: "leyla")

    private static let scores: ApiScoreSet = {
        let score = Score(value: 1, interval: 0...2, n: 3)
        return ApiScoreSet(
            responses: 3, completed: score, sli: score, csat: score, nps: score, ces: score, cesEasy: score,
            happyIndex: score)
    }()

    private static let answers: [(schema: String, value: any Encodable & Sendable)] = [
        ("Response", response),
        (
            "Kiosks",
            ApiKiosks(
                kiosks: [kiosk],
                waiting: [
                    ApiWaitingKiosk(
                        id: "k_2", name: "door", branch: "baku", hostname: "host", app: "1.0.0", askedMS: 1,
                        decision: "approved")
                ])
        ),
        ("Ledger", ApiLedger(kiosk: "k_1", name: "exit", branch: "baku", queues: [queue])),
        ("Tickets", ApiTickets(tickets: [ticket], next: "0.1.1")),
        (
            "TicketDetail",
            ApiTicketDetail(
                ticket: ticket, answer: response,
                history: TicketHistory.What.allCases.map {
                    ApiTicketChange(atMS: 1, who: "leyla", what: $0.rawValue, detail: "x")
                })
        ),
        (
            "TicketReport",
            ApiTicketReport(
                closed: 1, medianMS: 1, p90MS: 1, branches: [.init(branch: "baku", open: 1, overdue: 0)],
                causes: [.init(cause: "queue", name: "Queue", closed: 1, cameBack: 0)])
        ),
        (
            "Reasons",
            ApiReasons(
                from: "2026-11-20", to: "2026-11-26",
                options: [
                    .init(
                        survey: "branch-exit", question: "reason", option: "queue", low: 1, lowOf: 1, middle: 0,
                        middleOf: 0, high: 0, highOf: 0)
                ])
        ),
        (
            "Ranking",
            ApiRanking(
                from: "2026-11-20", to: "2026-11-26",
                branches: [
                    .init(branch: "baku", name: "Baku", region: "East", standing: "above", change: 1, scores: scores)
                ])
        ),
        (
            "Comments",
            ApiComments(
                comments: [
                    .init(
                        response: Examples.responseID(1).hex, text: "x", question: "comment", branch: "baku",
                        kiosk: "k_1", survey: "branch-exit", language: "en", occurredMS: 1, kind: "smiley", score: 1)
                ], next: "1.1")
        ),
        (
            "Published",
            ApiPublished(survey: "branch-exit", version: 1, sha256: String(repeating: "0", count: 64), manifest: 1)
        ),
        (
            "Branch",
            BranchInfo(
                id: "baku", name: "Baku", timeZone: "Asia/Baku", region: "East", labels: ["mall"],
                openingHours: "mon 09:00-18:00")
        ),
        ("Notices", ApiNotices(notices: [.init(notice: notice, kiosks: 2, have: 1)])),
        (
            "BranchNotices",
            ApiBranchNotices(
                notices: [notice], kiosks: [.init(kiosk: "k_1", name: "exit", hasIt: true, lastContactMS: 1)])
        ),
        (
            "Users",
            ApiUsers(users: [
                ApiUser(
                    name: "leyla", role: "agent", email: "leyla@example.org", places: ["branch:baku"], createdMS: 1,
                    disabled: false, signedInMS: 2)
            ])
        ),
        (
            "AccessTokens",
            ApiAccessTokens(tokens: [
                ApiAccessToken(
                    id: "0123456789ab", label: "ci", role: "viewer", places: ["region:East"], createdMS: 1, usedMS: 2)
            ])
        ),
        (
            "Audit",
            ApiAudit(
                entries: [
                    ApiAuditEntry(
                        n: 1, atMS: 1, who: "ci", token: "0123456789ab", role: "ops", action: "erasure",
                        kind: "response", subject: "x", reason: "y")
                ], next: 1)
        ),
        (
            "Webhooks",
            ApiWebhooks(
                webhooks: [
                    ApiWebhook(
                        id: "w_1", url: "https://x.example", events: [.ticketOpened], branches: ["baku"], waiting: 1,
                        refused: 0, deliveredMS: 1, lastError: "x", lastErrorMS: 2, isPaused: true)
                ], mail: ApiMailStatus(isOn: true, waiting: 0, refused: 0, lastError: "x"))
        ),
        ("WebhookTest", ApiWebhookTest(isDelivered: false, error: "x")),
    ]

    private static let requests: [(schema: String, value: any Encodable & Sendable)] = [
        ("RevealRequest", ApiRevealRequest(reason: "x")),
        ("TicketTake", ApiTicketOrder(owner: "leyla")),
        ("TicketNote", ApiTicketOrder(text: "x")),
        ("TicketMove", ApiTicketOrder(state: .waiting)),
        ("TicketClose", ApiTicketOrder(rootCause: "queue", action: "x")),
        ("TicketReopen", ApiTicketOrder(text: "x")),
        (
            "TicketRuleList",
            ApiTicketRuleList(rules: [
                TicketRule(
                    name: "x", when: "visit <= 2", anyLow: true, words: ["x"], needsWords: true, priority: .low,
                    closeMinutes: 60, isActive: false)
            ])
        ),
        ("RootCauses", ApiRootCauses(causes: [.init(id: "queue", name: "Queue")])),
        ("KioskMove", ApiKioskMove(branch: "baku")),
        (
            "EnrolTokenRequest",
            ApiTokenRequest(branch: "baku", uses: 1, expiresMS: 60_000, labels: ["x"], approve: true)
        ),
        (
            "Publication",
            ApiPublication(
                manifest: Envelope(
                    type: Envelope.manifestType, payload: Data([1]),
                    signatures: [.init(key: "00", signature: Data([1]))]), blob: Data([1]),
                releaseKey: PublicKey(key: Data(count: 32)), assign: ApiAssignment(all: true, branches: ["baku"]))
        ),
        ("Assignment", ApiAssign(survey: "branch-exit", version: 1, branch: "baku", kiosk: "k_1")),
        ("SurveyOffer", ApiSurveyState(survey: "branch-exit", version: 1, state: .closing)),
        ("Rollback", ApiRollback(survey: "branch-exit", branch: "baku", kiosk: "k_1")),
        (
            "BranchChange",
            ApiBranchChange(
                name: "Baku", timeZone: "Asia/Baku", region: "East", labels: ["mall"], openingHours: "mon 09:00-18:00")
        ),
        ("OpeningHoursChange", ApiOpeningHours(openingHours: "mon 09:00-18:00")),
        ("NoticeRequest", ApiNoticeWish(text: "x", texts: ["az": "y"], until: "2026-12-31")),
        ("UserRequest", ApiUserRequest(name: "leyla", role: "agent", email: "", places: ["branch:baku"])),
        ("UserChange", ApiUserChange(role: "agent", email: "", places: [], disabled: true)),
        ("AccessTokenRequest", ApiAccessTokenRequest(label: "ci", role: "viewer", places: ["branch:baku"])),
        (
            "WebhookRequest",
            ApiWebhookWish(url: "https://x.example", events: [.responseCreated], branches: ["baku"])
        ),
    ]
}
