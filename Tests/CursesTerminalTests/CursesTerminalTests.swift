import CursesTerminal
import Glibc
import KioskUI
import TerminalUI
import TestSupport
import Testing

/// ncurses keeps its state in globals: one terminal in a process at a time.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct CursesTerminalTests {}

/// A terminal of ours, the program's side and the side where its bytes arrive.
final class TestScreen {
    let pty: PseudoTerminal
    let terminal: CursesTerminal
    private(set) var emulator: Emulator
    private var read = 0

    init(
        _ size: Size = Size(width: 80, height: 24), type: String = "xterm-256color", cells: Display.Cells? = nil,
        colours: Display.Colours? = nil
    ) throws {
        // Whoever runs the tests may want them without colours; the terminal is to have its own.
        unsetenv("NO_COLOR")
        pty = try PseudoTerminal(columns: size.width, rows: size.height)
        emulator = Emulator(size: size)
        terminal = try CursesTerminal(
            input: pty.program, output: pty.program, type: type, cells: cells, colours: colours)
        takeAll()
    }

    /// Draws, and reads until every byte has arrived; gives their number.
    @discardableResult
    func draw(_ scene: Scene) -> Int { draw(scene.frame, regions: scene.targets.map(\.rect)) }

    @discardableResult
    func draw(_ frame: Frame, regions: [Rect] = []) -> Int {
        let before = terminal.bytesDrawn
        terminal.draw(frame, regions: regions)
        takeAll()
        return terminal.bytesDrawn - before
    }

    func takeAll() {
        while read < terminal.bytesDrawn {
            let bytes = pty.read()
            read += bytes.count
            emulator.take(bytes)
            if terminal.isBlocked { terminal.resume() }
        }
    }

    func resize(to size: Size) {
        pty.resize(columns: size.width, rows: size.height)
        terminal.resized()
        emulator.resize(to: size)
    }

    /// A message of the kernel, and another program's palette.
    func scribble() {
        emulator.take(Array("\u{1B}]104\u{7}\u{1B}[1;1H\u{1B}[0mOut of memory: Killed process 4711".utf8))
    }

    /// What closing sends.
    func close() -> String {
        terminal.close()
        var last: [UInt8] = []
        while read < terminal.bytesDrawn {
            let bytes = pty.read()
            read += bytes.count
            last += bytes
        }
        return String(decoding: last, as: UTF8.self)
    }

    /// The first cell that does not show what the frame means, in words; nil where all do.
    func firstFault(beside frame: Frame, tolerance: Int) -> String? {
        for row in 0..<frame.size.height {
            for column in 0..<frame.size.width {
                let (wanted, shown) = (frame[column, row], emulator[column, row])
                if wanted.isRightHalf { continue }
                let (ink, ground) = (emulator.colour(shown.ink), emulator.colour(shown.ground))
                let isRight: Bool
                if wanted.isSpace || wanted.isUpperHalf {
                    let isTwo = shown.text == "▀"
                    let top = wanted.isSpace ? wanted.ground : wanted.ink
                    isRight =
                        (isTwo || shown.text == " ") && (isTwo ? ink : ground).distance(to: top) <= tolerance
                        && ground.distance(to: wanted.ground) <= tolerance
                } else {
                    isRight =
                        shown.text == wanted.text && ink.distance(to: wanted.ink) <= tolerance
                        && ground.distance(to: wanted.ground) <= tolerance
                }
                if !isRight { return "\(column),\(row): \(shown), \(ink) on \(ground), instead of \(wanted)" }
            }
        }
        return nil
    }
}
