import Foundation
import TestSupport
import Testing

/// The right face each time, whatever the terminal is called and however it says where it was touched.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct TerminalMatrixTests {
    private static let faces = ["Terrible", "Bad", "Okay", "Good", "Excellent"]
    /// Half a minute of thanks, so that the test ends them and not the clock.
    private static let survey = SmallSurvey.face.replacing("thanks: 1s", with: "thanks: 30s")

    private func kiosk() throws -> Kiosk {
        let folder = try TemporaryFolder()
        let survey = try folder.write(Self.survey, to: "survey.yaml")
        return try Kiosk(collector: nil, fallback: survey, keeping: folder)
    }

    /// Some terminals have no title: the words on the screen say where it stands.
    private func wait(for word: String, on screen: Tmux, _ client: TmuxClient) throws {
        try eventually("\"\(word)\" on the screen") {
            client.look()
            return try screen.text.contains(word)
        }
    }

    @Test(arguments: ["linux", "xterm-256color", "tmux-256color", "vt100"])
    func `through tmux each face counts as itself, beyond columns 94 and 223 too`(term: String) throws {
        let screen = try Tmux(kiosk(), columns: 240, rows: 60, term: term)
        let client = try TmuxClient(screen, columns: 240, rows: 60)
        try wait(for: "Excellent", on: screen, client)
        let cells = try Self.faces.map { try screen.cell(of: $0) }
        #expect(cells[2].column > 94 && cells[4].column < 223)
        let taps: [() throws -> Void] =
            cells.map { cell in { client.tap(column: cell.column, row: cell.row) } }
            // SGR knows columns that three bytes do not.
            + [{ client.tap(column: 229, row: cells[4].row - 3) }]
            + cells.map { cell in { try screen.tapInOldBytes(column: cell.column, row: cell.row) } }
            + [{ try screen.tapInOldBytes(column: 222, row: cells[4].row) }]
        for tap in taps {
            try tap()
            try wait(for: "Thank you!", on: screen, client)
            try screen.press("x")
            try wait(for: "Excellent", on: screen, client)
        }
        let expected = [1, 2, 3, 4, 5, 5, 1, 2, 3, 4, 5, 5]
        try eventually("the last answer to be sealed") { try screen.kiosk.status().created == expected.count }
        #expect(try screen.kiosk.pending().map { $0.answers["face"] } == expected.map { .number($0) })
    }

    @Test(
        .enabled(if: Xterm.isInstalled, "needs xterm, Xvfb and xdotool: scripts/install-packages test"),
        arguments: ["xterm-256color", "xterm"])
    func `in a real xterm each face counts as itself, beyond column 223 too`(term: String) throws {
        let kiosk = try kiosk()
        let xterm = try Xterm(kiosk, columns: 240, rows: 60, term: term)
        let row = 42
        let presses: [() throws -> Void] =
            (0..<5).map { face in { try xterm.click(column: 24 + 48 * face, row: row) } }
            + [
                { try xterm.click(column: 229, row: row) },
                // A sloppy tap arrives as a wheel step.
                { try xterm.click(column: 72, row: row, button: 4) },
                // A finger that stays, and slides away.
                {
                    try xterm.hold(column: 120, row: row)
                    try xterm.wait(for: "thanks")
                    try xterm.letGo(column: 168, row: row)
                },
            ]
        for press in presses {
            try press()
            try xterm.wait(for: "thanks")
            try xterm.type("x")
            try xterm.wait(for: "waiting")
        }
        let expected = [1, 2, 3, 4, 5, 5, 2, 3]
        try eventually("the last answer to be sealed") { try kiosk.status().created == expected.count }
        #expect(try kiosk.pending().map { $0.answers["face"] } == expected.map { .number($0) })
        #expect(try kiosk.status().input?.droppedBytes == 0)
    }
}
