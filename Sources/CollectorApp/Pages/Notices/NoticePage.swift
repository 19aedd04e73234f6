import CollectorStore
import Foundation
import HTTPTypes
import Hummingbird
import SurveyKit
import WireProtocol

/// "You said, we did": what a branch says on its thank-you screens, who has it, and the form for its manager.
struct NoticePage: Sendable {
    let collector: Collector

    static func path(_ branch: String) -> String { "/branches/\(branch)/you-said" }

    /// Days that the form proposes.
    private static let usualDays = 28

    func add(to pages: RouterGroup<CollectorContext>) {
        pages.get("\(Self.path(":id"))", use: show)
        pages.post("\(Self.path(":id"))", use: publish)
        pages.post("\(Self.path(":id"))/withdraw", use: withdraw)
    }

    private struct View: Sendable {
        let frame: PageFrame
        let formToken: String
        let path: String
        let branch: String
        let branchLink: String
        let up: UpView?
        /// The newest notice is withdrawn, over or not believed, or there was none.
        let isSilent: Bool
        /// Kiosks believe another notice key than the one that signed the newest notice.
        let isUnbelieved: Bool
        let kiosks: [KioskRow]
        let hasKiosks: Bool
        let history: [HistoryRow]
        let hasHistory: Bool
        let mayChange: Bool
        /// Kiosks believe this collector's notices.
        let isAllowed: Bool
        let languages: [LanguageField]
        let hasLanguages: Bool
        let limit: Int
        let earliest: String
        let latest: String
        let proposed: String
    }

    /// What the screens are to show now.
    struct UpView: Sendable {
        let text: String
        let texts: [Translation]
        let until: String
        let by: String
        /// Of the branch's kiosks, those that have it: `2 of 3 kiosks`.
        let reached: String

        /// Nil where nothing is.
        init?(_ told: ApiBranchNotices) {
            guard let notice = told.notices.first, notice.state == .up, let text = notice.text, let until = notice.until
            else { return nil }
            self.text = text
            texts = Translation.all(notice)
            self.until = LocalDay(iso: until).map { Words.date($0) } ?? until
            by = notice.by
            let kiosks = Words.count(Int64(told.kiosks.count), "kiosk", "kiosks")
            reached = "\(Words.count(Int64(told.kiosks.count(where: \.hasIt)))) of \(kiosks)"
        }
    }

    struct Translation: Sendable {
        let code: String
        let language: String
        let text: String

        static func all(_ notice: ApiNotice) -> [Translation] {
            (notice.texts ?? [:]).sorted { $0.key < $1.key }.map {
                Translation(code: $0.key, language: Words.language($0.key), text: $0.value)
            }
        }
    }

    struct KioskRow: Sendable {
        let name: String
        let hasIt: Bool
        let seen: String
    }

    struct HistoryRow: Sendable {
        let moment: String
        let who: String
        let what: String
        let text: String?
        let texts: [Translation]
    }

    struct LanguageField: Sendable {
        let code: String
        let name: String
    }

    private struct Form: SessionForm {
        var form: String?
        var text: String?
        /// By language, `texts[az]`; the empty ones are none.
        var texts: [String: String]?
        var until: String?

        var words: Notice.Words { ApiNoticeWish(text: text ?? "", texts: texts, until: until ?? "").words }
    }

    @Sendable
    private func show(_ request: Request, _ context: CollectorContext) async throws -> Response {
        try context.require(.viewer)
        let (store, now) = (collector.store, collector.now())
        let id = context.pathParameter("id")
        let told = try await store.notices(of: id, in: context.reach, nowMS: now)
        guard let branch = try await store.branch(id: id, in: context.reach) else { throw Problem.noBranch(id) }
        let up = UpView(told)
        let zone = TimeZone(identifier: branch.timeZone) ?? .gmt
        let today = LocalHour(ms: now, in: zone).day
        let (key, allowed) = (collector.noticeSigner?.key, try await store.allowedNoticeKey())
        let languages = Self.languages(try await store.surveyDefinitions())
        return collector.page(
            "notice",
            View(
                frame: try context.frame("You said, we did · \(branch.name)", .branches, now: now),
                formToken: context.principal?.formToken ?? "", path: Self.path(id), branch: branch.name,
                branchLink: "/branches/\(id)", up: up, isSilent: up == nil,
                isUnbelieved: told.notices.first?.state == .unbelieved,
                kiosks: told.kiosks.map { Self.row($0, now: now) }, hasKiosks: !told.kiosks.isEmpty,
                history: told.notices.map { Self.row($0, zone: branch.timeZone) }, hasHistory: !told.notices.isEmpty,
                mayChange: (context.principal?.role ?? .viewer) >= .manager,
                isAllowed: key != nil && allowed == key,
                languages: languages, hasLanguages: !languages.isEmpty, limit: Notice.maximumCharacters,
                earliest: today.iso, latest: (today + Notice.maximumDays).iso,
                proposed: (today + Self.usualDays).iso))
    }

    @Sendable
    private func publish(_ request: Request, _ context: CollectorContext) async throws -> Response {
        try context.require(.manager)
        let form = try await request.fields(Form.self, context)
        try await NoticeRoutes(collector: collector).publish(form.words, context)
        return .redirect(to: Self.path(context.pathParameter("id")), type: .normal)
    }

    @Sendable
    private func withdraw(_ request: Request, _ context: CollectorContext) async throws -> Response {
        try context.require(.manager)
        _ = try await request.fields(Form.self, context)
        try await NoticeRoutes(collector: collector).withdraw(context)
        return .redirect(to: Self.path(context.pathParameter("id")), type: .normal)
    }

    /// The languages that customers may choose, without the first one of each survey, which the one sentence is in.
    private static func languages(_ surveys: [Survey]) -> [LanguageField] {
        var newestVersions: [String: Survey] = [:]
        for survey in surveys where newestVersions[survey.id] == nil { newestVersions[survey.id] = survey }
        let further = Set(newestVersions.values.flatMap { $0.languages.dropFirst() })
        let first = Set(newestVersions.values.map(\.defaultLanguage))
        return further.subtracting(first.count == 1 ? first : []).sorted().map {
            LanguageField(code: $0, name: Words.language($0))
        }
    }

    private static func row(_ kiosk: ApiBranchNotices.Kiosk, now: Int64) -> KioskRow {
        KioskRow(
            name: kiosk.name, hasIt: kiosk.hasIt, seen: kiosk.lastContactMS.map { Words.ago($0, now: now) } ?? "never")
    }

    private static func row(_ notice: ApiNotice, zone: String) -> HistoryRow {
        let until = notice.until.map { day in LocalDay(iso: day).map { Words.date($0) } ?? day }
        return HistoryRow(
            moment: Words.moment(notice.issuedMS, zone: zone), who: notice.by,
            what: until.map { "published until \($0)" } ?? "withdrew it", text: notice.text,
            texts: Translation.all(notice))
    }
}
