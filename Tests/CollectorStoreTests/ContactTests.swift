import CollectorStore
import Crypto
import Foundation
import GRDB
import SurveyKit
import TestSupport
import Testing
import WireProtocol

/// Sealed contact details at the centre: kept, told of, and given out for an entry in the audit log only.
@Suite struct ContactTests {
    private let pair = Curve25519.KeyAgreement.PrivateKey()
    private let key: ContactKey
    private let actor = AuditActor(name: "care", role: .ops, token: "0123456789ab")

    /// `branch-exit` 4, with a contact question.
    private static let survey = Survey(
        id: "branch-exit", version: 4, languages: ["en"], title: LocalizedText(["en": "Exit"]),
        questions: [
            Question(id: "visit", kind: .smiley(levels: 5), ask: LocalizedText(["en": "How?"])),
            Question(
                id: "call", kind: .contact(consent: LocalizedText(["en": "Call me"])),
                ask: LocalizedText(["en": "Call me"]), isOptional: true),
            Question(
                id: "news", kind: .contact(consent: LocalizedText(["en": "Send me news"])),
                ask: LocalizedText(["en": "Send me news"]), isOptional: true),
        ], thanks: LocalizedText(["en": "Thanks"]))

    init() throws { key = try #require(ContactKey(key: pair.publicKey.rawRepresentation)) }

    private func centre() async throws -> Centre {
        let centre = try await Centre()
        _ = try await centre.publish(Self.survey, after: try await centre.manifest())
        return centre
    }

    private func draft(_ number: Int, _ answer: Answer?) -> Draft {
        var answers: [String: Answer] = ["visit": .score(1)]
        answers["call"] = answer
        return Draft(
            id: Examples.responseID(number), surveyID: "branch-exit", surveyVersion: 4, bundle: nil,
            started: Examples.start, language: "en", answers: answers, completion: .done)
    }

    private func envelope(_ number: Int) throws -> ContactEnvelope {
        try ContactEnvelope.sealing(
            Contact(kind: .email, value: "leyla@example.az"), to: key, response: Examples.responseID(number))
    }

    @Test func `an envelope is given out as it came, with its entry in the audit log`() async throws {
        var centre = try await centre()
        let envelope = try envelope(1)
        _ = try await centre.ingest(
            try Centre.chain([draft(1, .contact(envelope)), draft(2, nil)]).map(\.bytes))
        #expect(try await centre.store.auditEntries(limit: 9).isEmpty)
        let contacts = try await centre.store.revealContacts(
            of: Examples.responseID(1), in: .all, by: actor, reason: "complaint 12", nowMS: Centre.now + 5)
        #expect(contacts == [ApiSealedContact(question: "call", envelope: envelope)])
        let opened = try contacts[0].envelope.opened(with: pair.rawRepresentation, response: Examples.responseID(1))
        #expect(opened.value == "leyla@example.az")
        try centre.reopen()
        let entry = try unwrap(try await centre.store.auditEntries(limit: 9).first)
        #expect(entry.number == 1)
        #expect(entry.atMS == Centre.now + 5)
        #expect(entry.actor == actor)
        #expect(entry.action == "contact-reveal")
        #expect(entry.subject == .response(Examples.responseID(1)))
        #expect(entry.reason == "complaint 12")
    }

    @Test func `two contacts of one response are given out together, for one entry`() async throws {
        let centre = try await centre()
        var draft = draft(1, .contact(try envelope(1)))
        draft.answers["news"] = .contact(try envelope(1))
        _ = try await centre.ingest(try Centre.chain([draft]).map(\.bytes))
        let contacts = try await centre.store.revealContacts(
            of: draft.id, in: .all, by: actor, reason: "x", nowMS: Centre.now)
        #expect(contacts.map(\.question) == ["call", "news"])
        #expect(try await centre.store.auditEntries(limit: 9).count == 1)
    }

    @Test func `a response that comes twice has its contact once`() async throws {
        let centre = try await centre()
        let lines = try Centre.chain([draft(1, .contact(try envelope(1)))]).map(\.bytes)
        for _ in 1...2 { _ = try await centre.ingest(lines) }
        let contacts = try await centre.store.revealContacts(
            of: Examples.responseID(1), in: .all, by: actor, reason: "x", nowMS: Centre.now)
        #expect(contacts.count == 1)
    }

    @Test func `who asks in vain gets nothing and leaves no entry`() async throws {
        let centre = try await centre()
        _ = try await centre.ingest(try Centre.chain([draft(2, nil)]).map(\.bytes))
        for number in [2, 3] {
            let refusal = await problem {
                _ = try await centre.store.revealContacts(
                    of: Examples.responseID(number), in: .all, by: actor, reason: "x", nowMS: Centre.now)
            }
            #expect(refusal == .notFound)
        }
        #expect(try await centre.store.auditEntries(limit: 9).isEmpty)
    }

    @Test func `without the entry nothing is given out`() async throws {
        let centre = try await centre()
        _ = try await centre.ingest(try Centre.chain([draft(1, .contact(try envelope(1)))]).map(\.bytes))
        try await database(of: centre) { db in try db.execute(sql: "DROP TABLE audit") }
        let refusal = await problem {
            _ = try await centre.store.revealContacts(
                of: Examples.responseID(1), in: .all, by: actor, reason: "x", nowMS: Centre.now)
        }
        #expect(refusal == .storage)
    }

    @Test func `the export names the key and withholds the envelope`() async throws {
        let centre = try await centre()
        let envelope = try envelope(1)
        _ = try await centre.ingest(try Centre.chain([draft(1, .contact(envelope))]).map(\.bytes))
        let row = try unwrap(try await centre.store.responses(in: .all).rows.first)
        #expect(row.answers == ["visit": .score(1), "call": .sealed(key: key.id)])
        let json = try String(decoding: JSONEncoder().encode(row), as: UTF8.self)
        #expect(!json.contains(String(envelope.box.base64EncodedString().prefix(12))))
    }

    @Test func `an envelope without the shape of one, or a contact in plain, stays in quarantine`() async throws {
        let centre = try await centre()
        let short = ContactEnvelope(key: key.id, enc: Data(count: 31), box: Data(count: 80))
        let drafts = [draft(1, .contact(short)), draft(2, .text("leyla@example.az"))]
        let answer = try await centre.ingest(try Centre.chain(drafts).map(\.bytes))
        #expect(answer.results.map(\.status) == [.quarantined, .quarantined])
        for number in [1, 2] {
            let refusal = await problem {
                _ = try await centre.store.revealContacts(
                    of: Examples.responseID(number), in: .all, by: actor, reason: "x", nowMS: Centre.now)
            }
            #expect(refusal == .notFound)
        }
    }

    @Test func `a response that waited for its survey is found by its contact afterwards`() async throws {
        let centre = try await Centre()
        let answer = try await centre.ingest(
            try Centre.chain([draft(1, .contact(try envelope(1)))]).map(\.bytes))
        #expect(answer.results.map(\.status) == [.quarantined])
        _ = try await centre.publish(Self.survey, after: try await centre.manifest())
        let contacts = try await centre.store.revealContacts(
            of: Examples.responseID(1), in: .all, by: actor, reason: "x", nowMS: Centre.now)
        #expect(contacts.map(\.question) == ["call"])
    }

    @Test func `the audit log is read newest first, page by page, and can't be changed`() async throws {
        let centre = try await centre()
        _ = try await centre.ingest(try Centre.chain([draft(1, .contact(try envelope(1)))]).map(\.bytes))
        for number in 1...5 {
            _ = try await centre.store.revealContacts(
                of: Examples.responseID(1), in: .all, by: actor, reason: "\(number)", nowMS: Centre.now)
        }
        #expect(try await centre.store.auditEntries(limit: 2).map(\.reason) == ["5", "4"])
        #expect(try await centre.store.auditEntries(before: 4, limit: 9).map(\.reason) == ["3", "2", "1"])
        for sql in ["DELETE FROM audit", "UPDATE audit SET reason = 'other'"] {
            let error = await #expect(throws: DatabaseError.self) {
                try await database(of: centre) { db in try db.execute(sql: sql) }
            }
            #expect(error?.message == "the audit log is append-only")
        }
        #expect(try await centre.store.auditEntries(limit: 9).count == 5)
    }

