import ArgumentParser
import Foundation
import WireProtocol

struct YouSaidCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "you-said", abstract: "\"You said, we did\": what a branch says on its thank-you screens.",
        subcommands: [List.self, Publish.self, Withdraw.self, Allow.self, Forbid.self])

    struct List: OpsAction {
        static let configuration = CommandConfiguration(
            abstract: "Prints the newest sentence of every branch, or all of one branch.")

        @OptionGroup var ops: OpsCommand
        @Option(help: "All of this branch, newest first, and which kiosks have the newest.") var branch: String?
        @Flag(help: "Print JSON.") var json = false

        func validate() throws {
            guard branch.map({ $0.wholeMatch(of: /[a-z0-9-]{1,64}/) != nil }) ?? true else {
                throw ValidationError("'\(branch ?? "")' is no id of a branch.")
            }
        }

        func run(in session: Session) throws {
            let client = try ops.connection.client(in: session)
            guard let branch else { return try listAll(client, in: session) }
            let answer = try asking { try client.get(Api.Path.notice(branch), as: ApiBranchNotices.self) }
            guard !json else { return try session.json(answer) }
            let rows = answer.notices.map { [Moment.text(ms: $0.issuedMS)] + Self.cells($0) }
            try session.table(
                Table(header: ["ISSUED", "STATE", "UNTIL", "BY", "TEXT"], rows: rows),
                orElse: "Branch \(branch) has said nothing yet.")
            guard !answer.notices.isEmpty else { return }
            session.message(Self.words(answer.kiosks))
        }

        private func listAll(_ client: CollectorClient, in session: Session) throws {
            let answer = try asking { try client.get(Api.Path.notices, as: ApiNotices.self) }
            guard !json else { return try session.json(answer) }
            let rows = answer.notices.map { entry in
                [entry.notice.branch, "\(entry.have) of \(entry.kiosks)"] + Self.cells(entry.notice)
            }
            try session.table(
                Table(header: ["BRANCH", "KIOSKS", "STATE", "UNTIL", "BY", "TEXT"], rows: rows),
                orElse: "No branch has said anything yet: smilepost-ops you-said publish.")
        }

        private static func cells(_ notice: ApiNotice) -> [String] {
            let texts = (notice.texts ?? [:]).sorted { $0.key < $1.key }.map { " [\($0.key)] \($0.value)" }
            return [
                notice.state.rawValue, notice.until ?? "-", notice.by, (notice.text ?? "-") + texts.joined(),
            ]
        }

        private static func words(_ kiosks: [ApiBranchNotices.Kiosk]) -> String {
            guard !kiosks.isEmpty else { return "No kiosk in use stands there." }
            let parts = [("The newest is on", true), ("not yet on", false)].compactMap { word, hasIt -> String? in
                let names = kiosks.filter { $0.hasIt == hasIt }.map { "\($0.name) (\($0.kiosk))" }
                return names.isEmpty ? nil : "\(word) \(names.joined(separator: ", "))"
            }
            let words = parts.joined(separator: "; ")
            return words.prefix(1).uppercased() + words.dropFirst() + "."
        }
    }

    struct Publish: OpsAction {
        static let configuration = CommandConfiguration(
            abstract: "Has the kiosks of a branch say a sentence on their thank-you screens, in place of any before.",
            discussion: """
                Everybody in the branch reads it: no names, and none of a customer's own words. Kiosks show it from their \
                next check-in to the end of the last day, in the time of the branch.
                """)

        @OptionGroup var ops: OpsCommand
        @OptionGroup var branch: BranchArgument
        @Argument(help: "One sentence, \(Notice.maximumCharacters) characters at most.") var text: String
        @Option(help: ArgumentHelp("The last day, such as 2026-12-31.", valueName: "day")) var until: String
        @Option(
            name: .customLong("in"),
            help: ArgumentHelp("The sentence in another language; may be given again.", valueName: "language=sentence"))
        var translations: [String] = []
        @Flag(help: "Print JSON.") var json = false

        private var wish: ApiNoticeWish? {
            var texts: [String: String] = [:]
            for translation in translations {
                let parts = translation.split(separator: "=", maxSplits: 1).map(String.init)
                guard parts.count == 2, texts.updateValue(parts[1], forKey: parts[0]) == nil else { return nil }
            }
            return ApiNoticeWish(text: text, texts: texts.isEmpty ? nil : texts, until: until)
        }

        func validate() throws {
            guard let wish else {
                throw ValidationError("--in must be a language and a sentence, each language once: az=…")
            }
            let faults = wish.words.faults
            guard faults.isEmpty else { throw ValidationError(faults.joined(separator: " ")) }
        }

        func run(in session: Session) throws {
            guard let wish else { return }
            let client = try ops.connection.client(in: session)
            let path = Api.Path.notice(branch.id)
            let notice = try asking { try client.send(.put, path, wish, as: ApiNotice.self) }
            guard !json else { return try session.json(notice) }
            session.message("The kiosks of \(branch.id) say it from their next check-in to the end of \(until).")
        }
    }

    struct Withdraw: OpsAction {
        static let configuration = CommandConfiguration(
            abstract: "Takes a branch's sentence back: its kiosks say nothing from their next check-in on.")

        @OptionGroup var ops: OpsCommand
        @OptionGroup var branch: BranchArgument

        func run(in session: Session) throws {
            let client = try ops.connection.client(in: session)
            _ = try asking { try client.send(.delete, Api.Path.notice(branch.id)) }
            session.message("The kiosks of \(branch.id) say nothing from their next check-in on.")
        }
    }
}
