/// What a configuration file may say: every section, every key, its type, default and range.
package struct ConfigSchema: Sendable {
    package struct Key: Sendable {
        package enum Kind: Sendable, Equatable {
            /// Any text but an empty one.
            case string
            /// An absolute path.
            case path
            /// `http` or `https`, a host and maybe a port; nothing after it.
            case origin
            /// One of these words.
            case word([String])
            case integer(ClosedRange<Int>)
            case boolean
            case strings
        }

        package let name: String
        package let kind: Kind
        package let isRequired: Bool

        package init(_ name: String, _ kind: Kind, isRequired: Bool = false) {
            self.name = name
            self.kind = kind
            self.isRequired = isRequired
        }
    }

    package let sections: [(name: String, keys: [Key])]

    package init(_ sections: [(name: String, keys: [Key])]) { self.sections = sections }

    func keys(of section: String) -> [Key]? { sections.first { $0.name == section }?.keys }
}

extension ConfigSchema.Key.Kind {
    /// How a value of this kind is described to the person who wrote another.
    var wanted: String {
        switch self {
        case .string: "a text in quotes"
        case .path: "an absolute path in quotes, such as \"/etc/smilepost/ca.pem\""
        case .origin: "an address such as \"https://host\" or \"https://host:port\", with nothing after it"
        case .word(let words): "one of " + words.map { "\"\($0)\"" }.joined(separator: ", ")
        case .integer(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .boolean: "true or false"
        case .strings: "a list of texts such as [\"one\", \"two\"]"
        }
    }
}
