import CollectorStore
import Foundation
import HTTPTypes
import Hummingbird
import WireProtocol

/// Finds the kiosk behind a request's bearer credential.
struct DeviceAuthentication: Sendable {
    let store: CollectorStore

    /// The kiosk that asks; its fresh credential, used for the first time, takes the place of the one before.
    ///
    /// - Throws: `Problem` `credential-unknown`, `credential-revoked`, `kiosk-retired`; the database's error.
    func kiosk(of request: Request) async throws -> Kiosk {
        guard let header = request.headers[.authorization], header.lowercased().hasPrefix("bearer ") else {
            throw Problem.noCredential("The request carries no credential.")
        }
        let hash = Secrets.hash(String(header.dropFirst("bearer ".count)).trimmingWhitespace)
        guard let kiosk = try await store.kiosk(credentialHash: hash), Self.equal(kiosk.credentialHash, hash) else {
            throw Problem.noCredential("This credential is not known here.")
        }
        guard !kiosk.isRevoked else {
            throw Problem(
                .credentialRevoked, status: 401, title: "The kiosk was revoked",
                detail: "Kiosk \(kiosk.id) was shut out at the centre. Enrol it again with a new token "
                    + "(smilepost-kiosk enroll); what it holds is kept.", retry: .afterChange)
        }
        guard !kiosk.isRetired else {
            throw Problem(
                .kioskRetired, status: 410, title: "The kiosk is out of service",
                detail: "The centre has taken kiosk \(kiosk.id) out of service. It keeps what it holds and asks nobody "
                    + "until it is taken back (smilepost-ops kiosks unretire).", retry: .afterChange)
        }
        if kiosk.isCredentialFresh { try await store.confirmCredential(of: kiosk) }
        return kiosk
    }

    /// Compares in a time that does not tell where two hashes differ.
    private static func equal(_ one: Data, _ other: Data) -> Bool {
        guard one.count == other.count else { return false }
        return zip(one, other).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

extension Problem {
    fileprivate static func noCredential(_ what: String) -> Problem {
        Problem(
            .credentialUnknown, status: 401, title: "Who is this?",
            detail: what + " Enrol the kiosk with a token (smilepost-kiosk enroll).", retry: .afterChange)
    }
}
