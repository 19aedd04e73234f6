import ArgumentParser
import Foundation
import WireProtocol

struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Takes data out of the collector.", subcommands: [Responses.self])

    struct Responses: OpsAction {
        static let configuration = CommandConfiguration(
            abstract: "Prints all responses of a span of time.",
            discussion: """
                A response belongs to the time of its first answer. A day alone is its midnight in UTC; --from is \
                included and --to is not.
                """)

        enum Format: String, ExpressibleByArgument, CaseIterable { case csv, ndjson }

        @OptionGroup var ops: OpsCommand
        @Option(help: ArgumentHelp("YYYY-MM-DD or a time of RFC 3339.", valueName: "time")) var from: String?
        @Option(help: ArgumentHelp("YYYY-MM-DD or a time of RFC 3339.", valueName: "time")) var to: String?
        @Option(help: "csv has one column a question, ndjson one JSON object a line.") var format = Format.csv

        func validate() throws {
            for (name, text) in [("--from", from), ("--to", to)] {
                guard let text, Moment.ms(from: text) == nil else { continue }
                throw ValidationError(
                    "\(name) '\(text)' is no time: write it as 2026-01-31 or 2026-01-31T08:00:00+04:00.")
            }
            if let start = from.flatMap(Moment.ms), let end = to.flatMap(Moment.ms), start >= end {
                throw ValidationError("--from must be before --to.")
            }
        }

        func run(in session: Session) throws {
            let client = try ops.connection.client(in: session)
            var cursor: String?
            repeat {
                let page = try asking { try client.send(.get, path(after: cursor)) }
                try write(page.body, in: session)
                let next = page.header(Api.Header.next)
                guard next == nil || next != cursor else {
                    throw OpsFailure(
                        .unavailable, "the collector repeats a page of the export: report this to its makers")
                }
                cursor = next
            } while cursor != nil
        }

        /// A file gets the bytes as they are, a terminal only what can't drive it.
        private func write(_ body: Data, in session: Session) throws {
            guard session.isTerminal else { return try session.write(body) }
            try session.data(String(decoding: body, as: UTF8.self).printable(keepingLines: true))
        }

        private func path(after cursor: String?) -> String {
            let moment = { (text: String?) in text.flatMap(Moment.ms).map(String.init) }
            return Api.Path.responses
                + AddressQuery.text([
                    ("from", moment(from)), ("to", moment(to)), ("format", format.rawValue), ("after", cursor),
                ])
        }
    }
}
