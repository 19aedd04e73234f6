import ArgumentParser
import Foundation
import WireProtocol

struct UsersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "users", abstract: "The people who may sign in; needs a token of the role admin.",
        subcommands: [List.self, Add.self, Change.self, PasswordLink.self, Remove.self])

    struct List: OpsAction {
        static let configuration = CommandConfiguration(abstract: "Prints every user.")

        @OptionGroup var ops: OpsCommand
        @Flag(help: "Print JSON.") var json = false

        func run(in session: Session) throws {
            let client = try ops.connection.client(in: session)
            let answer = try asking { try client.get(Api.Path.users, as: ApiUsers.self) }
            guard !json else { return try session.json(answer) }
            let rows = answer.users.map { user in
                [
                    user.name, user.role, PlaceOption.text(user.places), user.email ?? "",
                    user.signedInMS.map(Moment.text) ?? "never", user.disabled ? "disabled" : "",
                ]
            }
            try session.table(
                Table(header: ["NAME", "ROLE", "PLACES", "E-MAIL", "SIGNED IN", "NOTE"], rows: rows),
                orElse: "There is no user yet: add one with smilepost-ops users add.")
        }
    }

    struct Add: OpsAction {
        static let configuration = CommandConfiguration(
            abstract: "Adds a user, and prints the link by which this user chooses a password.",
            discussion: "The link works once, within a day.")

        @OptionGroup var ops: OpsCommand
        @OptionGroup var user: UserArgument
        @Option(help: "viewer, agent, manager, ops or admin.") var role: String
        @Option(help: "Where mails go to.") var email: String?
        @OptionGroup var places: PlaceOption
        @Flag(help: "Print JSON.") var json = false

        func run(in session: Session) throws {
            let client = try ops.connection.client(in: session)
            let wish = ApiUserRequest(name: user.name, role: role, email: email, places: places.place)
            let link = try asking { try client.send(.post, Api.Path.users, wish, as: ApiPasswordLink.self) }
            try session.tell(link, of: client, json: json)
        }
    }

    struct Change: OpsAction {
        static let configuration = CommandConfiguration(
            commandName: "set", abstract: "Changes what a user may do; what is not given stays as it is.",
            discussion: "It counts from the user's next request on. Who may not sign in is signed out at once.")

        @OptionGroup var ops: OpsCommand
        @OptionGroup var user: UserArgument
        @Option(help: "viewer, agent, manager, ops or admin.") var role: String?
        @Option(help: "Where mails go to; empty for nowhere.") var email: String?
        @OptionGroup var places: PlaceOption
        @Flag(help: "Takes all places away: the user sees the whole chain.") var wholeChain = false
        @Flag(inversion: .prefixedEnableDisable, help: "Whether the user may sign in.") var signIn: Bool?

        func validate() throws {
            guard !wholeChain || places.place.isEmpty else {
                throw ValidationError("--whole-chain and --place say opposite things.")
            }
        }

        func run(in session: Session) throws {
            let client = try ops.connection.client(in: session)
            let change = ApiUserChange(
                role: role, email: email, places: wholeChain ? [] : places.place.isEmpty ? nil : places.place,
                disabled: signIn.map { !$0 })
            let answer = try asking { try client.send(.put, Api.Path.user(user.coded), change, as: ApiUser.self) }
            session.message(
                "\(answer.name) is \(answer.role) of \(PlaceOption.text(answer.places))"
                    + (answer.disabled ? ", and may not sign in." : "."))
        }
    }

    struct PasswordLink: OpsAction {
        static let configuration = CommandConfiguration(
            abstract: "Prints a link by which a user chooses a new password, once, within a day.",
            discussion: "An earlier link is over. The old password is good until another one is chosen.")

        @OptionGroup var ops: OpsCommand
        @OptionGroup var user: UserArgument
        @Flag(help: "Print JSON.") var json = false

        func run(in session: Session) throws {
            let client = try ops.connection.client(in: session)
            let path = Api.Path.passwordLink(of: user.coded)
            let link = try asking { try client.send(.post, path, text: "", as: ApiPasswordLink.self) }
            try session.tell(link, of: client, json: json)
        }
    }

    struct Remove: OpsAction {
        static let configuration = CommandConfiguration(
            abstract: "Removes a user and ends all sessions; the audit log keeps the name.")

        @OptionGroup var ops: OpsCommand
        @OptionGroup var user: UserArgument

        func run(in session: Session) throws {
            let client = try ops.connection.client(in: session)
            _ = try asking { try client.send(.delete, Api.Path.user(user.coded)) }
            session.message("\(user.name) may not sign in any more.")
        }
    }
}

/// A user named on the command line.
struct UserArgument: ParsableArguments {
    @Argument(help: "The name to sign in with.") var name: String

    /// For a path: whatever the name is, it stays one part of it.
    var coded: String { name.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "" }

    func validate() throws {
        guard !name.isEmpty else { throw ValidationError("A name has 1 to 64 characters.") }
    }
}

/// `--place`, as often as there are places.
struct PlaceOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Hold to a part of the chain: region:NAME or branch:ID; may be given several times.", valueName: "place"))
    var place: [String] = []

    static func text(_ places: [String]) -> String {
        places.isEmpty ? "the whole chain" : places.joined(separator: ", ")
    }
}

extension Session {
    fileprivate func tell(_ link: ApiPasswordLink, of client: CollectorClient, json isJSON: Bool) throws {
        guard !isJSON else { return try json(link) }
        try data((client.base + link.path).printable() + "\n")
        message("Give it to \(link.user): it is good once, until \(Moment.text(ms: link.expiresAtMS)).")
    }
}
