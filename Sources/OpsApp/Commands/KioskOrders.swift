import ArgumentParser
import WireProtocol

/// A kiosk named on the command line.
struct KioskArgument: ParsableArguments {
    @Argument(help: "The kiosk's id: smilepost-ops kiosks list shows it.") var id: String

    func validate() throws { try KiosksCommand.check(id) }
}

extension KiosksCommand {
    struct Approve: OpsAction {
        static let configuration = CommandConfiguration(
            abstract: "Lets in a kiosk that waits for approval.",
            discussion: "It comes for its credential by itself, within a minute or two.")

        @OptionGroup var ops: OpsCommand
        @OptionGroup var kiosk: KioskArgument

        func run(in session: Session) throws {
            let client = try ops.connection.client(in: session)
            _ = try asking { try client.send(.post, Api.Path.kiosk(kiosk.id, .approve)) }
            session.message("Kiosk \(kiosk.id) is let in; it comes for its credential by itself.")
        }
    }

    struct Reject: OpsAction {
        static let configuration = CommandConfiguration(
            abstract: "Shuts out a kiosk that waits for approval.",
            discussion: "The token stays used; a kiosk that is in already is shut out by revoke.")

        @OptionGroup var ops: OpsCommand
        @OptionGroup var kiosk: KioskArgument

        func run(in session: Session) throws {
            let client = try ops.connection.client(in: session)
            _ = try asking { try client.send(.post, Api.Path.kiosk(kiosk.id, .reject)) }
            session.message("Kiosk \(kiosk.id) is not let in; it keeps what it has collected.")
        }
    }

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

    struct RenewQueue: OpsAction {
        static let configuration = CommandConfiguration(
            abstract: "Gives a kiosk's new responses a queue of their own: after a clone was suspected.",
            discussion: """
                Whoever comes with a queue that the kiosk has now leaves it as soon as nothing of it waits, so that two \
                devices with one copied disk no longer number their responses alike. What was sent is kept. To give the \
                second device an identity of its own, enrol it with a new token.
                """)

        @OptionGroup var ops: OpsCommand
        @OptionGroup var kiosk: KioskArgument

        func run(in session: Session) throws {
            let client = try ops.connection.client(in: session)
            _ = try asking { try client.send(.post, Api.Path.kiosk(kiosk.id, .renewQueue)) }
            session.message("Kiosk \(kiosk.id) begins a new queue when nothing of the old one waits any more.")
        }
    }
}
