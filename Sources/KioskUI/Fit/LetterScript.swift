package import SurveyKit
package import TerminalUI

/// A script that the kiosk draws in big letters, and the Debian package whose font has it.
package struct LetterScript: Hashable, Sendable {
    package let name: String
    /// Nil where this release looks for no font of the script.
    package let package: String?

    package init(name: String, package: String?) {
        self.name = name
        self.package = package
    }

    /// The script of a letter, as far as the kiosk knows it.
    package static func of(_ character: Character) -> LetterScript {
        let value = character.unicodeScalars.first?.value ?? 0
        return known.first { $0.range.contains(value) }?.script ?? LetterScript(name: "this script", package: nil)
    }

    private static func entry(
        _ range: ClosedRange<UInt32>, _ name: String, _ package: String
    ) -> (range: ClosedRange<UInt32>, script: LetterScript) {
        (range, LetterScript(name: name, package: package))
    }

    private static let known = [
        entry(0x0000...0x024F, "Latin", "fonts-dejavu-core"), entry(0x0250...0x02AF, "Latin", "fonts-dejavu-core"),
        entry(0x0370...0x03FF, "Greek", "fonts-dejavu-core"), entry(0x0400...0x052F, "Cyrillic", "fonts-dejavu-core"),
        entry(0x0530...0x058F, "Armenian", "fonts-noto-core"), entry(0x0590...0x05FF, "Hebrew", "fonts-noto-core"),
        entry(0x0600...0x077F, "Arabic", "fonts-noto-core"), entry(0x08A0...0x08FF, "Arabic", "fonts-noto-core"),
        entry(0x0900...0x097F, "Devanagari", "fonts-noto-core"), entry(0x0980...0x09FF, "Bengali", "fonts-noto-core"),
        entry(0x0B80...0x0BFF, "Tamil", "fonts-noto-core"), entry(0x0E00...0x0E7F, "Thai", "fonts-noto-core"),
        entry(0x10A0...0x10FF, "Georgian", "fonts-noto-core"), entry(0x1100...0x11FF, "Korean", "fonts-noto-cjk"),
        entry(0x1200...0x137F, "Ethiopic", "fonts-noto-core"), entry(0x1780...0x17FF, "Khmer", "fonts-noto-core"),
        entry(0x1E00...0x1EFF, "Latin", "fonts-dejavu-core"), entry(0x1F00...0x1FFF, "Greek", "fonts-dejavu-core"),
        entry(0x2000...0x27BF, "punctuation and signs", "fonts-dejavu-core"),
        entry(0x2E80...0x30FF, "Chinese and Japanese", "fonts-noto-cjk"),
        entry(0x3100...0x9FFF, "Chinese and Japanese", "fonts-noto-cjk"),
        entry(0xAC00...0xD7AF, "Korean", "fonts-noto-cjk"), entry(0xF900...0xFAFF, "Chinese", "fonts-noto-cjk"),
        entry(0xFB50...0xFDFF, "Arabic", "fonts-noto-core"), entry(0xFE70...0xFEFF, "Arabic", "fonts-noto-core"),
        entry(0xFF00...0xFFEF, "Chinese and Japanese", "fonts-noto-cjk"),
        entry(0x20000...0x3FFFD, "Chinese", "fonts-noto-cjk"),
    ]
}

/// A script of one of a survey's languages that no font at hand has.
package struct MissingScript: Equatable, Sendable {
    package let script: LetterScript
    /// The languages whose texts need it, in the survey's order.
    package let languages: [String]

    /// All of a survey, in the order they are met; without a typeface every script is missing.
    package static func all(in survey: Survey, typeface: (any Typeface)?) -> [MissingScript] {
        var scripts: [LetterScript] = []
        var languages: [LetterScript: [String]] = [:]
        for language in survey.languages {
            let texts =
                FitText.all(of: survey).map { $0.text(in: survey, language: language) } + [Words.name(of: language)]
            for script in Set(texts.joined().filter { isMissing($0, typeface) }.map(LetterScript.of)) {
                if languages[script] == nil { scripts.append(script) }
                languages[script, default: []].append(language)
            }
        }
        return scripts.map { MissingScript(script: $0, languages: languages[$0] ?? []) }
    }

    private static func isMissing(_ character: Character, _ typeface: (any Typeface)?) -> Bool {
        guard character.isLetter else { return false }
        return typeface?.width(of: String(character), height: FitReport.measuringSize) == nil
    }
}
