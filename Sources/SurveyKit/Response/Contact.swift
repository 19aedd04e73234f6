/// Contact details as the customer typed them: in memory only, until they are sealed.
package struct Contact: Equatable, Sendable, Codable {
    package enum Kind: String, Sendable, Codable { case email, phone }

    package let kind: Kind
    package let value: String

    package init(kind: Kind, value: String) {
        self.kind = kind
        self.value = value
    }
}
