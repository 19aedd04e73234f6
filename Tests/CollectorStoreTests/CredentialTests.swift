import CollectorStore
import Foundation
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@Suite struct CredentialTests {
    private func kiosk(_ centre: Centre, _ credential: String) async throws -> Kiosk? {
        try await centre.store.kiosk(credentialHash: Data(credential.utf8))
    }

    @Test func `two credentials are good until the fresh one is first used, then that one alone`() async throws {
        var centre = try await Centre()
        try await centre.store.giveCredential(hash: Data("fresh".utf8), to: centre.kiosk)
        try centre.reopen()
        #expect(try await kiosk(centre, "credential-0")?.isCredentialFresh == false)
        let fresh = try unwrap(try await kiosk(centre, "fresh"))
        #expect(fresh.isCredentialFresh)
        #expect(fresh.id == centre.kiosk.id)
        try await centre.store.confirmCredential(of: fresh)
        try centre.reopen()
        #expect(try await kiosk(centre, "credential-0") == nil)
        #expect(try await kiosk(centre, "fresh")?.isCredentialFresh == false)
    }

    @Test func `a fresh credential whose answer was lost gives way to the next, and the one in use stays`() async throws
    {
        let centre = try await Centre()
        for credential in ["lost", "lost too", "fresh"] {
            try await centre.store.giveCredential(hash: Data(credential.utf8), to: centre.kiosk)
        }
        #expect(try await kiosk(centre, "lost") == nil)
        #expect(try await kiosk(centre, "lost too") == nil)
        #expect(try await kiosk(centre, "fresh") != nil)
        #expect(try await kiosk(centre, "credential-0") != nil)
    }

    @Test func `a confirmation that comes late ends no newer credential`() async throws {
        let centre = try await Centre()
        try await centre.store.giveCredential(hash: Data("one".utf8), to: centre.kiosk)
        let late = try unwrap(try await kiosk(centre, "one"))
        try await centre.store.giveCredential(hash: Data("two".utf8), to: centre.kiosk)
        try await centre.store.confirmCredential(of: late)
        #expect(try await kiosk(centre, "credential-0") != nil)
        #expect(try await kiosk(centre, "two")?.isCredentialFresh == true)
    }

    @Test func `an order to rotate stands in every check-in until a fresh credential is in use`() async throws {
        let centre = try await Centre()
        #expect(try await centre.checkIn(Centre.books(created: 0)).commands == nil)
        #expect(try await centre.store.orderRotation(id: nil, by: .nobody, nowMS: Centre.now) == 1)
        let first = try await centre.checkIn(Centre.books(created: 0)).commands
        #expect(first?.map(\.operation) == [.rotateCredential])
        #expect(try await centre.checkIn(Centre.books(created: 0)).commands == first)
        #expect(try await centre.store.kiosks(in: .all).map(\.api.rotating) == [true])
        try await centre.store.giveCredential(hash: Data("fresh".utf8), to: centre.kiosk)
        #expect(try await centre.checkIn(Centre.books(created: 0)).commands == first)
        try await centre.store.confirmCredential(of: try unwrap(try await kiosk(centre, "fresh")))
        #expect(try await centre.checkIn(Centre.books(created: 0)).commands == nil)
        #expect(try await centre.store.kiosks(in: .all).map(\.api.rotating) == [nil])
    }

    @Test func `a kiosk that is unknown or shut out can't be ordered anything`() async throws {
        let centre = try await Centre()
        try await centre.store.revokeKiosk(id: centre.kiosk.id, by: .nobody, nowMS: Centre.now)
        for id in ["k_none", centre.kiosk.id] {
            #expect(
                await problem { _ = try await centre.store.orderRotation(id: id, by: .nobody, nowMS: Centre.now) }
                    == .notFound)
            #expect(
                await problem { try await centre.store.orderRenewal(id: id, by: .nobody, nowMS: Centre.now) }
                    == .notFound)
        }
        #expect(try await centre.store.orderRotation(id: nil, by: .nobody, nowMS: Centre.now) == 0)
    }

    @Test func `a replay of the enrolment leaves the credential in use good until the fresh one is used`() async throws
    {
        let centre = try await Centre()
        _ = try await centre.checkIn(Centre.books(created: 0))
        _ = try await centre.store.enrol(
            Centre.request(), tokenHash: Data("token-0".utf8), credentialHash: Data("again".utf8), nowMS: Centre.now)
        #expect(try await kiosk(centre, "credential-0")?.id == centre.kiosk.id)
        #expect(try await kiosk(centre, "again")?.isCredentialFresh == true)
        #expect(try await centre.store.kiosks(in: .all).count == 1)
    }
}
