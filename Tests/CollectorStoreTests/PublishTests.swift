import CollectorStore
import Crypto
import Foundation
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@Suite struct PublishTests {
    private func survey(version: Int = 4, question: Question? = nil) -> Survey {
        let base = Examples.branchExit
        return Survey(
            id: base.id, version: version, languages: base.languages, title: base.title,
            questions: question.map { [$0] } ?? base.questions, thanks: base.thanks)
    }

    @Test func `what was published is served as it was signed, also after a restart`() async throws {
        var centre = try await Centre()
        try centre.reopen()
        let envelope = try unwrap(try await centre.store.manifestEnvelope())
        let key = try unwrap(try await centre.store.releaseKey())
        let blob = try Examples.branchExit.encoded()
        #expect(envelope.isSigned(by: key, as: Envelope.manifestType))
        #expect(try await centre.manifest()?.manifest == 1)
        #expect(try await centre.store.blob(sha256: SealedLine.hash(of: blob)) == blob)
        #expect(
            try await centre.store.publishedSurveys(in: .all) == [
                ApiSurvey(
                    survey: "branch-exit", version: 3, sha256: SealedLine.hash(of: blob).hex, size: blob.count,
                    publishedMS: Centre.now, assignedTo: ["*"], state: .published)
            ])
    }

    @Test func `a publication that comes again is answered as the first time`() async throws {
        let centre = try await Centre()
        let publication = try centre.publication(survey(), after: try await centre.manifest())
        let first = try await centre.store.publish(publication, nowMS: Centre.now)
        #expect(try await centre.store.publish(publication, nowMS: Centre.now + 1) == first)
        #expect(first.manifest == 2)
    }

    @Test func `another release key is refused, and so is a forged id of the right one`() async throws {
        let centre = try await Centre()
        let stranger = Curve25519.Signing.PrivateKey()
        let publication = try centre.publication(survey(), after: try await centre.manifest(), key: stranger)
        let refusal = await problem { _ = try await centre.store.publish(publication, nowMS: Centre.now) }
        #expect(refusal == .badSignature)
        #expect(try await centre.manifest()?.manifest == 1)
    }

    @Test func `an envelope with another payload than was signed is refused`() async throws {
        let centre = try await Centre()
        let good = try centre.publication(survey(), after: try await centre.manifest())
        let forged = ApiPublication(
            manifest: Envelope(
                type: good.manifest.type, payload: good.manifest.payload + Data(" ".utf8),
                signatures: good.manifest.signatures), blob: good.blob, releaseKey: good.releaseKey, assign: nil)
        let refusal = await problem { _ = try await centre.store.publish(forged, nowMS: Centre.now) }
        #expect(refusal == .badSignature)
    }

    @Test func `a published version is never changed and never gone below`() async throws {
        let centre = try await Centre()
        for version in [3, 2] {
            let changed = Survey(
                id: "branch-exit", version: version, languages: ["en"], title: LocalizedText(["en": "Other"]),
                questions: [Question(id: "visit", kind: .smiley(levels: 5), ask: LocalizedText(["en": "How?"]))],
                thanks: LocalizedText(["en": "Thanks"]))
            let current = try await centre.manifest()
            let refusal = await problem { _ = try await centre.publish(changed, after: current) }
            #expect(refusal == .conflict)
        }
    }

    @Test func `a question may not change its kind`() async throws {
        let centre = try await Centre()
        let question = Question(id: "visit", kind: .nps, ask: Examples.text("How likely?", "؟"))
        let current = try await centre.manifest()
        let refusal = await problem { _ = try await centre.publish(survey(question: question), after: current) }
        #expect(refusal == .invalidSurvey)
    }

    @Test func `a manifest that forgets, skips a number or misnames the blob is refused`() async throws {
        let centre = try await Centre()
        let current = try unwrap(try await centre.manifest())
        let blob = try survey().encoded()
        let entry = Manifest.Entry(
            survey: "branch-exit", version: 4, sha256: SealedLine.hash(of: blob).hex, size: blob.count)
        let wrongHash = Manifest.Entry(
            survey: "branch-exit", version: 4, sha256: SealedLine.hash(of: Data()).hex, size: blob.count)
        for manifest in [
            Manifest(manifest: 2, surveys: [entry]), Manifest(manifest: 3, surveys: current.surveys + [entry]),
            Manifest(manifest: 2, surveys: current.surveys + [wrongHash]),
        ] {
            let publication = try centre.publication(manifest, blob: blob)
            let refusal = await problem { _ = try await centre.store.publish(publication, nowMS: Centre.now) }
            #expect(refusal == .conflict)
        }
    }

    @Test func `bytes that are no survey are refused with the reader's findings`() async throws {
        let centre = try await Centre()
        let blob = Data("survey: [".utf8)
        let publication = try centre.publication(Manifest(manifest: 2, surveys: []), blob: blob)
        let refusal = await problem { _ = try await centre.store.publish(publication, nowMS: Centre.now) }
        #expect(refusal == .invalidSurvey)
    }

    @Test func `a branch's own assignment goes before the one for all`() async throws {
        let centre = try await Centre()
        #expect(try await assigned(centre)?.survey == "branch-exit")
        let lobby = Survey(
            id: "lobby", version: 1, languages: ["en"], title: LocalizedText(["en": "Lobby"]),
            questions: [Question(id: "visit", kind: .stars, ask: LocalizedText(["en": "How?"]))],
            thanks: LocalizedText(["en": "Thanks"]))
        let assign = ApiAssignment(all: false, branches: ["baku"])
        _ = try await centre.publish(lobby, after: try await centre.manifest(), assign: assign)
        #expect(try await assigned(centre) == Assignment(survey: "lobby", version: 1, manifest: 2, number: 2))
        _ = try await centre.publish(survey(), after: try await centre.manifest(), assign: nil)
        #expect(try await assigned(centre) == Assignment(survey: "lobby", version: 1, manifest: 3, number: 2))
        #expect(try await centre.store.publishedSurveys(in: .all).map(\.assignedTo) == [[], ["*"], ["baku"]])
    }

    @Test func `an assignment may hold a branch at a version`() async throws {
        let centre = try await Centre()
        _ = try await centre.publish(survey(), after: try await centre.manifest(), assign: nil)
        #expect(try await assigned(centre)?.version == 4)
        try await centre.store.assign(survey: "branch-exit", version: 3, branch: "baku")
        #expect(try await assigned(centre)?.version == 3)
        let refusal = await problem { try await centre.store.assign(survey: "branch-exit", version: 8, branch: nil) }
        #expect(refusal == .notFound)
    }

    @Test func `a kiosk's own assignment goes before its branch's, and no other kiosk's`() async throws {
        let centre = try await Centre()
        _ = try await centre.publish(survey(), after: try await centre.manifest(), assign: nil)
        try await centre.store.assign(survey: "branch-exit", version: 4, branch: "baku")
        try await centre.store.assign(survey: "branch-exit", version: 3, branch: nil, kiosk: centre.kiosk.id)
        #expect(try await assigned(centre)?.version == 3)
        #expect(
            try await centre.store.publishedSurveys(in: .all).map { Set($0.assignedTo) } == [
                [centre.kiosk.id], ["*", "baku"],
            ])
        let other = try await Centre.enrol(in: centre.store, number: 1, queue: Examples.queueID(1))
        let answer = try await centre.store.checkIn(
            other, queue: Examples.queueID(1), Centre.books(created: 0), nowMS: Centre.now)
        #expect(answer.assign?.version == 4)
        let refusal = await problem {
            try await centre.store.assign(survey: "branch-exit", version: 3, branch: nil, kiosk: "k_nobody")
        }
        #expect(refusal == .notFound)
    }

    private func assigned(_ centre: Centre) async throws -> Assignment? {
        try await centre.checkIn(Centre.books(created: 0)).assign
    }
}
