import ArgumentParser
import WireProtocol

struct WebhooksCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "webhooks", abstract: "Programs that are told of new responses and of tickets.",
        subcommands: [List.self, Add.self, Test.self, Remove.self])

    struct List: OpsAction {
        static let configuration = CommandConfiguration(
            abstract: "Prints every webhook, what waits for it and how the last try went; and the e-mails.")

        @OptionGroup var ops: OpsCommand
        @Flag(help: "Print JSON.") var json = false

        func run(in session: Session) throws {
            let client = try ops.connection.client(in: session)
            let answer = try asking { try client.get(Api.Path.webhooks, as: ApiWebhooks.self) }
            guard !json else { return try session.json(answer) }
            let header = ["ID", "URL", "EVENTS", "BRANCHES", "WAITING", "REFUSED", "DELIVERED", "LAST ERROR"]
            try session.table(
                Table(header: header, rows: answer.webhooks.map(Self.row)),
                orElse: "There is no webhook yet: add one with smilepost-ops webhooks add.")
            session.message(Self.words(answer.mail))
        }

        private static func row(_ hook: ApiWebhook) -> [String] {
            let error = (hook.isPaused ? "paused: " : "") + (hook.lastError ?? (hook.isPaused ? "" : "-"))
            return [
                hook.id, hook.url, hook.events.map(\.rawValue).joined(separator: ", "),
                hook.branches?.joined(separator: ", ") ?? "all", "\(hook.waiting)", "\(hook.refused)",
                hook.deliveredMS.map(Moment.text) ?? "never", error,
            ]
        }

        private static func words(_ mail: ApiMailStatus) -> String {
            guard mail.isOn else { return "E-mail is off: [mail] in the collector's collector.conf switches it on." }
            return "E-mail: \(mail.waiting) waiting, \(mail.refused) refused"
                + (mail.lastError.map { "; last error: \($0)" } ?? "") + "."
        }
    }

    struct Add: OpsAction {
        static let configuration = CommandConfiguration(
            abstract: "Adds a webhook and prints the secret of its signatures, this once.",
            discussion: "docs/webhooks.md says what it is sent and how to verify that.")

        @OptionGroup var ops: OpsCommand
        @Argument(help: "https, or http to the collector's own machine.") var url: String
        @Option(
            help: ArgumentHelp(
                "What it is told; may be given several times. Without it: all.",
                valueName: Webhook.Event.allCases.filter { $0 != .ping }.map(\.rawValue).joined(separator: "|")))
        var event: [String] = []
        @Option(help: "Only of this branch; may be given several times.") var branch: [String] = []
        @Flag(help: "Print JSON.") var json = false

        private var events: [Webhook.Event]? {
            let known = event.compactMap(Webhook.Event.init).filter { $0 != .ping }
            guard !event.isEmpty else { return Webhook.Event.allCases.filter { $0 != .ping } }
            return known.count == event.count ? known : nil
        }

        func validate() throws {
            guard events != nil else {
                throw ValidationError("--event must be response.created, ticket.opened or ticket.changed.")
            }
        }

        func run(in session: Session) throws {
            let client = try ops.connection.client(in: session)
            let wish = ApiWebhookWish(url: url, events: events ?? [], branches: branch.isEmpty ? nil : branch)
            let made = try asking { try client.send(.post, Api.Path.webhooks, wish, as: ApiWebhookSecret.self) }
            guard !json else { return try session.json(made) }
            try session.data(made.secret.printable() + "\n")
            session.message("Webhook \(made.id) is told what happens from now on; its secret is not shown again.")
        }
    }

    struct Test: OpsAction {
        static let configuration = CommandConfiguration(
            abstract: "Sends a ping to a webhook at once; where it goes well, a paused one goes on.")

        @OptionGroup var ops: OpsCommand
        @OptionGroup var webhook: WebhookArgument

        func run(in session: Session) throws {
            let client = try ops.connection.client(in: session)
            let id = webhook.id
            let path = Api.Path.webhookTest(id)
            let answer = try asking { try client.send(.post, path, [String: String](), as: ApiWebhookTest.self) }
            guard answer.isDelivered else {
                throw OpsFailure(.failed, "webhook \(id) was not reached: \(answer.error ?? "no reason was told")")
            }
            session.message("Webhook \(id) took the ping.")
        }
    }

    struct Remove: OpsAction {
        static let configuration = CommandConfiguration(abstract: "Ends a webhook, with all that waits for it.")

        @OptionGroup var ops: OpsCommand
        @OptionGroup var webhook: WebhookArgument

        func run(in session: Session) throws {
            let client = try ops.connection.client(in: session)
            _ = try asking { try client.send(.delete, Api.Path.webhook(webhook.id)) }
            session.message("Webhook \(webhook.id) is told nothing any more.")
        }
    }
}

/// A webhook named on the command line.
struct WebhookArgument: ParsableArguments {
    @Argument(help: "The webhook's id: smilepost-ops webhooks list shows it.") var id: String

    func validate() throws {
        guard id.wholeMatch(of: /w_[0-9a-f]{32}/) != nil else {
            throw ValidationError("'\(id)' is no id of a webhook: smilepost-ops webhooks list shows them.")
        }
    }
}
