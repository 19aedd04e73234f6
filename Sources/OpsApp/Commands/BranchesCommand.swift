import ArgumentParser
import Foundation
import WireProtocol

struct BranchesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "branches", abstract: "The branches that kiosks stand in.",
        subcommands: [List.self, Show.self, Add.self, Change.self, Import.self])

    struct List: OpsAction {
        static let configuration = CommandConfiguration(abstract: "Prints every branch within reach of the token.")

        @OptionGroup var ops: OpsCommand
        @Flag(help: "Print JSON.") var json = false

        func run(in session: Session) throws {
            let client = try ops.connection.client(in: session)
            let answer = try asking { try client.get(Api.Path.branches, as: ApiBranches.self) }
            guard !json else { return try session.json(answer) }
            let rows = answer.branches.map { branch in
                [
                    branch.id, branch.name, branch.timeZone, branch.region, branch.labels.joined(separator: ", "),
                    branch.openingHours ?? "",
                ]
            }
            try session.table(
                Table(header: ["ID", "NAME", "TIME ZONE", "REGION", "LABELS", "OPENING HOURS"], rows: rows),
                orElse: "There is no branch yet: add one with smilepost-ops branches add.")
        }
    }

    struct Show: OpsAction {
        static let configuration = CommandConfiguration(abstract: "Prints one branch.")

        @OptionGroup var ops: OpsCommand
        @OptionGroup var branch: BranchArgument
        @Flag(help: "Print JSON.") var json = false

        func run(in session: Session) throws {
            let client = try ops.connection.client(in: session)
            let answer = try asking { try client.get(Api.Path.branch(branch.id), as: BranchInfo.self) }
            guard !json else { return try session.json(answer) }
            try session.facts([
                ("id", answer.id), ("name", answer.name), ("time zone", answer.timeZone), ("region", answer.region),
                ("labels", answer.labels.joined(separator: ", ")),
                ("opening hours", answer.openingHours ?? "not known: counts as always open"),
            ])
        }
    }

    struct Add: OpsAction {
        static let configuration = CommandConfiguration(
            abstract: "Adds a branch, or changes the name and time zone of one.")

        @OptionGroup var ops: OpsCommand
        @OptionGroup var branch: BranchArgument
        @Option(help: "Name for people.") var name: String
        @Option(help: "IANA name, such as Asia/Baku.") var timeZone: String
        @OptionGroup var details: BranchDetails

        func run(in session: Session) throws {
            let client = try ops.connection.client(in: session)
            let change = ApiBranchChange(
                name: name, timeZone: timeZone, region: details.region, labels: details.labels,
                openingHours: details.openingHours)
            let answer = try asking { try client.send(.put, Api.Path.branch(branch.id), change, as: BranchInfo.self) }
            session.message("Branch \(answer.id) is “\(answer.name)”, in \(answer.timeZone).")
        }
    }

    struct Change: OpsAction {
        static let configuration = CommandConfiguration(
            commandName: "set", abstract: "Changes a branch; what is not given stays as it is.",
            discussion: """
                Opening hours alone can be set by the manager of the branch. They are written as \
                "mon-fri 09:00-13:00, 14:00-18:00; sat 10:00-16:00", in the branch's time.
                """)

        @OptionGroup var ops: OpsCommand
        @OptionGroup var branch: BranchArgument
        @Option(help: "Name for people.") var name: String?
        @Option(help: "IANA name, such as Asia/Baku.") var timeZone: String?
        @OptionGroup var details: BranchDetails

        func run(in session: Session) throws {
            let client = try ops.connection.client(in: session)
            let answer = try asking { try isHoursAlone ? setHours(client) : setAll(client) }
            session.message("Branch \(answer.id) is changed.")
        }

        private var isHoursAlone: Bool {
            name == nil && timeZone == nil && details.region == nil && details.labels == nil
                && details.openingHours != nil
        }

        private func setHours(_ client: CollectorClient) throws -> BranchInfo {
            let hours = ApiOpeningHours(openingHours: details.openingHours ?? "")
            return try client.send(.put, Api.Path.openingHours(branch.id), hours, as: BranchInfo.self)
        }

        private func setAll(_ client: CollectorClient) throws -> BranchInfo {
            let old = try client.get(Api.Path.branch(branch.id), as: BranchInfo.self)
            let change = ApiBranchChange(
                name: name ?? old.name, timeZone: timeZone ?? old.timeZone, region: details.region,
                labels: details.labels, openingHours: details.openingHours)
            return try client.send(.put, Api.Path.branch(branch.id), change, as: BranchInfo.self)
        }
    }

    struct Import: OpsAction {
        static let configuration = CommandConfiguration(
            abstract: "Adds and changes branches by a CSV file, all or none.",
            discussion: """
                The columns are id, name, time_zone, region, labels and opening_hours, in any order; labels are separated \
                by semicolons. Where the file has faults, each is told with its line, and nothing is stored. Branches that \
                the file does not name stay as they are.
                """)

        @OptionGroup var ops: OpsCommand
        @Argument(help: "The file; - for stdin.") var file: String
        @Flag(help: "Only say what would be added and changed.") var dryRun = false
        @Flag(help: "Print JSON.") var json = false

        func run(in session: Session) throws {
            let client = try ops.connection.client(in: session)
            let text = try InputFile.text(of: file, in: session)
            let path = Api.Path.branchImport + (dryRun ? "?dry_run=true" : "")
            let answer = try asking {
                try client.send(.post, path, text: text, type: Api.MediaType.csv, as: ApiBranchImport.self)
            }
            guard !json else { return try session.json(answer) }
            let rows = answer.added.map { [$0, "new"] } + answer.changed.map { [$0, "changed"] }
            try session.table(Table(header: ["ID", "WHAT"], rows: rows), orElse: "All branches are so already.")
            session.message(
                "\(answer.added.count) new, \(answer.changed.count) changed, \(answer.unchanged) as before"
                    + (answer.dryRun ? "; nothing is stored." : "."))
        }
    }
}

/// A branch named on the command line.
struct BranchArgument: ParsableArguments {
    @Argument(help: "Id: a to z, 0 to 9 and hyphens, at most 64.") var id: String

    func validate() throws {
        let isPlain = id.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
        guard isPlain, (1...64).contains(id.utf8.count) else {
            throw ValidationError("'\(id)' is no id of a branch: use a to z, 0 to 9 and hyphens, at most 64.")
        }
    }
}

/// What a branch has beside its name and time zone; what is not given stays as it is.
struct BranchDetails: ParsableArguments {
    @Option(help: "Part of the chain; empty for none.") var region: String?
    @Option(help: "May be given several times; empty for none.") var label: [String] = []
    @Option(help: "Such as \"mon-fri 09:00-18:00; sat 10:00-16:00\"; empty for not known.") var openingHours: String?

    /// Nil where none was given.
    var labels: [String]? { label.isEmpty ? nil : label.filter { !$0.isEmpty } }
}
