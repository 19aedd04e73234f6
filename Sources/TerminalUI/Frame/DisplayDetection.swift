extension Display {
    /// What a terminal can draw, from what is known about it.
    ///
    /// `term` is the name of its description, `colours` and `canChange` what that says, `isUTF8` whether the locale
    /// writes UTF-8, `noColour` whether the user asked for none (no-color.org). `hasHalfBlocks` is what the console of
    /// Linux says about its font; one that does not tell gets background blocks, because its stock fonts have none
    /// (terminal.md 2.1).
    package static func detected(
        term: String, colours: Int, canChange: Bool, isUTF8: Bool, noColour: Bool, hasHalfBlocks: Bool? = nil
    ) -> Display {
        guard colours >= 8, !noColour else { return Display(cells: .ascii, colours: .mono) }
        let cells: Cells = isUTF8 && (hasHalfBlocks ?? !term.hasPrefix("linux")) ? .half : .blocks
        guard colours >= 256 else { return Display(cells: cells, colours: canChange ? .redefined8 : .eight) }
        return Display(cells: cells, colours: canChange ? .redefined256 : .fixed256)
    }
}
