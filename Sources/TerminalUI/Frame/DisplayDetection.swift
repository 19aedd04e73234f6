extension Display {
    /// What a terminal can draw, from what is known about it.
    ///
    /// `term` is the name of its description, `colours` and `canChange` what that says, `isUTF8` whether the locale
    /// writes UTF-8, `noColour` whether the user asked for none (no-color.org). The console of Linux gets background
    /// blocks, because its stock fonts have no half blocks (terminal.md 2.1).
    package static func detected(
        term: String, colours: Int, canChange: Bool, isUTF8: Bool, noColour: Bool
    ) -> Display {
        guard colours >= 8, !noColour else { return Display(cells: .ascii, colours: .mono) }
        let cells: Cells = isUTF8 && !term.hasPrefix("linux") ? .half : .blocks
        guard colours >= 256 else { return Display(cells: cells, colours: .eight) }
        return Display(cells: cells, colours: canChange ? .redefined256 : .fixed256)
    }
}
