import ArgumentParser
import WireProtocol

extension KiosksCommand {
    struct Rotate: OpsAction {
        static let configuration = CommandConfiguration(
            abstract: "Gives a kiosk, or all of them, a fresh credential.",
            discussion: """
                Each asks for it at its next check-in, over the line it has; the one before ends when the fresh one is \
                first used. Nobody needs to go there.
                """)

        @OptionGroup var ops: OpsCommand
        @Argument(help: "The kiosk's id; left out with --all.") var id: String?
        @Flag(help: "Every kiosk in use.") var all = false

        func validate() throws {
            guard (id != nil) != all else { throw ValidationError("Give one kiosk's id, or --all.") }
            if let id { try KiosksCommand.check(id) }
        }

        func run(in session: Session) throws {
            let client = try ops.connection.client(in: session)
            let path = id.map { Api.Path.kiosk($0, .rotate) } ?? Api.Path.rotateAll
            let ordered = try asking { try client.send(.post, path, [String: String](), as: ApiOrdered.self) }
            session.message(
                "\(ordered.kiosks) \(ordered.kiosks == 1 ? "kiosk takes" : "kiosks take") a fresh credential at the "
                    + "next check-in.")
        }
    }
}
