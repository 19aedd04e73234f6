import ArgumentParser
import Foundation
import SurveyKit
import WireProtocol

struct TicketRulesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ticket-rules", abstract: "What opens a ticket.", subcommands: [List.self, Set.self])

    struct List: OpsAction {
        static let configuration = CommandConfiguration(
            abstract: "Prints the rules of every survey that has some; * holds for all others.")

        @OptionGroup var ops: OpsCommand
        @Flag(help: "Print JSON, as `set` takes it for one survey.") var json = false

        func run(in session: Session) throws {
            let client = try ops.connection.client(in: session)
            let answer = try asking { try client.get(Api.Path.ticketRules, as: ApiTicketRules.self) }
            guard !json else { return try session.json(answer) }
            let rows = answer.rules.sorted { $0.key < $1.key }.flatMap { survey, rules in
                rules.isEmpty
                    ? [[survey, "-", "opens no tickets", "-", "-", "-"]]
                    : rules.enumerated().map { Self.row(survey, $0 + 1, $1) }
            }
            try session.table(
                Table(header: ["SURVEY", "NO", "NAME", "WHEN", "PRIORITY", "CLOSE IN"], rows: rows), orElse: "")
        }

        private static func row(_ survey: String, _ number: Int, _ rule: TicketRule) -> [String] {
            let conditions =
                (rule.when.map { [$0] } ?? []) + (rule.anyLow ? ["any low score"] : [])
                + (rule.words.isEmpty ? [] : ["a word of \(rule.words.count)"])
                + (rule.needsWords ? ["a comment or contact"] : [])
            return [
                survey, "\(number)", rule.name + (rule.isActive ? "" : " (off)"), conditions.joined(separator: " and "),
                rule.priority.rawValue, "\(rule.closeMinutes) min",
            ]
        }
    }

    struct Set: OpsAction {
        static let configuration = CommandConfiguration(
            abstract: "Replaces the rules of a survey.",
            discussion: """
                The file is JSON: {"rules":[{"name":"Rude","when":"visit <= 2","words":["rude"],"priority":"high",\
                "close_minutes":480}]}. Every condition that is given has to hold: when (as show_if), any_low, words, \
                needs_words. The first rule that matches opens the ticket; an empty list opens none.
                """)

        @OptionGroup var ops: OpsCommand
        @Argument(help: "The survey's id; * for all without rules of their own.") var survey: String
        @Argument(help: "A file, or - for stdin.") var file: String?
        @Flag(help: "As at first: no rules of its own.") var remove = false

        func validate() throws {
            guard survey == "*" || survey.isSlug else {
                throw ValidationError("'\(survey)' is no id of a survey.")
            }
            guard (file != nil) != remove else { throw ValidationError("Give a file of rules, or --remove.") }
        }

        func run(in session: Session) throws {
            let client = try ops.connection.client(in: session)
            let path = Api.Path.ticketRules(of: survey == "*" ? "%2A" : survey)
            guard let file else {
                _ = try asking { try client.send(.delete, path) }
                return session.message("\(survey) has no rules of its own any more.")
            }
            let text = try InputFile.text(of: file, in: session)
            guard let list = try? JSONDecoder().decode(ApiTicketRuleList.self, from: Data(text.utf8)) else {
                throw OpsFailure(.badData, "\(file) is no list of rules: smilepost-ops ticket-rules set --help has one")
            }
            let now = try asking { try client.send(.put, path, list, as: ApiTicketRuleList.self) }
            session.message("\(survey) has \(now.rules.count) \(now.rules.count == 1 ? "rule" : "rules") now.")
        }
    }
}
