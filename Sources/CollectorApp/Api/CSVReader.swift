/// A text as RFC 4180 has it, row by row, with the line of the text that each row begins on.
///
/// Goes by Unicode scalars, as `CSV` writes: a combining mark would hide the quote or comma that it follows. Line ends
/// are CRLF, LF or CR; an empty line is no row; a mark of the byte order at the start is none of the text.
struct CSVReader: Equatable {
    struct Row: Equatable {
        /// From 1.
        let line: Int
        let cells: [String]
    }

    struct Fault: Equatable {
        /// From 1.
        let line: Int
        let message: String
    }

    private(set) var rows: [Row] = []
    private(set) var faults: [Fault] = []

    private enum State { case start, plain, quoted, closed }

    private var state = State.start
    private var line = 1
    /// Of the row and of the quoted cell under way.
    private var rowLine = 1
    private var quoteLine = 1
    private var cell = ""
    private var cells: [String] = []
    private var isAfterReturn = false

    init(_ text: String) {
        for scalar in text.unicodeScalars.drop(while: { $0 == "\u{FEFF}" }) { take(scalar) }
        if state == .quoted {
            faults.append(Fault(line: quoteLine, message: "The quote that begins here is never closed."))
        }
        endRow()
    }

    private mutating func take(_ scalar: Unicode.Scalar) {
        // The second half of a CRLF.
        let isRest = isAfterReturn && scalar == "\n"
        isAfterReturn = scalar == "\r"
        let isLineEnd = scalar == "\n" || scalar == "\r"
        if state == .quoted {
            takeQuoted(scalar)
        } else if isLineEnd {
            if !isRest { endRow() }
        } else {
            takePlain(scalar)
        }
        if isLineEnd, !isRest { line += 1 }
        if cells.isEmpty, cell.isEmpty, state == .start { rowLine = line }
    }

    private mutating func takeQuoted(_ scalar: Unicode.Scalar) {
        if scalar == "\"" { state = .closed } else { cell.unicodeScalars.append(scalar) }
    }

    private mutating func takePlain(_ scalar: Unicode.Scalar) {
        switch (scalar, state) {
        case (",", _): endCell()
        case ("\"", .start):
            state = .quoted
            quoteLine = line
        case ("\"", .closed):
            // Two quotes stand for one.
            cell += "\""
            state = .quoted
        case ("\"", _):
            fault("A quote stands within a cell; put quotes around the cell, and double the ones inside.")
        case (_, .closed):
            fault("There is text after the closing quote of a cell; double the quotes that belong to the text.")
            fallthrough
        default:
            cell.unicodeScalars.append(scalar)
            state = .plain
        }
    }

    /// The first of each line: what follows it is often no fault of its own.
    private mutating func fault(_ message: String) {
        guard faults.last?.line != line else { return }
        faults.append(Fault(line: line, message: message))
    }

    private mutating func endCell() {
        cells.append(cell)
        cell = ""
        state = .start
    }

    private mutating func endRow() {
        guard !cells.isEmpty || !cell.isEmpty || state != .start else { return }
        endCell()
        rows.append(Row(line: rowLine, cells: cells))
        cells = []
    }
}
