import ArgumentParser
import SurveyKit
import WireProtocol

struct AuditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Who revealed, erased or changed what, and why.",
        subcommands: [List.self])

    struct List: OpsAction {
        static let configuration = CommandConfiguration(
            abstract: "Prints the newest entries of the collector's audit log, newest first.",
            discussion: "Needs a token of the role admin.")

        @OptionGroup var ops: OpsCommand
        @Option(help: ArgumentHelp("How many, up to 1000.", valueName: "n")) var limit = 100
        @Option(help: ArgumentHelp("Only entries before this number.", valueName: "n")) var before: Int64?
        @Flag(help: "Print JSON.") var json = false

        func validate() throws {
            guard (1...1_000).contains(limit) else { throw ValidationError("--limit is a number from 1 to 1000.") }
        }

        func run(in session: Session) throws {
            let client = try ops.connection.client(in: session)
            let path = Api.Path.audit + "?limit=\(limit)" + (before.map { "&before=\($0)" } ?? "")
            let answer = try asking { try client.get(path, as: ApiAudit.self) }
            guard !json else { return try session.json(answer) }
            let rows = answer.entries.map { entry in
                [
                    "\(entry.n)", Moment.text(ms: entry.atMS), who(entry), entry.role, entry.action,
                    [entry.kind, entry.subject].compactMap { $0 }.joined(separator: " "), entry.reason,
                ]
            }
            try session.table(
                Table(header: ["N", "TIME", "WHO", "ROLE", "WHAT", "SUBJECT", "REASON"], rows: rows),
                orElse: "Nothing is in the audit log\(before == nil ? " yet" : " before that").")
            if let next = answer.next { session.message("There are older entries: --before \(next) shows them.") }
        }

        /// Labels of tokens need not differ: their hashes do.
        private func who(_ entry: ApiAuditEntry) -> String {
            entry.token.map { "\(entry.who) (token \($0))" } ?? entry.who
        }
    }
}
