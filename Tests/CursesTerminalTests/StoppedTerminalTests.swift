import CNCurses
import CursesTerminal
import Glibc
import TerminalUI
import TestSupport
import Testing

extension CursesTerminalTests {
    /// A terminal that takes nothing holds up nothing.
    struct StoppedTerminalTests {
        /// A screen in which no cell looks like the one before it: it fills every buffer on the way.
        private func busy(_ seed: UInt64, _ size: Size = Size(width: 160, height: 45)) -> Frame {
            var generator = SeededGenerator(seed: seed)
            let colours = (0..<60).map { _ in Colour(UInt32.random(in: 0...0xFFFFFF, using: &generator)) }
            var frame = Frame(size: size, ground: colours[0])
            for row in 0..<size.height {
                for column in 0..<size.width {
                    let (top, bottom) = (
                        Int.random(in: 0..<60, using: &generator), Int.random(in: 0..<60, using: &generator)
                    )
                    frame[column, row] = Cell(
                        text: top == bottom ? " " : "▀", ink: colours[top], ground: colours[bottom])
                }
            }
            return frame
        }

        @Test func `drawing goes on in memory, one frame at most, and the newest is shown in the end`() throws {
            let screen = try TestScreen(Size(width: 160, height: 45))
            screen.terminal.draw(busy(1))
            #expect(screen.terminal.isBlocked)
            let waiting = screen.terminal.bytesDrawn
            for seed in UInt64(2)..<50 { screen.terminal.draw(busy(seed)) }
            screen.terminal.redrawEverything()
            #expect(screen.terminal.bytesDrawn == waiting)
            screen.takeAll()
            #expect(!screen.terminal.isBlocked)
            screen.draw(busy(50))
            #expect(screen.firstFault(beside: busy(50), tolerance: 48) == nil)
        }

        @Test func `a stopped terminal is given back without waiting for it`() throws {
            let pty = try PseudoTerminal(columns: 160, rows: 45)
            let before = pty.modes
            let terminal = try CursesTerminal(input: pty.program, output: pty.program, type: "xterm-256color")
            tcflow(pty.program, TCOOFF)
            terminal.draw(busy(1))
            #expect(terminal.isBlocked)
            terminal.close()
            #expect(pty.modes == before)
        }

        @Test func `a terminal that hung up takes everything and nothing waits`() throws {
            let screen = try TestScreen()
            screen.pty.hangUp()
            screen.terminal.draw(busy(1, screen.terminal.size))
            #expect(!screen.terminal.isBlocked)
            screen.terminal.setTitle("gone")
            screen.terminal.redrawEverything()
            screen.terminal.close()
        }

        @Test func `a storm of sizes ends in the right picture`() throws {
            let screen = try TestScreen(Size(width: 80, height: 24))
            for round in 0..<12 {
                for size in [Size(width: 40, height: 12), Size(width: 400, height: 120), Size(width: 81, height: 33)] {
                    screen.resize(to: size)
                    if round % 3 == 0 { screen.draw(plain(size, UInt32(round))) }
                }
            }
            let size = screen.terminal.size
            screen.draw(plain(size, 0x334455))
            #expect(screen.firstFault(beside: plain(size, 0x334455), tolerance: 0) == nil)
            #expect(screen.emulator.unknown == [])
        }

        private func plain(_ size: Size, _ colour: UInt32) -> Frame {
            var canvas = Canvas(
                size: size, display: Display(cells: .half, colours: .redefined256), ground: Colour(colour))
            canvas.text(
                "Waiting time", in: Rect(column: 2, row: 3, width: 30, height: 1), align: .left, ink: Colour(0xFFFFFF))
            return canvas.frame
        }
    }
}
