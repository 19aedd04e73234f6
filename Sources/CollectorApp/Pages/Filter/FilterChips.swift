import CollectorStore
import SurveyKit
import WireProtocol

/// What there is to choose from, for somebody with this reach.
struct FilterChoices: Sendable {
    let regions: [String]
    let surveys: [(survey: String, version: Int)]
    let services: [String]
    let languages: [String]

    static func read(_ store: CollectorStore, reach: Reach) async throws -> FilterChoices {
        let branches = try await store.branches(in: reach)
        let editions = try await store.countedEditions(in: reach)
        return FilterChoices(
            regions: Set(branches.map(\.region)).subtracting([""]).sorted(),
            surveys: editions.versions, services: editions.services, languages: editions.languages)
    }
}

/// A filter as a menu of links: it needs no script, and each choice has an address.
struct ChipView: Sendable {
    let label: String
    /// Said after the label, less loud.
    let detail: String?
    let options: [Option]

    struct Option: Sendable {
        let label: String
        let link: String
        let isChosen: Bool
    }

    init(_ label: String, detail: String? = nil, _ options: [Option]) {
        self.label = label
        self.detail = detail
        self.options = options
    }
}

/// The row of filters above a page.
struct FilterView: Sendable {
    let period: ChipView
    /// For the form with two dates.
    let path: String
    let from: String
    let to: String
    let kept: [(name: String, value: String)]
    let chips: [ChipView]
    /// What is left out or was counted in on demand.
    let leftOut: [LeftOutView]
    let csv: String

    init(
        _ query: PageQuery, path: String, choices: FilterChoices, today: LocalDay, leftOut: LeftOutCounts,
        hasRegion: Bool = true
    ) {
        let days = query.days(today: today)
        self.path = path
        period = Self.periods(query, path, days)
        from = days.lowerBound.iso
        to = days.upperBound.iso
        kept = [
            ("region", query.region), ("survey", query.survey), ("version", query.version.map(String.init)),
            ("service", query.service), ("language", query.language), ("weekday", query.weekday.map(String.init)),
            ("suspect", query.withSuspect ? "include" : nil), ("uncertain", query.withUncertain ? "include" : nil),
        ].compactMap { name, value in value.map { (name, $0) } }
        chips = [
            hasRegion ? Self.regions(query, path, choices) : nil, Self.surveys(query, path, choices),
            Self.services(query, path, choices), Self.languages(query, path, choices), Self.weekdays(query, path),
        ].compactMap(\.self)
        self.leftOut = [
            LeftOutView(suspect: leftOut.suspect, query, path),
            LeftOutView(uncertain: leftOut.uncertain, query, path),
        ].compactMap(\.self)
        csv = Self.csv(query, path)
    }

    /// For what is counted in days and branches, not in responses.
    init(_ query: PageQuery, path: String, branches: [BranchInfo], today: LocalDay) {
        let days = query.days(today: today)
        self.path = path
        period = Self.periods(query, path, days)
        from = days.lowerBound.iso
        to = days.upperBound.iso
        kept = [("region", query.region), ("branch", query.branch)].compactMap { name, value in
            value.map { (name, $0) }
        }
        let regions = Set(branches.map(\.region)).subtracting([""]).sorted()
        let names = branches.filter { query.region == nil || $0.region == query.region }
        chips = [
            regions.isEmpty && query.region == nil
                ? nil
                : Self.list(query.region, "All regions", regions, name: { $0 }) { region in
                    query.with {
                        $0.region = region; $0.branch = nil
                    }.link(path)
                },
            Self.list(
                query.branch, "All branches", names.map(\.id),
                name: { id in branches.first { $0.id == id }?.name ?? id }
            ) { branch in query.with { $0.branch = branch }.link(path) },
        ].compactMap(\.self)
        leftOut = []
        csv = Self.csv(query, path)
    }

