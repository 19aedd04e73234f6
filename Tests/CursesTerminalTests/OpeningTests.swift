import CNCurses
import CursesTerminal
import Foundation
import KioskUI
import TerminalUI
import TestSupport
import Testing

extension CursesTerminalTests {
    /// What a terminal is taken for, and how it is given back.
    struct OpeningTests {
        struct Kind: CustomTestStringConvertible {
            let type: String
            let name: String
            let display: Display
            var testDescription: String { type.isEmpty ? "no TERM" : type }
        }

        @Test(arguments: [
            Kind(type: "xterm-256color", name: "xterm-256color", display: .init(cells: .half, colours: .redefined256)),
            Kind(type: "tmux-256color", name: "tmux-256color", display: .init(cells: .half, colours: .fixed256)),
            Kind(type: "linux", name: "linux", display: .init(cells: .blocks, colours: .redefined8)),
            Kind(type: "vt100", name: "vt100", display: .init(cells: .ascii, colours: .mono)),
            Kind(
                type: "no-such-terminal", name: "xterm-256color", display: .init(cells: .half, colours: .redefined256)),
            Kind(type: "xterm-direct", name: "xterm-256color", display: .init(cells: .half, colours: .redefined256)),
            Kind(type: "", name: "xterm-256color", display: .init(cells: .half, colours: .redefined256)),
        ])
        func `a terminal is what its description says`(_ kind: Kind) throws {
            let screen = try TestScreen(type: kind.type)
            #expect(screen.terminal.terminalName == kind.name)
            #expect(screen.terminal.display == kind.display)
            #expect(screen.terminal.size == Size(width: 80, height: 24))
        }

        @Test func `a terminal without a cursor is refused by name`() throws {
            let pty = try PseudoTerminal(columns: 80, rows: 24)
            let before = pty.modes
            #expect(throws: TerminalError.cannotPlaceCursor(name: "dumb")) {
                try CursesTerminal(input: pty.program, output: pty.program, type: "dumb")
            }
            #expect(pty.modes == before)
            #expect(
                TerminalError.cannotPlaceCursor(name: "dumb").description
                    == "the terminal \"dumb\" can't place its cursor, so no screen can be drawn. Set TERM to what the "
                    + "terminal is, such as linux or xterm-256color.")
        }

        @Test(arguments: ["xterm-256color", "linux", "vt100", "tmux-256color"])
        func `closing gives back modes, mouse, cursor and colours`(_ type: String) throws {
            let pty = try PseudoTerminal(columns: 80, rows: 24)
            let before = pty.modes
            let terminal = try CursesTerminal(input: pty.program, output: pty.program, type: type)
            #expect(pty.modes != before)
            terminal.close()
            #expect(pty.modes == before)
            var sent = ""
            while sent.utf8.count < terminal.bytesDrawn { sent += String(decoding: pty.read(), as: UTF8.self) }
            for (on, off) in [("[?1000h", "[?1000l"), ("[?1006h", "[?1006l"), ("[8l", "[8h")] {
                let place = try #require(sent.range(of: off, options: .backwards))
                #expect(!sent[place.upperBound...].contains(on))
            }
            if type == "xterm-256color" { #expect(sent.contains("\u{1B}]104")) }
            if type == "linux" { #expect(sent.contains("\u{1B}]R") && !sent.contains("\u{1B}]104")) }
        }

        @Test(arguments: ["xterm-256color", "linux"])
        func `a console is painted whole when messages are expected, a window is not`(_ type: String) throws {
            let screen = try TestScreen(type: type)
            let frame = Frame(size: screen.terminal.size, ground: Colour(0x10141C))
            screen.draw(frame)
            #expect(screen.draw(frame) == 0)
            screen.terminal.expectMessages()
            #expect((screen.draw(frame) > 0) == (type == "linux"))
        }

        @Test func `no descriptor is left open`() throws {
            func open() throws -> Int { try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count }
            let before = try open()
            for _ in 0..<200 { try TestScreen().terminal.close() }
            // Other suites run beside this one and have some of their own, but not so many.
            #expect(try open() < before + 200)
        }
    }
}
