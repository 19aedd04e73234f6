import ArgumentParser
import SurveyKit
import TerminalUI
import WireProtocol

struct SurveyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "survey", abstract: "Writes, shows and publishes surveys.",
        subcommands: [
            Lint.self, Preview.self, Diff.self, Publish.self, Assign.self, Rollback.self, Close.self, Reopen.self,
            List.self,
        ])

    struct Lint: OpsAction {
        static let configuration = CommandConfiguration(
            abstract: "Checks survey files and prints everything that is wrong with them.",
            discussion: """
                Draws every screen in every language: a text that can't be drawn or does not fit is a warning, with what \
                to do. Fonts are those of this machine, so have the kiosk's fonts here too.
                """)

        @OptionGroup var ops: OpsCommand
        @Argument(help: "Survey files, - for stdin.") var files: [String]
        @Option(
            name: .customLong("size"),
            help: ArgumentHelp("Screens to draw, columns x rows (default: 80x24,120x33).", valueName: "size,…"),
            transform: { try $0.split(separator: ",").map { try Preview.size(String($0)) } })
        var sizes: [Size] = SurveyFit.usualSizes
        @Option(
            help: ArgumentHelp("What the kiosk's cells are cut into: half, blocks or ascii.", valueName: "cells"),
            transform: Preview.cells)
        var art = Display.Cells.half
        @Flag(help: "Print JSON.") var json = false

        func validate() throws {
            if sizes.isEmpty { throw ValidationError("--size needs at least one size, such as 120x33.") }
        }

        func run(in session: Session) throws {
            let fit = SurveyFit(sizes: sizes, cells: art)
            let readings = try files.map { file in
                (file: file, reading: fit.checking(try SurveyFile.read(file, in: session), file: file))
            }
            let found = readings.flatMap(\.reading.diagnostics)
            if json {
                try session.json(found.map(Finding.init))
            } else {
                try session.data(found.map { $0.description.printable() + "\n" }.joined())
            }
            for (file, reading) in readings { session.message("\(file): \(SurveyFile.verdict(on: reading))") }
            guard found.contains(where: { $0.severity == .error }) else { return }
            throw ExitCode(OpsFailure.Code.badData.rawValue)
        }
    }

    struct Diff: OpsAction {
        static let configuration = CommandConfiguration(
            abstract: "Prints what changed from one survey file to another.")

        @OptionGroup var ops: OpsCommand
        @Argument(help: "The earlier file.") var old: String
        @Argument(help: "The later file.") var new: String

        func run(in session: Session) throws {
            let earlier = try SurveyFile.survey(old, in: session)
            let later = try SurveyFile.survey(new, in: session)
            let lines = SurveyDifference(from: earlier, to: later).lines
            try session.data(lines.map { $0.printable() + "\n" }.joined())
            if lines.isEmpty { session.message("The two surveys are equal.") }
        }
    }

    struct List: OpsAction {
        static let configuration = CommandConfiguration(
            abstract: "Prints every published version and where it runs.")

        @OptionGroup var ops: OpsCommand
        @Flag(help: "Print JSON.") var json = false

        func run(in session: Session) throws {
            let client = try ops.connection.client(in: session)
            let answer = try asking { try client.get(Api.Path.surveys, as: ApiSurveys.self) }
            guard !json else { return try session.json(answer) }
            let rows = answer.surveys.map {
                [
                    $0.survey, "\($0.version)", ($0.state ?? .published).rawValue, Moment.text(ms: $0.publishedMS),
                    String($0.sha256.prefix(12)), place($0),
                ]
            }
            try session.table(
                Table(header: ["SURVEY", "VERSION", "STATE", "PUBLISHED", "SHA-256", "RUNS AT"], rows: rows),
                orElse: "Nothing is published yet: publish a survey with smilepost-ops survey publish.")
        }

        private func place(_ survey: ApiSurvey) -> String {
            survey.assignedTo.isEmpty ? "-" : survey.assignedTo.map { $0 == "*" ? "all" : $0 }.joined(separator: ", ")
        }
    }
}

/// One diagnostic as a script reads it.
private struct Finding: Encodable {
    let file: String
    let line: Int
    let column: Int
    let severity: String
    let message: String
    let suggestion: String?

    init(_ diagnostic: Diagnostic) {
        file = diagnostic.file
        line = diagnostic.line
        column = diagnostic.column
        severity = diagnostic.severity.rawValue
        message = diagnostic.message
        suggestion = diagnostic.suggestion
    }
}

/// Survey files of the command line.
enum SurveyFile {
    static func read(_ file: String, in session: Session) throws(OpsFailure) -> SurveyReader.Reading {
        SurveyReader.read(try InputFile.text(of: file, in: session), file: file)
    }

    /// A survey without errors.
    ///
    /// - Throws: `OpsFailure` `badData` with every diagnostic.
    static func survey(_ file: String, in session: Session) throws(OpsFailure) -> Survey {
        let reading = try read(file, in: session)
        guard let survey = reading.survey else {
            let lines = reading.diagnostics.map(\.description) + ["\(file): \(verdict(on: reading))"]
            throw OpsFailure(.badData, lines.joined(separator: "\n"))
        }
        return survey
    }

    /// `no errors`, `2 errors, 1 warning`.
    static func verdict(on reading: SurveyReader.Reading) -> String {
        let errors = reading.errors.count
        let warnings = reading.diagnostics.count - errors
        let words = [(errors, "error"), (warnings, "warning")].filter { $0.0 > 0 }.map { count, word in
            "\(count) \(word)\(count == 1 ? "" : "s")"
        }
        return words.isEmpty ? "no errors" : words.joined(separator: ", ")
    }
}
