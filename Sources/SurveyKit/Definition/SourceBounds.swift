import Foundation

/// Refuses files that are made to exhaust a YAML reader, before one sees them.
enum SourceBounds {
    private static let maximumDepth = 100
    private static let maximumAliases = 8

    static func check(_ source: SourceText) throws(SourceComposer.Problem) {
        try checkSize(source)
        try checkDepth(source)
        try checkAliases(source)
    }

    private static func checkSize(_ source: SourceText) throws(SourceComposer.Problem) {
        let bytes = source.scalars.reduce(0) { $0 + UTF8.width($1) }
        guard bytes > SourceComposer.maximumBytes else { return }
        throw SourceComposer.Problem(
            place: .start, message: "the file has \(bytes) bytes; a survey has at most \(SourceComposer.maximumBytes)",
            suggestion: "split the survey or shorten its texts")
    }

    /// Readers recurse, and brackets and the leading signs of a line are what takes them deep.
    ///
    /// Text in quotes counts too: no survey's text opens so many brackets.
    private static func checkDepth(_ source: SourceText) throws(SourceComposer.Problem) {
        var (open, leading, isLeading) = (0, 0, true)
        for (index, scalar) in source.scalars.enumerated() {
            switch scalar {
            case "[", "{": (open, isLeading) = (open + 1, false)
            case "]", "}": (open, isLeading) = (max(open - 1, 0), false)
            case "\n", "\r": (leading, isLeading) = (0, true)
            case " ", "-", "?", ":": leading += isLeading ? 1 : 0
            default: isLeading = false
            }
            guard open <= maximumDepth, leading <= 2 * maximumDepth else {
                throw SourceComposer.Problem(
                    place: source.place(ofScalarAt: index), message: "the file is nested too deeply for a survey",
                    suggestion: nil)
            }
        }
    }

    /// Aliases of aliases grow without bound when they are read.
    ///
    /// A few are let through, to be named by their places. The look for them is rough, since an exact one would be a YAML scanner; texts in JSON can hold anything.
    private static func checkAliases(_ source: SourceText) throws(SourceComposer.Problem) {
        guard !isJSON(source) else { return }
        let anchors = Set(names(after: "&", in: source).map(\.name))
        let aliases = names(after: "*", in: source).filter { anchors.contains($0.name) }
        guard aliases.count > maximumAliases, let first = aliases.first else { return }
        throw SourceComposer.Problem(
            place: source.place(ofScalarAt: first.index), message: anchorMessage, suggestion: anchorAdvice)
    }

    static let anchorMessage = "anchors and aliases (`&name`, `*name`) are not allowed"
    static let anchorAdvice = "write the text out, or in quotes if it begins with `&` or `*`"

    private static func isJSON(_ source: SourceText) -> Bool {
        guard source.scalars.first(where: { !$0.properties.isWhitespace }) == "{" else { return false }
        return (try? JSONSerialization.jsonObject(with: Data(source.string.utf8))) != nil
    }

    private static func names(after sign: Unicode.Scalar, in source: SourceText) -> [(name: String, index: Int)] {
        let scalars = source.scalars
        return scalars.indices.filter { scalars[$0] == sign }.compactMap { start in
            let name = scalars[(start + 1)...].prefix { $0.properties.isAlphabetic || $0.isASCIIDigitOrDash }
            return name.isEmpty ? nil : (String(String.UnicodeScalarView(name)), start)
        }
    }
}

extension Unicode.Scalar {
    fileprivate var isASCIIDigitOrDash: Bool { ("0"..."9").contains(self) || self == "-" || self == "_" }
}