    private func database(of centre: Centre, _ work: @Sendable (Database) throws -> Void) async throws {
        let queue = try DatabaseQueue(path: centre.folder.file("collector.sqlite"))
        try await queue.write { db in try work(db) }
        try queue.close()
    }
}

/// The contact key in the manifests that are published here.
@Suite struct ContactKeyPublicationTests {
    private let keys = (1...2).map { ContactKey(key: Data(repeating: $0, count: 32)) }

    /// The current manifest with another contact key.
    private func rekeyed(_ centre: Centre, to key: ContactKey?, skipping: Int = 0) async throws -> ApiPublication {
        let current = try unwrap(try await centre.manifest())
        let manifest = Manifest(
            manifest: current.manifest + 1 + skipping, surveys: current.surveys, contactKey: key)
        return try centre.publication(manifest, blob: try Examples.branchExit.encoded())
    }

    @Test func `the key comes, changes and goes without a new version of a survey`() async throws {
        let centre = try await Centre()
        #expect(try await centre.manifest()?.contactKey == nil)
        for (index, key) in (keys + [nil]).enumerated() {
            let publication = try await rekeyed(centre, to: key)
            let answer = try await centre.store.publish(publication, nowMS: Centre.now)
            #expect(answer.manifest == index + 2)
            #expect(try await centre.manifest()?.contactKey == key)
            #expect(try await centre.store.publish(publication, nowMS: Centre.now) == answer)
        }
        #expect(try await centre.store.publishedSurveys(in: .all).count == 1)
        let assigned = try await centre.checkIn(Centre.books(created: 0)).assign
        #expect(assigned == Assignment(survey: "branch-exit", version: 3, manifest: 4, number: 1))
    }

    @Test func `the same key again, or a skipped number, is no publication`() async throws {
        let centre = try await Centre()
        _ = try await centre.store.publish(try await rekeyed(centre, to: keys[0]), nowMS: Centre.now)
        for publication in [
            try await rekeyed(centre, to: keys[0]), try await rekeyed(centre, to: keys[1], skipping: 1),
        ] {
            let refusal = await problem { _ = try await centre.store.publish(publication, nowMS: Centre.now) }
            #expect(refusal == .conflict)
        }
        #expect(try await centre.manifest()?.manifest == 2)
    }

    @Test func `a manifest whose contact key is none is refused`() async throws {
        let centre = try await Centre()
        let payload = Data(#"{"contact_key":"AQID","manifest":2,"surveys":[]}"#.utf8)
        let key = centre.releaseKey
        let envelope = try Envelope(
            signing: payload, type: Envelope.manifestType, privateKey: key.rawRepresentation)
        let publication = ApiPublication(
            manifest: envelope, blob: try Examples.branchExit.encoded(),
            releaseKey: PublicKey(key: key.publicKey.rawRepresentation), assign: nil)
        let refusal = await problem { _ = try await centre.store.publish(publication, nowMS: Centre.now) }
        #expect(refusal == .badRequest)
    }
}
