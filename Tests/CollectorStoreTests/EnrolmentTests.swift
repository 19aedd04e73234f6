import CollectorStore
import Foundation
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@Suite struct EnrolmentTests {
    private let token = Data("token".utf8)

    private func store(uses: Int = 1) async throws -> (TemporaryFolder, CollectorStore) {
        let (folder, store) = try await Centre.empty()
        try await store.createEnrolToken(
            hash: token, branch: "baku", uses: uses, expiresMS: Centre.now + 1_000, nowMS: Centre.now)
        return (folder, store)
    }

    private func enrol(
        _ store: CollectorStore, _ request: EnrolRequest, credential: String, nowMS: Int64 = Centre.now
    ) async throws -> Enrolled {
        try await store.enrol(request, tokenHash: token, credentialHash: Data(credential.utf8), nowMS: nowMS)
    }

    @Test func `a lost answer costs no second use, and the fresh credential replaces the lost one`() async throws {
        let (folder, store) = try await store()
        let first = try await enrol(store, Centre.request(), credential: "one")
        try store.close()
        let reopened = try CollectorStore(path: folder.file("collector.sqlite"))
        let second = try await enrol(reopened, Centre.request(), credential: "two", nowMS: Centre.now + 9_000)
        #expect(second == first)
        #expect(first.branch == BranchInfo(id: "baku", name: "Baku", timeZone: "Asia/Baku"))
        #expect(try await reopened.kiosk(credentialHash: Data("one".utf8)) == nil)
        #expect(try await reopened.kiosk(credentialHash: Data("two".utf8))?.id == first.kioskID)
        #expect(try await reopened.kiosks(in: .all).count == 1)
    }

    @Test func `a one-off token lets no second device in`() async throws {
        let (folder, store) = try await store()
        _ = try await enrol(store, Centre.request(), credential: "one")
        let refusal = await problem { _ = try await enrol(store, Centre.request(number: 1), credential: "two") }
        #expect(refusal == .tokenUsed)
        #expect(try await store.kiosks(in: .all).count == 1)
        withExtendedLifetime(folder) {}
    }

    @Test func `a token for two devices lets in two`() async throws {
        let (folder, store) = try await store(uses: 2)
        _ = try await enrol(store, Centre.request(), credential: "one")
        _ = try await enrol(store, Centre.request(number: 1), credential: "two")
        let refusal = await problem { _ = try await enrol(store, Centre.request(number: 2), credential: "three") }
        #expect(refusal == .tokenUsed)
        withExtendedLifetime(folder) {}
    }

    @Test func `an expired and an unknown token are told apart`() async throws {
        let (folder, store) = try await store()
        let expired = await problem {
            _ = try await enrol(store, Centre.request(), credential: "one", nowMS: Centre.now + 1_000)
        }
        let unknown = await problem {
            _ = try await store.enrol(
                Centre.request(), tokenHash: Data("other".utf8), credentialHash: Data("one".utf8), nowMS: Centre.now)
        }
        #expect(expired == .tokenExpired)
        #expect(unknown == .tokenUnknown)
        withExtendedLifetime(folder) {}
    }

    @Test func `a revoked kiosk does not come back with its old token`() async throws {
        let (folder, store) = try await store()
        let kiosk = try await enrol(store, Centre.request(), credential: "one")
        try await store.revokeKiosk(id: kiosk.kioskID, by: .nobody, nowMS: Centre.now)
        #expect(try await store.kiosk(credentialHash: Data("one".utf8))?.isRevoked == true)
        let refusal = await problem { _ = try await enrol(store, Centre.request(), credential: "two") }
        #expect(refusal == .credentialRevoked)
        withExtendedLifetime(folder) {}
    }

    @Test func `a token for a branch that is not there is refused`() async throws {
        let (folder, store) = try await Centre.empty()
        let refusal = await problem {
            try await store.createEnrolToken(
                hash: token, branch: "nowhere", uses: 1, expiresMS: Centre.now + 1, nowMS: Centre.now)
        }
        #expect(refusal == .notFound)
        withExtendedLifetime(folder) {}
    }
}
