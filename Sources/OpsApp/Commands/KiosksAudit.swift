import ArgumentParser
import WireProtocol

extension KiosksCommand {
    struct Audit: OpsAction {
        static let configuration = CommandConfiguration(
            abstract: "Says of each kiosk whether every answer that it made is at the centre.",
            discussion: """
                Every check-in tells how many lines a kiosk has made and the hash of the newest; every line names the \
                one before it. So a line that was deleted or altered on the way, up to the last check-in, is found and \
                named here by its number. Exit code 0: every kiosk is whole or waiting; 1: somebody should look.
                """)

        @OptionGroup var ops: OpsCommand
        @Argument(help: "Ids of kiosks; all of them where none is given.") var ids: [String] = []
        @Flag(help: "Print JSON: each kiosk's ledger as the collector tells it.") var json = false

        func validate() throws {
            for id in ids { try KiosksCommand.check(id) }
        }

        func run(in session: Session) throws {
            let client = try ops.connection.client(in: session)
            let ledgers = try asking {
                let all = ids.isEmpty ? try client.get(Api.Path.kiosks, as: ApiKiosks.self).kiosks.map(\.id) : ids
                return try all.map { try client.get(Api.Path.ledger(ofKiosk: $0), as: ApiLedger.self) }
            }
            if json {
                try session.json(Ledgers(kiosks: ledgers))
            } else {
                let rows = ledgers.map { [$0.kiosk, $0.name, $0.branch, $0.verdict.words] }
                try session.table(
                    Table(header: ["ID", "NAME", "BRANCH", "VERDICT"], rows: rows),
                    orElse: "No kiosk is enrolled yet: make a token with smilepost-ops enroll-token create.")
            }
            guard ledgers.allSatisfy(\.verdict.isWell) else { throw ExitCode(OpsFailure.Code.failed.rawValue) }
        }

        private struct Ledgers: Encodable {
            let kiosks: [ApiLedger]
        }
    }
}
