import CollectorStore
import Foundation
import SurveyKit
import TestSupport
import Testing
import WireProtocol

/// Tokens that are listed, labelled, ended, or let nobody in without a person.
@Suite struct ApprovalTests {
    private let folder: TemporaryFolder
    private let store: CollectorStore
    private let token = Data(repeating: 0xA7, count: 32)

    init() async throws {
        (folder, store) = try await Centre.empty()
        try await store.createEnrolToken(
            hash: token, branch: "baku", uses: 2, expiresMS: Centre.now + 1_000, labels: ["lobby", "north"],
            approve: true, nowMS: Centre.now)
    }

    private func enrol(
        _ number: Int = 0, token: Data? = nil, credential: String = "c", nowMS: Int64 = Centre.now
    ) async throws -> Enrolled {
        try await store.enrol(
            Centre.request(number: number), tokenHash: token ?? self.token,
            credentialHash: Data("\(credential)-\(number)".utf8), nowMS: nowMS)
    }

    @Test func `a kiosk that waits has no credential until a person approves it, and then its labels`() async throws {
        let first = try await enrol()
        #expect(first.isWaiting)
        #expect(try await enrol(nowMS: Centre.now + 99_000) == first, "asked again, though the token expired since")
        #expect(try await store.kiosks(in: .all).isEmpty)
        #expect(try await store.waitingKiosks(in: .all).map(\.id) == [first.kioskID])
        #expect(try await store.waitingKiosks(in: .all).map(\.decision) == [nil])
        #expect(try await store.kiosk(credentialHash: Data("c-0".utf8)) == nil)

        try await store.decide(kiosk: first.kioskID, isApproved: true, by: .nobody, nowMS: Centre.now)
        try await store.decide(kiosk: first.kioskID, isApproved: true, by: .nobody, nowMS: Centre.now)
        let admitted = try await enrol(credential: "good", nowMS: Centre.now + 99_000)
        #expect(!admitted.isWaiting)
        #expect(admitted.kioskID == first.kioskID)
        #expect(try await store.kiosk(credentialHash: Data("good-0".utf8))?.id == first.kioskID)
        #expect(try await store.kiosks(in: .all).map(\.api.labels) == [["lobby", "north"]])
        #expect(try await store.waitingKiosks(in: .all).isEmpty)
        #expect(try await enrol(credential: "later").kioskID == first.kioskID)
    }

    @Test func `a rejected kiosk is refused for good, and has used the token`() async throws {
        let waiting = try await enrol()
        try await store.decide(kiosk: waiting.kioskID, isApproved: false, by: .nobody, nowMS: Centre.now)
        #expect(await problem { _ = try await enrol() } == .enrolmentRejected)
        #expect(
            await problem { try await store.decide(kiosk: waiting.kioskID, isApproved: true, by: .nobody, nowMS: 0) }
                == .conflict)
        #expect(try await store.enrolTokens(in: .all).map(\.used) == [1])
        #expect(try await store.kiosks(in: .all).isEmpty)
    }

    @Test func `nobody waits under an id that is not there`() async throws {
        #expect(
            await problem { try await store.decide(kiosk: "k_x", isApproved: true, by: .nobody, nowMS: 0) } == .notFound
        )
    }

    @Test func `a token is listed by an id that is not the token, and ended by it`() async throws {
        _ = try await enrol(0)
        let listed = try unwrap(try await store.enrolTokens(in: .all).first)
        #expect(
            listed
                == ApiEnrolToken(
                    id: String(token.hex.prefix(12)), branch: "baku", uses: 2, used: 1, createdMS: Centre.now,
                    expiresAtMS: Centre.now + 1_000, revoked: false, approve: true, labels: ["lobby", "north"]))
        try await store.revokeEnrolToken(id: "a7a7a7a7a7a7", by: .nobody, nowMS: Centre.now)
        #expect(try await store.enrolTokens(in: .all).map(\.revoked) == [true])
        #expect(await problem { _ = try await enrol(1) } == .tokenRevoked)
        #expect(await problem { _ = try await enrol(0) } == .tokenRevoked)
        #expect(try await store.waitingKiosks(in: .all).isEmpty)
    }

    @Test(arguments: ["", "%", "a7", "xxxxxxxxxxxx", "000000000000"])
    func `an id that is no token's ends none`(id: String) async throws {
        #expect(await problem { try await store.revokeEnrolToken(id: id, by: .nobody, nowMS: 0) } == .notFound)
        #expect(try await store.enrolTokens(in: .all).map(\.revoked) == [false])
    }

    @Test func `the same enrolment with another token is the same kiosk, and uses that token up`() async throws {
        for name in ["a", "b"] {
            try await store.createEnrolToken(
                hash: Data(name.utf8), branch: "baku", uses: 1, expiresMS: Centre.now + 1_000, nowMS: Centre.now)
        }
        let first = try await enrol(token: Data("a".utf8))
        let second = try await enrol(token: Data("b".utf8), credential: "second")
        #expect(second.kioskID == first.kioskID)
        #expect(try await store.kiosks(in: .all).count == 1)
        #expect(try await store.kiosk(credentialHash: Data("second-0".utf8))?.id == first.kioskID)
        #expect(await problem { _ = try await enrol(1, token: Data("b".utf8)) } == .tokenUsed)
    }
}
