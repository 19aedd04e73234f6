import Foundation
import TestSupport

/// A chain of twelve branches at a real collector, with four generated weeks and the people who look at them.
///
/// The weeks end with the last Sunday that is over everywhere, so that they hold the same days whenever a test runs.
final class ChainCentre {
    /// Under this seed the branch with the bad Fridays is the only one below the rest in the last week, and the small
    /// lucky one is not above.
    private static let seed = "15"
    static let branch = (id: "b003", name: "Isles 1")
    static let otherBranch = "b004"
    static let lucky = "Caucasus 3"
    static let passphrase = "correct horse battery staple"

    let collector: Collector
    /// The first and the last day of the generated weeks, and of the last of them.
    let weeks: [String]
    let week: [String]
    /// By which the CX manager chooses a password.
    private(set) var managerLink = ""

    init() throws {
        collector = try Collector()
        let days = Self.days(before: Date())
        (weeks, week) = ([days[0], days[27]], [days[21], days[27]])
        try publish()
        try generate(until: days[27])
        try addPeople()
        let rules = try collector.folder.write(Self.rules, to: "rules.json")
        try collector.ops("ticket-rules", "set", "branch-exit", rules)
    }

    /// Who wants to be called back comes first, from now on.
    private static let rules = """
        {"rules": [{"name": "Terrible, with a comment or contact", "when": "visit <= 1", "needs_words": true,
            "priority": "high", "close_minutes": 480}]}
        """

    /// The 28 days up to the last Sunday but at most the day before yesterday, as 2026-11-22.
    private static func days(before now: Date) -> [String] {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        var last = now.addingTimeInterval(-2 * 86_400)
        while calendar.component(.weekday, from: last) != 1 { last = last.addingTimeInterval(-86_400) }
        return (0..<28).reversed().map {
            last.addingTimeInterval(-86_400 * Double($0)).formatted(.iso8601.year().month().day())
        }
    }

    /// Scripted customers are faster than people, which would make them suspect; the thanks stay on a slow machine.
    private func publish() throws {
        let survey = try String(contentsOfFile: Programs.root + "/surveys/branch-exit.yaml", encoding: .utf8)
            .replacing("thanks: 3s", with: "thanks: 30s")
        try collector.publish(try collector.folder.write(survey + "suspect: off\n", to: "branch-exit.yaml"))
        try collector.ops(
            "you-said", "allow", "--key-file", collector.folder.file("release.key"), "--passphrase-file",
            collector.folder.file("passphrase"))
    }

    /// Adds them when their places are there; nobody has a ticket yet, so that the next one goes to the first by name.
    private func addPeople() throws {
        managerLink = try collector.ops("users", "add", "aysel", "--role", "manager").trimmed
        try collector.ops("users", "add", "anar", "--role", "agent", "--place", "branch:\(Self.branch.id)")
        try collector.ops("users", "add", "nigar", "--role", "viewer", "--place", "branch:\(Self.branch.id)")
        try collector.ops("users", "add", "tural", "--role", "viewer", "--place", "branch:\(Self.otherBranch)")
    }

    private func generate(until: String) throws {
        let output = try Programs.run(
            "response-generator",
            [
                "--collector", collector.url, "--token-file", collector.folder.file("token"), "--published",
                "--branches", "12", "--responses", "6000", "--days", "28", "--until", until, "--seed", Self.seed,
            ])
        guard output.status == 0 else { throw Failure("generate: exit \(output.status)\n\(output.err)") }
    }

    /// Signs a person in once, without a password.
    func loginLink(_ name: String) throws -> String {
        let output = try Programs.run("smilepost-collector", ["login-link", name, "--data", collector.data])
        guard output.status == 0 else { throw Failure("login-link: exit \(output.status)\n\(output.err)") }
        return output.out.trimmed
    }

    /// A kiosk of the branch, ready for its next customer.
    func kiosk() throws -> Tmux {
        let kiosk = try Kiosk(collector: collector.url, art: "blocks")
        try kiosk.enrol(token: try collector.ops("enroll-token", "create", "--branch", Self.branch.id).trimmed)
        guard try kiosk.command("sync").status == 0 else { throw Failure("sync: \(kiosk.log)") }
        let screen = try Tmux(kiosk, columns: 120, rows: 33)
        try screen.wait(for: "waiting branch-exit")
        return screen
    }
}

extension String {
    var trimmed: String { trimmingCharacters(in: .whitespacesAndNewlines) }
}