    /// All of it, whichever page of a long list is looked at.
    private static func csv(_ query: PageQuery, _ path: String) -> String {
        query.with { _ in }.link(path, format: "csv")
    }

    private static func periods(_ query: PageQuery, _ path: String, _ days: ClosedRange<LocalDay>) -> ChipView {
        let options = PageQuery.presets.map { count in
            ChipView.Option(
                label: periodName(count), link: query.with { $0.period = .last(count) }.link(path),
                isChosen: query.period == .last(count))
        }
        var label = "Dates"
        if case .last(let count) = query.period { label = periodName(count) }
        return ChipView(label, detail: Words.dates(days), options)
    }

    static func periodName(_ days: Int) -> String {
        switch days {
        case 1: "Today"
        case 365: "Last 12 months"
        default: "Last \(days) days"
        }
    }

    private static func regions(_ query: PageQuery, _ path: String, _ choices: FilterChoices) -> ChipView? {
        guard !choices.regions.isEmpty || query.region != nil else { return nil }
        let all = ChipView.Option(
            label: "All regions", link: query.with { $0.region = nil }.link(path), isChosen: query.region == nil)
        return ChipView(
            query.region ?? "All regions",
            [all]
                + choices.regions.map { region in
                    ChipView.Option(
                        label: region, link: query.with { $0.region = region }.link(path),
                        isChosen: query.region == region)
                })
    }

    private static func surveys(_ query: PageQuery, _ path: String, _ choices: FilterChoices) -> ChipView? {
        guard choices.surveys.count > 1 || query.survey != nil else { return nil }
        var options = [
            ChipView.Option(
                label: "All surveys",
                link: query.with {
                    $0.survey = nil; $0.version = nil
                }.link(path),
                isChosen: query.survey == nil)
        ]
        for (survey, versions) in Dictionary(grouping: choices.surveys, by: \.survey).sorted(by: { $0.key < $1.key }) {
            let choose = { (version: Int?) in
                query.with {
                    $0.survey = survey; $0.version = version
                }.link(path)
            }
            options.append(
                ChipView.Option(
                    label: survey, link: choose(nil), isChosen: query.survey == survey && query.version == nil))
            guard versions.count > 1 else { continue }
            options += versions.map { edition in
                ChipView.Option(
                    label: "\(survey) v\(edition.version)", link: choose(edition.version),
                    isChosen: query.survey == survey && query.version == edition.version)
            }
        }
        let label = query.survey.map { $0 + (query.version.map { " v\($0)" } ?? "") }
        return ChipView(label ?? "All surveys", options)
    }

    private static func services(_ query: PageQuery, _ path: String, _ choices: FilterChoices) -> ChipView? {
        guard choices.services.count > 1 || query.service != nil else { return nil }
        return list(query.service, "All services", choices.services, name: { $0 }) { service in
            query.with { $0.service = service }.link(path)
        }
    }

    private static func languages(_ query: PageQuery, _ path: String, _ choices: FilterChoices) -> ChipView? {
        guard choices.languages.count > 1 || query.language != nil else { return nil }
        return list(query.language, "All languages", choices.languages, name: Words.language) { language in
            query.with { $0.language = language }.link(path)
        }
    }

    private static func weekdays(_ query: PageQuery, _ path: String) -> ChipView {
        let chosen = query.weekday.map { Words.weekdays[$0 - 1] }
        return list(chosen, "Every day", Words.weekdays, name: { $0 }) { name in
            let day = name.flatMap(Words.weekdays.firstIndex).map { $0 + 1 }
            return query.with { $0.weekday = day }.link(path)
        }
    }

    private static func list(
        _ chosen: String?, _ all: String, _ values: [String], name: (String) -> String, link: (String?) -> String
    ) -> ChipView {
        ChipView(
            chosen.map(name) ?? all,
            [ChipView.Option(label: all, link: link(nil), isChosen: chosen == nil)]
                + values.map { ChipView.Option(label: name($0), link: link($0), isChosen: chosen == $0) })
    }
}
