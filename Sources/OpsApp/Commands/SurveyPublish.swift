import ArgumentParser
import SurveyKit
import WireProtocol

extension SurveyCommand {
    struct Publish: OpsAction {
        static let configuration = CommandConfiguration(
            abstract: "Signs a survey and publishes it: kiosks show it from their next check-in.",
            discussion: """
                Without --branch and --no-assign it runs at every branch that has no survey of its own. The contact key \
                travels with every publication: the one beside the release key, else the one published before. A survey \
                published before is published again where only the contact key is another one.
                """)

        @OptionGroup var ops: OpsCommand
        @Argument(help: "Survey file, - for stdin.") var file: String
        @Option(help: ArgumentHelp("Run it at this branch only; may be given again.", valueName: "id"))
        var branch: [String] = []
        @Flag(help: "Leave what runs where as it is.") var noAssign = false
        @Flag(help: "Print JSON.") var json = false
        @OptionGroup var key: KeyOptions
        @OptionGroup var contactKey: ContactKeyOptions
        @Flag(help: "Take the contact key away: kiosks ask for no contact details any more.") var noContactKey = false
        @OptionGroup var passphrase: PassphraseOptions

        func validate() throws {
            if noAssign, !branch.isEmpty { throw ValidationError("--branch and --no-assign exclude each other.") }
            if noContactKey, contactKey.contactKey != nil {
                throw ValidationError("--contact-key and --no-contact-key exclude each other.")
            }
        }

        func run(in session: Session) throws {
            let survey = try SurveyFile.survey(file, in: session)
            let client = try ops.connection.client(in: session)
            let keyPath = try key.path(in: session)
            let keyFile = try KeyFile(path: keyPath)
            let publisher = try Publisher(
                client: client, survey: survey, publicKey: keyFile.publicKey, contactKey: try choice(beside: keyPath))
            // What the collector would refuse is found before a passphrase is asked for.
            let plan = try asking { try publisher.plan() }
            guard let manifest = plan.manifest else { return try tellUnchanged(publisher, in: session) }
            if case .changeContactKey = plan { try refuseBranches(publisher.entry) }
            warn(of: survey, under: manifest, in: session)
            let privateKey = try keyFile.privateKey(passphrase: try passphrase.passphrase(in: session))
            let published = try asking {
                try publisher.publish(plan, privateKey: privateKey, assign: assignment(under: plan))
            }
            guard !json else { return try session.json(published) }
            try session.data(
                "\(published.survey) \(published.version) \(published.sha256)\n".printable(keepingLines: true))
            session.message("Published with manifest \(published.manifest), \(place(under: plan)).")
            if let key = manifest.contactKey { session.message("Contact details are sealed to contact key \(key.id).") }
        }

        private func choice(beside keyPath: String) throws(OpsFailure) -> ContactKeyChoice {
            guard !noContactKey else { return .remove }
            guard let file = try contactKey.file(beside: keyPath), let key = ContactKey(key: file.publicKey.key) else {
                return .keep
            }
            return contactKey.contactKey == nil ? .found(key, path: contactKey.path(beside: keyPath)) : .named(key)
        }

        /// A question that nobody will be asked is no fault of the survey, and must not go unnoticed.
        private func warn(of survey: Survey, under manifest: Manifest, in session: Session) {
            let questions = survey.contactQuestions
            guard manifest.contactKey == nil, !questions.isEmpty else { return }
            session.message(
                "Warning: no contact key is published, so that kiosks skip \(questions.joined(separator: ", ")). "
                    + "Make one with \(KeyKind.contact.maker), and publish this file again.")
        }

        private func assignment(under plan: Publisher.Plan) -> ApiAssignment? {
            guard case .publish = plan, !noAssign else { return nil }
            return ApiAssignment(all: branch.isEmpty, branches: branch)
        }

        private func place(under plan: Publisher.Plan) -> String {
            if case .changeContactKey = plan { return "for its contact key; surveys and what runs where are as before" }
            if noAssign { return "what runs where is as it was" }
            return branch.isEmpty
                ? "for every branch without a survey of its own" : "for " + branch.joined(separator: ", ")
        }

        /// The same bytes again are no error, so that a script may run twice.
        private func tellUnchanged(_ publisher: Publisher, in session: Session) throws {
            let entry = publisher.entry
            try refuseBranches(entry)
            if json {
                try session.json(entry)
            } else {
                try session.data("\(entry.survey) \(entry.version) \(entry.sha256)\n")
            }
            session.message("It was published before with the same content: nothing was changed.")
        }

        private func refuseBranches(_ entry: Manifest.Entry) throws(OpsFailure) {
            guard branch.isEmpty else {
                throw OpsFailure(
                    .badData,
                    "\(entry.survey) version \(entry.version) is published already: have it run there with "
                        + "smilepost-ops survey assign \(entry.survey) --version \(entry.version) --branch BRANCH")
            }
        }
    }
}
