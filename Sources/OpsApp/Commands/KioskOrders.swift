import ArgumentParser
import WireProtocol

/// A kiosk named on the command line.
struct KioskArgument: ParsableArguments {
    @Argument(help: "The kiosk's id: smilepost-ops kiosks list shows it.") var id: String

    func validate() throws { try KiosksCommand.check(id) }
}

/// A command that asks one thing of the centre about one kiosk, and has nothing to show but that it is done.
protocol KioskOrder: OpsAction {
    var ops: OpsCommand { get }
    var kiosk: KioskArgument { get }
    static func request(_ id: String) -> (method: HTTPRequest.Method, path: String)
    /// What is so now, after "Kiosk <id>".
    static var done: String { get }
}

extension KioskOrder {
    func run(in session: Session) throws {
        let client = try ops.connection.client(in: session)
        let request = Self.request(kiosk.id)
        _ = try asking { try client.send(request.method, request.path) }
        session.message("Kiosk \(kiosk.id) \(Self.done)")
    }
}

extension KiosksCommand {
    struct Approve: KioskOrder {
        static let configuration = CommandConfiguration(
            abstract: "Lets in a kiosk that waits for approval.",
            discussion: "It comes for its credential by itself, within a minute or two.")
        static let done = "is let in; it comes for its credential by itself."

        @OptionGroup var ops: OpsCommand
        @OptionGroup var kiosk: KioskArgument

        static func request(_ id: String) -> (method: HTTPRequest.Method, path: String) {
            (.post, Api.Path.kiosk(id, .approve))
        }
    }

    struct Reject: KioskOrder {
        static let configuration = CommandConfiguration(
            abstract: "Shuts out a kiosk that waits for approval.",
            discussion: "The token stays used; a kiosk that is in already is shut out by revoke.")
        static let done = "is not let in; it keeps what it has collected."

        @OptionGroup var ops: OpsCommand
        @OptionGroup var kiosk: KioskArgument

        static func request(_ id: String) -> (method: HTTPRequest.Method, path: String) {
            (.post, Api.Path.kiosk(id, .reject))
        }
    }

    struct Revoke: KioskOrder {
        static let configuration = CommandConfiguration(
            abstract: "Shuts a kiosk out for good; what it sent is kept.",
            discussion: "It goes on asking and keeps its answers; to take it back, enrol it anew.")
        static let done = "is shut out; what it sent is kept."

        @OptionGroup var ops: OpsCommand
        @OptionGroup var kiosk: KioskArgument

        static func request(_ id: String) -> (method: HTTPRequest.Method, path: String) {
            (.delete, Api.Path.kiosk(id))
        }
    }

    struct Retire: KioskOrder {
        static let configuration = CommandConfiguration(
            abstract: "Takes a kiosk out of service: it asks nobody and keeps what it holds.",
            discussion: """
                It hears of it when it next asks, and comes back after smilepost-ops kiosks unretire; its screen says \
                that it is out of service.
                """)
        static let done = "is out of service from its next contact on; what it holds is kept."

        @OptionGroup var ops: OpsCommand
        @OptionGroup var kiosk: KioskArgument

        static func request(_ id: String) -> (method: HTTPRequest.Method, path: String) {
            (.put, Api.Path.retirement(id))
        }
    }

    struct Unretire: KioskOrder {
        static let configuration = CommandConfiguration(
            abstract: "Takes a retired kiosk back into service.",
            discussion: "It asks about once an hour; smilepost-kiosk sync on it makes it ask now.")
        static let done = "is back in service; it hears of it within an hour."

        @OptionGroup var ops: OpsCommand
        @OptionGroup var kiosk: KioskArgument

        static func request(_ id: String) -> (method: HTTPRequest.Method, path: String) {
            (.delete, Api.Path.retirement(id))
        }
    }

    struct RenewQueue: KioskOrder {
        static let configuration = CommandConfiguration(
            abstract: "Gives a kiosk's new responses a queue of their own: after a clone was suspected.",
            discussion: """
                Whoever comes with a queue that the kiosk has now leaves it as soon as nothing of it waits, so that two \
                devices with one copied disk no longer number their responses alike. What was sent is kept. To give the \
                second device an identity of its own, enrol it with a new token.
                """)
        static let done = "begins a new queue when nothing of the old one waits any more."

        @OptionGroup var ops: OpsCommand
        @OptionGroup var kiosk: KioskArgument

        static func request(_ id: String) -> (method: HTTPRequest.Method, path: String) {
            (.post, Api.Path.kiosk(id, .renewQueue))
        }
    }
}

extension KiosksCommand {
    /// - Throws: `ValidationError` for a text that can be no kiosk's id, and must not become a path.
    static func check(_ id: String) throws {
        let isPlain = id.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 95 }
        guard isPlain, !id.isEmpty, id.utf8.count <= 64 else {
            throw ValidationError("'\(id)' is no id of a kiosk: smilepost-ops kiosks list shows them.")
        }
    }
}
