import ArgumentParser
import WireProtocol

extension KiosksCommand {
    struct Show: OpsAction {
        static let configuration = CommandConfiguration(abstract: "Prints all that the centre knows of one kiosk.")

        @OptionGroup var ops: OpsCommand
        @OptionGroup var kiosk: KioskArgument
        @Flag(help: "Print JSON.") var json = false

        func run(in session: Session) throws {
            let client = try ops.connection.client(in: session)
            let answer = try asking { try client.get(Api.Path.kiosk(kiosk.id), as: ApiKiosk.self) }
            guard !json else { return try session.json(answer) }
            try session.facts(Self.facts(answer))
        }

        private static func facts(_ kiosk: ApiKiosk) -> [(String, String)] {
            let survey = kiosk.survey.map { "\($0.id) \($0.version)" } ?? "none yet"
            let account =
                "\(kiosk.created) created, \(kiosk.ledger) here, \(kiosk.pending) pending, \(kiosk.dead) dead, "
                + "\(kiosk.lost) lost"
            return [
                ("id", kiosk.id), ("name", kiosk.name), ("branch", kiosk.branch),
                ("labels", (kiosk.labels ?? []).joined(separator: ", ")),
                ("last contact", kiosk.lastContactMS.map(Moment.text) ?? "never"), ("responses", account),
                ("survey", survey), ("app", kiosk.app), ("note", kiosk.note),
                ("clone suspected", (kiosk.cloneSuspected ?? []).map(Self.words).joined(separator: "; ")),
            ]
        }

        /// A sign of a clone, in words; one of a newer collector as it is.
        private static func words(_ sign: String) -> String {
            switch sign {
            case "two-keys": "two device keys came with one queue"
            case "alternating-boots": "two machines check in by turns"
            case "foreign-queue": "it brought another kiosk's queue"
            case "forks": "one number of its queue was given to two answers"
            default: sign
            }
        }
    }
}
