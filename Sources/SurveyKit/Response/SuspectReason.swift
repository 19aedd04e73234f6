/// Why a response is left out of the scores, though it is kept (architecture 6).
package enum SuspectReason: String, Sendable, Codable, CaseIterable {
    /// Its vote came too soon after the one before on this kiosk.
    case fast
    /// Its vote was one of too many within a short time.
    case burst
    /// Too many touches came around its vote.
    case mashing
}
