extension String {
    /// Without what could move a terminal's cursor, change its state or turn the direction of the text around it:
    /// control characters (C0, DEL, C1) and bidirectional overrides.
    ///
    /// - Parameter keepingLines: Whether newlines and tabs stay.
    func printable(keepingLines: Bool = false) -> String {
        String(String.UnicodeScalarView(unicodeScalars.filter { $0.isHarmless(keepingLines) }))
    }

    /// JSON with the control characters that JSON allows in the raw (DEL and C1) written as escapes.
    var printableJSON: String {
        unicodeScalars.reduce(into: "") { text, scalar in
            if scalar.isHarmless(true) {
                text.unicodeScalars.append(scalar)
            } else {
                text += "\\u" + ("000" + String(scalar.value, radix: 16)).suffix(4)
            }
        }
    }
}

extension Unicode.Scalar {
    fileprivate func isHarmless(_ keepingLines: Bool) -> Bool {
        switch value {
        case 9, 10: keepingLines
        case 0..<32, 127..<160: false
        // Embeddings, overrides and isolates.
        case 0x202A...0x202E, 0x2066...0x2069: false
        default: true
        }
    }
}
