/// Lines that a kiosk says will never come, or not now; told with a check-in, so that the centre neither waits for them
/// nor takes them for missing.
package struct DeclaredRange: Equatable, Sendable, Codable {
    /// Why they don't come: a word, so that a reason of a newer kiosk is no error.
    package enum Reason: String, Sendable, CaseIterable {
        /// Kept on the kiosk: the collector would not take them.
        case dead
        /// Kept on the kiosk, and no longer the bytes that were sealed.
        case corrupt
        /// Were delivered once and are not kept any more, and the collector has asked for them since.
        case purged
        /// Given up for room, as the kiosk's configuration allows.
        case evicted
        /// Not found again in a damaged database.
        case salvaged
        /// Pending and held back for a while, so that others pass.
        case parked
        /// Given up for a reason that this version does not know.
        case lost
    }

    package let first: Int64
    package let last: Int64
    /// The word as it came; `cause` is what it means here.
    package let reason: String
    /// SHA-256 in hex of the last line, so that the chain closes over the range; nil where it is not known.
    package let sha256: String?

    package init(first: Int64, last: Int64, reason: String, sha256: String?) {
        self.first = first
        self.last = last
        self.reason = reason
        self.sha256 = sha256
    }

    package var cause: Reason { Reason(rawValue: reason) ?? .lost }
}
