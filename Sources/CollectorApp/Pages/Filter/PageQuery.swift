import CollectorStore
import Foundation
import Hummingbird
import SurveyKit
import WireProtocol

/// What of the responses a page shows, as its address says it: whoever has the address sees the same.
struct PageQuery: Equatable, Sendable {
    enum Period: Equatable, Sendable {
        /// So many days up to today.
        case last(Int)
        case days(ClosedRange<LocalDay>)
    }

    /// What the period's menu offers, in days.
    static let presets = [1, 7, 28, 90, 365]
    /// The longest period.
    static let mostDays = 1_100

    var period = Period.last(7)
    var region: String?
    /// Of pages that are not about one branch by their path.
    var branch: String?
    var survey: String?
    var version: Int?
    var question: String?
    var service: String?
    var language: String?
    /// 1 for Monday to 7 for Sunday.
    var weekday: Int?
    var leaning: Leaning?
    var withSuspect = false
    var withUncertain = false
    /// Of a long list, from 1.
    var page = 1
    /// Where a list goes on that has no page numbers.
    var after: String?

    init() {}

    /// - Throws: `Problem` `bad-request` naming the first value that can't be.
    init(_ request: Request) throws(Problem) {
        let query = request.uri.queryParameters
        let text = { (name: Substring) in query[name].map(String.init).flatMap { $0.isEmpty ? nil : $0 } }
        period = try Self.period(days: text("days"), from: text("from"), to: text("to"))
        region = text("region")?.precomposedStringWithCanonicalMapping
        branch = text("branch")
        survey = text("survey")
        version = try Self.number(text("version"), "version", 1...1_000_000)
        question = text("question")
        service = text("service")
        language = text("language")
        weekday = try Self.number(text("weekday"), "weekday", 1...7)
        leaning = try Self.leaning(text("score"))
        withSuspect = try Self.isIncluded(text("suspect"), "suspect")
        withUncertain = try Self.isIncluded(text("uncertain"), "uncertain")
        page = try Self.number(text("page"), "page", 1...100_000) ?? 1
        after = text("after")
    }

    private static func period(days: String?, from: String?, to: String?) throws(Problem) -> Period {
        if let days = try number(days, "days", 1...mostDays) { return .last(days) }
        guard from != nil || to != nil else { return .last(7) }
        guard let first = from.flatMap(LocalDay.init(iso:)), let last = to.flatMap(LocalDay.init(iso:)), first <= last
        else {
            throw .badField("\"from\" and \"to\" must both be dates such as 2026-11-20, the first not after the last.")
        }
        guard last.number - first.number < mostDays else {
            throw .badField("A period has \(mostDays) days at most; choose a shorter one.")
        }
        return .days(first...last)
    }

    private static func number(
        _ text: String?, _ name: String, _ range: ClosedRange<Int>
    ) throws(Problem) -> Int? {
        guard let text else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw .badField("\"\(name)\" must be a number from \(range.lowerBound) to \(range.upperBound).")
        }
        return number
    }

    private static func leaning(_ text: String?) throws(Problem) -> Leaning? {
        guard let text else { return nil }
        guard let leaning = Leaning.allCases.first(where: { $0.word == text }) else {
            throw .badField("\"score\" must be low, middle or high.")
        }
        return leaning
    }

    private static func isIncluded(_ text: String?, _ name: String) throws(Problem) -> Bool {
        guard text == nil || text == "include" else { throw .badField("\"\(name)\" can only be \"include\".") }
        return text != nil
    }
}

extension PageQuery {
    /// The dates that are meant when it is `today`.
    func days(today: LocalDay) -> ClosedRange<LocalDay> {
        switch period {
        case .last(let count): (today - (count - 1))...today
        case .days(let days): days
        }
    }

    func filter(today: LocalDay) -> ScoreFilter {
        var filter = ScoreFilter(days: days(today: today))
        filter.region = region
        filter.survey = survey
        filter.version = version
        filter.question = question
        filter.service = service
        filter.language = language
        filter.weekday = weekday
        filter.withSuspect = withSuspect
        filter.withUncertain = withUncertain
        return filter
    }

    /// An address with what differs from the default.
    func link(_ path: String, format: String? = nil) -> String {
        var items: [(String, String?)] = []
        switch period {
        case .last(7): break
        case .last(let days): items.append(("days", "\(days)"))
        case .days(let days): items += [("from", days.lowerBound.iso), ("to", days.upperBound.iso)]
        }
        items += [
            ("region", region), ("branch", branch), ("survey", survey), ("version", version.map(String.init)),
            ("question", question),
            ("service", service), ("language", language), ("weekday", weekday.map(String.init)),
            ("score", leaning?.word), ("suspect", withSuspect ? "include" : nil),
            ("uncertain", withUncertain ? "include" : nil), ("page", page > 1 ? "\(page)" : nil), ("after", after),
            ("format", format),
        ]
        return path + AddressQuery.text(items.map { (name: $0.0, value: $0.1) })
    }

    /// The address of a branch's page, where regions are not asked for.
    func link(toBranch id: String) -> String { with { $0.region = nil }.link("/branches/\(id)") }

    /// The same with something changed, from its first page on.
    func with(_ change: (inout PageQuery) -> Void) -> PageQuery {
        var query = self
        query.page = 1
        query.after = nil
        change(&query)
        return query
    }
}

extension Leaning {
    /// As addresses and the API say it.
    var word: String {
        switch self {
        case .low: "low"
        case .middle: "middle"
        case .high: "high"
        }
    }
}
