import ArgumentParser
import WireProtocol

extension OpsAction {
    /// Runs `ask` and turns the collector's no into the command's end.
    func asking<Answer>(_ ask: () throws -> Answer) throws -> Answer {
        do { return try ask() } catch let refusal as CollectorRefusal { throw refusal.failure }
    }
}

struct KiosksCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kiosks", abstract: "The kiosks of the fleet.",
        subcommands: [
            List.self, Show.self, Audit.self, Approve.self, Reject.self, Revoke.self, Rotate.self, RenewQueue.self,
            Retire.self, Unretire.self, Move.self,
        ])

    struct List: OpsAction {
        static let configuration = CommandConfiguration(
            abstract: "Prints every kiosk, its books and what it shows.",
            discussion: """
                CREATED, PENDING, DEAD and LOST are the kiosk's own counts at its last contact; LEDGER is how many of \
                its responses the collector holds. A survey is new until an interview was completed with it, or the kiosk \
                was well and idle with it for 15 minutes; one that a kiosk gave up is noted with the reason.
                """)

        @OptionGroup var ops: OpsCommand
        @Flag(help: "Print JSON.") var json = false

        private static let header = [
            "ID", "NAME", "BRANCH", "LAST CONTACT", "CREATED", "LEDGER", "PENDING", "DEAD", "LOST", "SURVEY", "APP",
            "NOTE",
        ]

        func run(in session: Session) throws {
            let client = try ops.connection.client(in: session)
            let answer = try asking { try client.get(Api.Path.kiosks, as: ApiKiosks.self) }
            guard !json else { return try session.json(answer) }
            try session.table(
                Table(
                    header: Self.header, rows: answer.kiosks.map(Self.row) + (answer.waiting ?? []).map(Self.row)),
                orElse: "No kiosk is enrolled yet: make a token with smilepost-ops enroll-token create.")
        }

        private static func row(_ kiosk: ApiKiosk) -> [String] {
            let counts = [kiosk.created, kiosk.ledger, kiosk.pending, kiosk.dead, kiosk.lost].map { "\($0)" }
            let isNew = kiosk.activation?.isPending == true
            let survey = kiosk.survey.map { "\($0.id) \($0.version)" + (isNew ? " (new)" : "") } ?? "-"
            let contact = kiosk.lastContactMS.map(Moment.text) ?? "never"
            return [kiosk.id, kiosk.name, kiosk.branch, contact] + counts + [survey, kiosk.app, kiosk.note]
        }

        private static func row(_ kiosk: ApiWaitingKiosk) -> [String] {
            let note = kiosk.decision ?? "waits for approval"
            return [kiosk.id, kiosk.name, kiosk.branch, "never"] + Array(repeating: "-", count: 6) + [kiosk.app, note]
        }
    }
}

extension ApiKiosk {
    /// What an operator should know of it, in a few words.
    var note: String {
        let signs = cloneSuspected ?? []
        let words =
            (revoked ? ["revoked"] : []) + (retired == true ? ["retired"] : [])
            + (signs.isEmpty ? [] : ["clone suspected"])
            + (rotating == true ? ["credential being rotated"] : [])
        let refusals = refused.map { "refused \($0.survey) \($0.version): \($0.code)" }
        let failures = (activation?.failed ?? []).map { "gave up \($0.survey) \($0.version): \($0.why)" }
        let stale = activation?.isStale == true ? ["stale-manifest"] : []
        return (words + refusals + failures + stale).joined(separator: ", ")
    }
}
