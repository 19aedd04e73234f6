extension String {
    /// `[a-z0-9-]{1,64}`: ids of surveys, services, branches and root causes.
    package var isSlug: Bool {
        (1...64).contains(utf8.count) && utf8.allSatisfy { $0.isLowercaseOrDigit || $0 == UInt8(ascii: "-") }
    }

    /// Whether it is so many characters on one line, without any that steer a terminal.
    package func isPlainLine(_ lengths: ClosedRange<Int>) -> Bool {
        lengths.contains(count) && unicodeScalars.allSatisfy { $0.value >= 32 && !(127...159).contains($0.value) }
    }
}
