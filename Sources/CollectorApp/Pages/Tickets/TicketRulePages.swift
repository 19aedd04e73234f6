import CollectorStore
import Foundation
import Hummingbird
import Logging
import SurveyKit
import WireProtocol

/// What opens a ticket: everybody reads the rules, central ops changes them.
struct TicketRulePages: Sendable {
    let collector: Collector

    static let path = Tab.rules.path
    /// What stands for all surveys without rules of their own.
    static let general = "*"

    func add(to pages: RouterGroup<CollectorContext>) {
        pages.get("\(Self.path)", use: list)
        pages.get("\(Self.path)/:id/rule", use: form)
        pages.post("\(Self.path)/:id/rule", use: keep)
        pages.post("\(Self.path)/:id/switch", use: turn)
        pages.post("\(Self.path)/:id/remove", use: remove)
        pages.post("\(Self.path)/:id/general", use: giveUp)
    }

    private var store: CollectorStore { collector.store }

    private struct View {
        let frame: PageFrame
        let formToken: String
        let mayChange: Bool
        let sets: [TicketRuleSetView]
        let csv = "\(TicketRulePages.path)?format=csv"
    }

    private struct FormView {
        let frame: PageFrame
        let formToken: String
        let title: String
        let survey: String
        let path: String
        let version: String
        let rule: TicketRuleFields
    }

    @Sendable
    private func list(_ request: Request, _ context: CollectorContext) async throws -> Response {
        try context.require(.viewer)
        let sets = try await store.ticketRuleSets()
        if context.isCSV(request) { return .csv("ticket-rules", TicketRuleSetView.table(sets)) }
        let labels = try await SurveyLabels.read(store)
        return collector.page(
            "rules",
            View(
                frame: try context.frame("What opens a ticket", .rules, now: collector.now()),
                formToken: context.formToken, mayChange: context.mayChangeLoop,
                sets: sets.map { TicketRuleSetView($0, labels) }))
    }

    /// The form for a rule: the one whose number the address has, else a new one.
    @Sendable
    private func form(_ request: Request, _ context: CollectorContext) async throws -> Response {
        try context.require(.ops)
        let id = context.pathParameter("id")
        guard let set = try await store.ticketRuleSets().first(where: { $0.survey == id }) else {
            throw Problem.noRules(id)
        }
        let number = try request.uri.queryParameters.number("number").map(Int.init)
        let rule = try number.map { number throws(Problem) in try set.rule(number) }
        let survey = try await store.surveyDefinitions().first { $0.id == id }
        let title = SurveyLabels(survey.map { [$0] } ?? []).title(id)
        return collector.page(
            "rule",
            FormView(
                frame: try context.frame("Ticket rule", .rules, now: collector.now()), formToken: context.formToken,
                title: rule == nil ? "A new rule" : "Change a rule",
                survey: id == Self.general ? "all surveys without rules of their own" : title,
                path: "\(Self.path)/\(id)/rule", version: set.version,
                rule: TicketRuleFields(rule, at: number, in: set, of: survey)))
    }

    @Sendable
    private func keep(_ request: Request, _ context: CollectorContext) async throws -> Response {
        let actor = try context.actor(atLeast: .ops)
        let form = try await request.fields(TicketRuleForm.self, context)
        let rule = try form.rule()
        let number = try form.place("number", form.number)
        let place = try form.place("place", form.place)
        return try await change(
            context, by: actor, reason: number.map { "rule \($0 + 1), “\(rule.name)”" } ?? "added “\(rule.name)”"
        ) { set throws(Problem) in
            var rules = set.rules
            if let number {
                try set.require(form.version)
                _ = try set.rule(number)
                rules.remove(at: number)
            }
            rules.insert(rule, at: min(place ?? rules.count, rules.count))
            return rules
        }
    }

    @Sendable
    private func turn(_ request: Request, _ context: CollectorContext) async throws -> Response {
        let actor = try context.actor(atLeast: .ops)
        let form = try await request.fields(TicketRuleForm.self, context)
        let number = try form.place("number", form.number) ?? 0
        let isActive = form.active != nil
        return try await change(
            context, by: actor, reason: "rule \(number + 1) switched \(isActive ? "on" : "off")"
        ) { set throws(Problem) in
            try set.require(form.version)
            var rules = set.rules
            rules[number] = try set.rule(number).with(isActive: isActive)
            return rules
        }
    }

    @Sendable
    private func remove(_ request: Request, _ context: CollectorContext) async throws -> Response {
        let actor = try context.actor(atLeast: .ops)
        let form = try await request.fields(TicketRuleForm.self, context)
        let number = try form.place("number", form.number) ?? 0
        return try await change(context, by: actor, reason: "rule \(number + 1) removed") { set throws(Problem) in
            try set.require(form.version)
            var rules = set.rules
            _ = try set.rule(number)
            rules.remove(at: number)
            return rules
        }
    }

    @Sendable
    private func giveUp(_ request: Request, _ context: CollectorContext) async throws -> Response {
        let actor = try context.actor(atLeast: .ops)
        _ = try await request.fields(TicketRuleForm.self, context)
        let id = context.pathParameter("id")
        guard try await store.removeTicketRules(of: id, by: actor, nowMS: collector.now()) else {
            throw Problem.noRules(id)
        }
        context.logger.notice("ticket rules removed", metadata: ["survey": "\(id)", "by": "\(actor.name)"])
        return .redirect(to: Self.path, type: .normal)
    }

    private func change(
        _ context: CollectorContext, by actor: AuditActor, reason: String,
        _ change: @escaping @Sendable (TicketRuleSet) throws(Problem) -> [TicketRule]
    ) async throws -> Response {
        let id = context.pathParameter("id")
        try await store.changeTicketRules(of: id, by: actor, reason: reason, nowMS: collector.now(), change)
        context.logger.notice("ticket rules changed", metadata: ["survey": "\(id)", "by": "\(actor.name)"])
        return .redirect(to: Self.path, type: .normal)
    }
}

extension TicketRuleSet {
    /// - Throws: `Problem` `not-found`.
    fileprivate func rule(_ number: Int) throws(Problem) -> TicketRule {
        guard rules.indices.contains(number) else {
            throw Problem(
                .notFound, status: 404, title: "No such rule", detail: "There is no rule \(number + 1) here.",
                retry: .afterChange)
        }
        return rules[number]
    }

    /// - Throws: `Problem` `conflict` where the rules are others than those that the form was about.
    fileprivate func require(_ seen: String?) throws(Problem) {
        guard seen == version else {
            throw Problem(
                .conflict, status: 409, title: "Not done",
                detail: "Somebody else changed these rules meanwhile. Go back, load the page again, and look.",
                retry: .afterChange)
        }
    }
}

extension TicketRule {
    fileprivate func with(isActive: Bool) -> TicketRule {
        TicketRule(
            name: name, when: when, anyLow: anyLow, words: words, needsWords: needsWords, priority: priority,
            closeMinutes: closeMinutes, isActive: isActive)
    }
}

extension Problem {
    fileprivate static func noRules(_ survey: String) -> Problem {
        Problem(
            .notFound, status: 404, title: "No rules", detail: "\"\(survey.prefix(64))\" has no rules of its own here.",
            retry: .afterChange)
    }
}
