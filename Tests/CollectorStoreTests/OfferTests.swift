import CollectorStore
import Foundation
import SurveyKit
import TestSupport
import Testing
import WireProtocol

/// Versions 3 to 5 of a survey, offered to all: what a kiosk is told to show.
struct OfferTests {
    private let centre: Centre

    init() async throws {
        centre = try await Centre()
        for version in 4...5 {
            let example = Examples.branchExit
            let survey = Survey(
                id: example.id, version: version, languages: example.languages, title: example.title,
                questions: example.questions, thanks: example.thanks)
            _ = try await centre.publish(survey, after: try await centre.manifest())
        }
    }

    private var store: CollectorStore { centre.store }

    private func told(created: Int64 = 0) async throws -> CheckinAnswer {
        try await store.checkIn(
            centre.kiosk, queue: Centre.queue, Centre.books(created: created), nowMS: Centre.now)
    }

    private func version() async throws -> Int? { try await told().assign?.version }

    private func rollBack(branch: String? = nil, kiosk: String? = nil) async throws -> Int {
        try await store.rollBack(survey: "branch-exit", branch: branch, kiosk: kiosk)
    }

    @Test func `a rollback goes one version back each time, and its number rises with every order`() async throws {
        let first = try #require(try await told().assign)
        #expect(first.version == 5)
        #expect(try await rollBack() == 4)
        #expect(try await rollBack() == 3)
        let last = try #require(try await told().assign)
        #expect(last.version == 3)
        let numbers = [try #require(first.number), try #require(last.number)]
        #expect(numbers[1] == numbers[0] + 2)
        #expect(await problem { _ = try await rollBack() } == .conflict)
        #expect(try await version() == 3)
    }

    @Test func `a branch or a kiosk goes back alone, the kiosk before its branch`() async throws {
        #expect(try await rollBack(branch: "baku") == 4)
        #expect(try await version() == 4)
        #expect(try await rollBack(kiosk: centre.kiosk.id) == 3)
        #expect(try await version() == 3)
        #expect(await problem { _ = try await rollBack(branch: "nowhere") } == .notFound)
        #expect(await problem { _ = try await rollBack(kiosk: "k_0") } == .notFound)
        let elsewhere = await problem {
            _ = try await store.rollBack(survey: "another", branch: nil, kiosk: nil)
        }
        #expect(elsewhere == .conflict)
    }

    @Test(arguments: [PublicationState.closing, .closed])
    func `what is closed is offered no longer: the newest one before it is, else nothing`(
        state: PublicationState
    ) async throws {
        try await store.offer(survey: "branch-exit", version: 5, as: state)
        #expect(try await version() == 4)
        #expect(try await rollBack() == 3)
        try await store.offer(survey: "branch-exit", version: nil, as: state)
        let answer = try await told()
        #expect(answer.assign == nil)
        // The kiosk of this test shows version 3.
        #expect(answer.closed == [SurveyName(survey: "branch-exit", version: 3)])
        #expect(await problem { try await store.assign(survey: "branch-exit", version: 4, branch: nil) } == .conflict)
        #expect(try await store.publishedSurveys(in: .all).map(\.state) == [state, state, state])
        try await store.offer(survey: "branch-exit", version: 3, as: .published)
        #expect(try await told().closed == nil)
        #expect(try await version() == 3)
        #expect(await problem { try await store.offer(survey: "x", version: nil, as: state) } == .notFound)
    }

    @Test func `late responses to a closed version are accepted`() async throws {
        try await store.offer(survey: "branch-exit", version: nil, as: .closed)
        let answer = try await centre.ingest(try Centre.lines(3).map(\.bytes))
        #expect(answer.results.map(\.status) == [.accepted, .accepted, .accepted])
        #expect(try await centre.exported().count == 3)
    }

    @Test func `what a kiosk tells of its surveys is kept until it tells otherwise`() async throws {
        let report = ActivationReport(
            isPending: true, previous: SurveyName(survey: "branch-exit", version: 2),
            failed: [.init(survey: "branch-exit", version: 4, why: "crashed")])
        let plain = Centre.books(created: 0)
        for told in [report, nil] {
            let request = CheckinRequest(
                app: plain.app, queue: plain.queue, survey: plain.survey, manifest: 1, clock: .synchronised,
                refused: [],
                activation: told)
            _ = try await store.checkIn(centre.kiosk, queue: Centre.queue, request, nowMS: Centre.now)
            let record = try #require(try await store.kiosk(id: centre.kiosk.id, in: .all))
            #expect(record.checkin?.activation == told)
            #expect(record.api.activation == told)
            #expect(record.checkin?.offer == .published)
        }
    }

    @Test func `what is revoked stays revoked, and needs no new version of a survey`() async throws {
        let current = try #require(try await centre.manifest())
        let sha256 = try #require(Data(hex: current.surveys[0].sha256))
        let blob = try #require(try await store.blob(sha256: sha256))
        let revoked = [SurveyName(survey: "branch-exit", version: 4)]
        let next = current.next(contactKey: nil, revoked: revoked)
        _ = try await store.publish(try centre.publication(next, blob: blob), nowMS: Centre.now)
        #expect(try await centre.manifest()?.revoked == revoked)
        let forgetful = Manifest(manifest: next.manifest + 1, surveys: next.surveys, expiresMS: 1)
        let refused = await problem {
            _ = try await store.publish(try centre.publication(forgetful, blob: blob), nowMS: Centre.now)
        }
        #expect(refused == .conflict)
    }
}
