import ArgumentParser
import WireProtocol

extension SurveyCommand {
    struct Publish: OpsAction {
        static let configuration = CommandConfiguration(
            abstract: "Signs a survey and publishes it: kiosks show it from their next check-in.",
            discussion: "Without --branch and --no-assign it runs at every branch that has no survey of its own.")

        @OptionGroup var ops: OpsCommand
        @Argument(help: "Survey file, - for stdin.") var file: String
        @Option(help: ArgumentHelp("Run it at this branch only; may be given again.", valueName: "id"))
        var branch: [String] = []
        @Flag(help: "Leave what runs where as it is.") var noAssign = false
        @Flag(help: "Print JSON.") var json = false
        @OptionGroup var key: KeyOptions
        @OptionGroup var passphrase: PassphraseOptions

        func validate() throws {
            if noAssign, !branch.isEmpty { throw ValidationError("--branch and --no-assign exclude each other.") }
        }

        func run(in session: Session) throws {
            let survey = try SurveyFile.survey(file, in: session)
            let client = try ops.connection.client(in: session)
            let keyFile = try KeyFile(path: try key.path(in: session))
            let publisher = try Publisher(client: client, survey: survey, publicKey: keyFile.publicKey)
            // What the collector would refuse is found before a passphrase is asked for.
            let plan = try asking { try publisher.plan() }
            guard case .publish = plan else { return try tellUnchanged(publisher, in: session) }
            let privateKey = try keyFile.privateKey(passphrase: try passphrase.passphrase(in: session))
            let published = try asking {
                try publisher.publish(plan, privateKey: privateKey, assign: assignment)
            }
            guard !json else { return try session.json(published) }
            try session.data(
                "\(published.survey) \(published.version) \(published.sha256)\n".printable(keepingLines: true))
            session.message("Published with manifest \(published.manifest), \(place).")
        }

        private var assignment: ApiAssignment? {
            noAssign ? nil : ApiAssignment(all: branch.isEmpty, branches: branch)
        }

        private var place: String {
            if noAssign { return "what runs where is as it was" }
            return branch.isEmpty
                ? "for every branch without a survey of its own" : "for " + branch.joined(separator: ", ")
        }

        /// The same bytes again are no error, so that a script may run twice.
        private func tellUnchanged(_ publisher: Publisher, in session: Session) throws {
            let entry = publisher.entry
            guard branch.isEmpty else {
                throw OpsFailure(
                    .badData,
                    "\(entry.survey) version \(entry.version) is published already: have it run there with "
                        + "smilepost-ops survey assign \(entry.survey) --version \(entry.version) --branch BRANCH")
            }
            if json {
                try session.json(entry)
            } else {
                try session.data("\(entry.survey) \(entry.version) \(entry.sha256)\n")
            }
            session.message("It was published before with the same content: nothing was changed.")
        }
    }
}
