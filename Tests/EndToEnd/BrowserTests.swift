import Foundation
import TestSupport
import Testing

/// The pages in a real Chromium: what a CX manager does in the first week, and every page for everybody.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct BrowserTests {
    private static let comment = "Forty minutes at one open desk."
    private static let sentence = "A second desk is open on Fridays now."
    private static let address = "leyla.muradova@example.az"

    @Test func `from the worst branch to the thanks at its exit, and every page without a fault`() throws {
        let centre = try ChainCentre()
        let ticket = try tellStory(at: centre)
        // No kiosk is there any more: nothing that comes in renews a page while it is looked at.
        try run("pages.py", try pagesWish(centre, ticket: ticket))
    }

    /// From the complaint at the exit to the sentence on the thank-you screen there; gives the ticket's number.
    private func tellStory(at centre: ChainCentre) throws -> Int {
        let screen = try centre.kiosk()
        try complain(on: screen)
        let ticket = try openedTicket(centre)
        try run("story.py", try storyWish(centre))
        try expectThanks(on: screen)
        return ticket
    }

    /// A customer at the exit who waited, writes so, and wants to be called.
    private func complain(on screen: Tmux) throws {
        try screen.press("1")
        try screen.wait(for: "asking reason")
        try screen.tap("Waiting time")
        try eventually("a reason to be chosen") { try screen.text.contains("Next") }
        try screen.tap("Next")
        try screen.wait(for: "asking recommend")
        try screen.press("2\r")
        try screen.wait(for: "asking comment")
        try screen.press(Self.comment + "\r")
        try screen.wait(for: "asking contact")
        try screen.press(Self.address)
        try eventually("the whole address to be taken") { try screen.text.contains("Next") }
        try screen.tap("Next")
        try eventually("the question for consent") { try screen.text.contains("Yes, contact me") }
        try screen.tap("Yes, contact me")
        try screen.wait(for: "thanks")
        try screen.press("x")
        try screen.wait(for: "waiting")
    }

    /// What the manager published is on the screen of the next customer.
    private func expectThanks(on screen: Tmux) throws {
        // The first round brings the key that was allowed, at the latest the second one the sentence.
        for _ in 1...2 { #expect(try screen.kiosk.command("sync").status == 0) }
        try screen.press("5")
        try screen.wait(for: "asking recommend")
        try screen.press("9\r")
        try screen.wait(for: "asking comment")
        try screen.press("ok\r")
        try screen.wait(for: "thanks")
        try eventually("the thanks to be drawn") { try screen.text.contains("Undo") }
        let shown = try screen.text
        #expect(shown.contains(Self.sentence), "\(shown)")
    }

    private func openedTicket(_ centre: ChainCentre) throws -> Int {
        struct List: Decodable {
            let tickets: [Ticket]

            struct Ticket: Decodable {
                let ticket: Int
                let priority: String
            }
        }
        var ticket: Int?
        try eventually("the ticket of the complaint") {
            let text = try centre.collector.ops("tickets", "list", "--branch", ChainCentre.branch.id, "--json")
            let list = try JSONDecoder().decode(List.self, from: Data(text.utf8)).tickets
            ticket = list.first { $0.priority == "high" }?.ticket
            return ticket != nil
        }
        return try #require(ticket)
    }

    private func storyWish(_ centre: ChainCentre) throws -> StoryWish {
        let collector = centre.collector
        let home = collector.folder.file("home")
        let keys = home + "/.config/smilepost"
        try FileManager.default.createDirectory(atPath: keys, withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: collector.folder.file("contact.key"), toPath: keys + "/contact.key")
        let token = try collector.ops("tokens", "create", "--label", "aysel's desk", "--role", "agent").trimmed
        return StoryWish(
            url: collector.url, week: centre.week, weeks: centre.weeks, comment: Self.comment,
            sentence: Self.sentence, contact: "email " + Self.address,
            desk: [
                "HOME": home, "SMILEPOST_PASSPHRASE": ChainCentre.passphrase, "SMILEPOST_COLLECTOR": collector.url,
                "SMILEPOST_TOKEN": token,
            ],
            links: [
                "manager": centre.managerLink, "insider": try centre.loginLink("nigar"),
                "outsider": try centre.loginLink("tural"),
            ])
    }

    private func pagesWish(_ centre: ChainCentre, ticket: Int) throws -> PagesWish {
        let (branch, period) = (ChainCentre.branch.id, "from=\(centre.weeks[0])&to=\(centre.weeks[1])")
        return PagesWish(
            url: centre.collector.url,
            logins: try (0..<4).map { _ in try centre.loginLink("admin") },
            open: ["/login", try centre.collector.ops("users", "password-link", "tural").trimmed],
            pages: [
                "/?\(period)", "/branches?\(period)", "/branches/\(branch)?\(period)",
                "/branches/\(branch)?\(period)&weekday=5", "/branches/\(branch)/settings",
                "/branches/\(branch)/you-said", "/branches/\(branch)/report?week=\(centre.week[0])",
                "/comments?\(period)", "/surveys?\(period)", "/fleet", "/tickets", "/tickets/1", "/tickets/\(ticket)",
                "/ticket-report?\(period)", "/ticket-rules", "/ticket-rules/*/rule", "/root-causes", "/users",
                "/users/anar", "/tokens", "/webhooks", "/audit",
                // Where there is nothing to show.
                "/?from=2020-01-01&to=2020-01-07", "/branches/main?\(period)", "/branches/main/you-said",
                "/tickets?owner=-&priority=low",
            ])
    }

    /// Runs a script of `Tests/Browser`; throws what it found wrong.
    private func run(_ script: String, _ wish: some Encodable) throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(String(decoding: try JSONEncoder().encode(wish), as: UTF8.self), to: "wish.json")
        let output = try Programs.run(
            Programs.root + "/.build/venv/bin/python3", ["\(Programs.root)/Tests/Browser/\(script)", file])
        guard output.status == 0 else { throw Failure("\(script) found faults:\n\(output.out)\(output.err)") }
    }
}

/// What `story.py` reads.
private struct StoryWish: Encodable {
    let url: String
    let manager = "aysel"
    let owner = "anar"
    let branch = ChainCentre.branch.name
    let lucky = ChainCentre.lucky
    let week: [String]
    let weeks: [String]
    let comment: String
    let cause = "Waiting time"
    let action = "A second desk is open on Fridays from 16 to 19."
    let sentence: String
    let contact: String
    let programs = Programs.folder
    /// The environment of whoever reveals.
    let desk: [String: String]
    let links: [String: String]
}

/// What `pages.py` reads.
private struct PagesWish: Encodable {
    let url: String
    /// One-time links, one for each look.
    let logins: [String]
    /// Pages before signing in.
    let open: [String]
    let pages: [String]
}
