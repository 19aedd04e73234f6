extension CursesTerminal {
    /// Names the window (`OSC 2`), after the frame that was drawn last; terminals without windows are left alone.
    ///
    /// - Parameter title: One line of printable text.
    package func setTitle(_ title: String) {
        guard !["linux", "vt100", "vt220"].contains(terminalName) else { return }
        let printable = title.unicodeScalars.filter { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) }
        send("\u{1B}]2;\(String(String.UnicodeScalarView(printable)))\u{07}")
    }
}
