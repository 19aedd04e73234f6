extension Contact {
    /// Whether somebody could be reached at it, as far as its shape tells.
    ///
    /// An e-mail address has the shape of RFC 5321 without its rarities (quoted names, address literals); a phone number
    /// has 6 to 15 digits (ITU-T E.164), perhaps a `+` before them, and brackets, hyphens and spaces among them.
    package var isWellFormed: Bool {
        switch kind {
        case .email: Self.isMailbox(value)
        case .phone: Self.isPhoneNumber(value)
        }
    }

    private static func isMailbox(_ value: String) -> Bool {
        let parts = value.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, value.utf8.count <= 254, value.utf8.allSatisfy({ $0 < 0x80 }) else { return false }
        let name = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        let isName = parts[0].count <= 64 && name.allSatisfy { !$0.isEmpty && $0.allSatisfy(isNameCharacter) }
        return isName && isDomain(parts[1])
    }

    private static func isDomain(_ domain: Substring) -> Bool {
        let labels = domain.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count >= 2, let last = labels.last, last.count >= 2, last.contains(where: \.isLetter) else {
            return false
        }
        return labels.allSatisfy { label in
            (1...63).contains(label.count) && label.first != "-" && label.last != "-"
                && label.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" }
        }
    }

    /// `atext` of RFC 5322.
    private static func isNameCharacter(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || "!#$%&'*+-/=?^_`{|}~".contains(character)
    }

    private static func isPhoneNumber(_ value: String) -> Bool {
        let digits = value.count { $0.isASCII && $0.isNumber }
        let others = value.filter { !($0.isASCII && $0.isNumber) }
        guard (6...15).contains(digits), others.allSatisfy({ "+()- ".contains($0) }) else { return false }
        let pluses = value.count { $0 == "+" }
        guard pluses == 0 || (pluses == 1 && value.first == "+") else { return false }
        let brackets = others.filter { "()".contains($0) }
        return brackets.isEmpty || brackets == "()"
    }
}

extension Contact: CustomStringConvertible, CustomDebugStringConvertible {
    /// Enough for its owner to know it again, and not enough for anybody else: `a•••@e•••.com`, `+49 ••• ••12`.
    package var masked: String {
        switch kind {
        case .email:
            guard let at = value.firstIndex(of: "@"), let name = value.first else { return "•••" }
            let domain = value[value.index(after: at)...]
            guard let first = domain.first, let end = domain.split(separator: ".").last else { return "•••" }
            return "\(name)•••@\(first)•••.\(end)"
        case .phone:
            let digits = value.filter(\.isNumber)
            let start = value.first == "+" && digits.count >= 10 ? "+\(digits.prefix(2)) " : ""
            return "\(start)••• ••\(digits.count >= 8 ? digits.suffix(2) : "•")"
        }
    }

    /// Masked: a log or a failed test must not tell it either.
    package var description: String { masked }
    package var debugDescription: String { masked }
}
