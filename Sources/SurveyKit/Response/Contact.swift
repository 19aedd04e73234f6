/// Contact details in plain, as a customer has typed them.
///
/// They live in memory only: `ContactEnvelope` is the form in which they are kept and sent.
package struct Contact: Equatable, Sendable, Codable {
    /// How the customer wants to be reached.
    package enum Kind: String, Sendable, Codable {
        /// An e-mail address.
        case email
        /// A telephone number.
        case phone
    }

    package let kind: Kind
    /// The address or number.
    package let value: String

    package init(kind: Kind, value: String) {
        self.kind = kind
        self.value = value
    }
}
