import Foundation
import GRDB
import SurveyKit
import TestSupport
import Testing

@testable import KioskStore

struct SurveyShelfTests {
    private func stage(_ bench: Bench, _ version: Int, _ survey: String = "exit") throws {
        let bytes = Data("\(survey)@\(version)".utf8)
        try bench.store.stage(
            surveyID: survey, version: version, sha256: SealedLine.hash(of: bytes).hex, bytes: bytes)
    }

    /// Stages a version, puts it on the screen, and finds that it works.
    private func show(_ bench: Bench, _ version: Int, _ survey: String = "exit") throws {
        try stage(bench, version, survey)
        try bench.store.activate(surveyID: survey, version: version)
        try bench.store.confirm(surveyID: survey, version: version)
    }

    private func shown(_ bench: Bench) throws -> [Int?] {
        [try bench.store.activeSurvey()?.version, try bench.store.stagedSurvey()?.version]
    }

    @Test func `a staged survey is shown only when it is activated`() throws {
        let bench = try Bench()
        try stage(bench, 1)
        #expect(try shown(bench) == [nil, 1])
        #expect(try bench.store.activate(surveyID: "exit", version: 1))
        #expect(try shown(bench) == [1, nil])
        #expect(try bench.store.activeSurvey()?.bytes == Data("exit@1".utf8))
        #expect(try bench.store.activate(surveyID: "exit", version: 1) == false)
    }

    @Test func `the old survey stays for drafts begun with it, the one before goes`() throws {
        let bench = try Bench()
        for version in 1...3 { try show(bench, version) }
        #expect(try bench.store.survey(surveyID: "exit", version: 2)?.state == .previous)
        #expect(try bench.store.survey(surveyID: "exit", version: 1) == nil)
    }

    @Test func `a draft's survey stays readable until the draft is sealed`() throws {
        let bench = try Bench()
        let draft = Examples.draft(id: Examples.responseID(1))
        let (survey, version) = (draft.surveyID, draft.surveyVersion)
        for version in [version, version + 1] { try show(bench, version, survey) }
        try bench.store.saveDraft(draft)
        try show(bench, version + 2, survey)
        let bytes = Data("\(survey)@\(version)".utf8)
        #expect(try bench.store.survey(surveyID: survey, version: version)?.bytes == bytes)
        #expect(try bench.store.survey(surveyID: survey, version: version + 1)?.state == .previous)
        // Assigned anew, and then another one in its place: still there.
        try stage(bench, version, survey)
        try stage(bench, version + 3, survey)
        #expect(try bench.store.survey(surveyID: survey, version: version)?.bytes == bytes)
        _ = try bench.store.sealDraft()
        try bench.store.activate(surveyID: survey, version: version + 3)
        #expect(try bench.store.survey(surveyID: survey, version: version) == nil)
        #expect(try bench.store.survey(surveyID: survey, version: version + 2)?.state == .previous)
    }

    @Test func `going back stages the previous survey again`() throws {
        let bench = try Bench()
        for version in [1, 2, 1] { try show(bench, version) }
        #expect(try shown(bench) == [1, nil])
        #expect(try bench.store.survey(surveyID: "exit", version: 2)?.state == .previous)
    }

    @Test func `a newer staged survey replaces the waiting one, and the active one is left alone`() throws {
        let bench = try Bench()
        try stage(bench, 1)
        try bench.store.activate(surveyID: "exit", version: 1)
        try stage(bench, 2)
        try stage(bench, 3)
        try stage(bench, 1)
        #expect(try shown(bench) == [1, 3])
    }

    @Test func `a staged survey that can't be shown is refused, and the centre is told`() throws {
        let bench = try Bench()
        try show(bench, 1)
        try stage(bench, 2)
        try bench.store.fail(surveyID: "exit", version: 2, code: "unreadable")
        #expect(try shown(bench) == [1, nil])
        #expect(try bench.store.survey(surveyID: "exit", version: 2)?.why == "unreadable")
        #expect(
            try bench.store.refusals() == [RefusedSurvey(number: 1, surveyID: "exit", version: 2, code: "unreadable")])
    }

    @Test func `what was given up is not given up again, and its refusal is told once`() throws {
        let bench = try Bench()
        for version in 1...2 { try show(bench, version) }
        for version in [2, 2, 3] { try bench.store.fail(surveyID: "exit", version: version, code: "unreadable") }
        #expect(try shown(bench) == [1, nil])
        #expect(try bench.store.refusals().map(\.version) == [2])
        #expect(try bench.store.survey(surveyID: "exit", version: 2)?.bytes.isEmpty == true)
    }

    @Test func `what waits is dropped when the centre goes back to the one on the screen`() throws {
        let bench = try Bench()
        try show(bench, 1)
        try stage(bench, 2)
        let sha256 = SealedLine.hash(of: Data("exit@1".utf8)).hex
        let needs = try (1...2).map { _ in
            try bench.store.assign(surveyID: "exit", version: 1, sha256: sha256, assignment: "#2")
        }
        #expect(needs == [.withdrawn, .nothing])
        #expect(try shown(bench) == [1, nil])
    }

    @Test func `a completed interview confirms the survey it was given to, and no other end of one does`() throws {
        let bench = try Bench()
        let bytes = Data("exit@1".utf8)
        let sha256 = SealedLine.hash(of: bytes).hex
        try bench.store.stage(surveyID: "branch-exit", version: 3, sha256: sha256, bytes: bytes)
        try bench.store.activate(surveyID: "branch-exit", version: 3)
        func state() throws -> Activation.State? { try bench.store.activeSurvey()?.state }
        func seal(_ n: Int, _ completion: Completion?, bundle: String?, isLeftover: Bool = false) throws {
            var draft = Draft(
                id: Examples.responseID(n), surveyID: "branch-exit", surveyVersion: 3, bundle: bundle,
                started: Examples.start, language: "en", answers: ["visit": .score(3)])
            draft.completion = completion
            try bench.store.saveDraft(draft)
            try bench.store.sealDraft(isLeftover ? nil : draft.id)
        }
        try seal(1, .timeout, bundle: sha256)
        #expect(try state() == .pending)
        // The kiosk that said "thank you" is gone: it may have been the survey that took it down.
        try seal(2, .done, bundle: sha256, isLeftover: true)
        #expect(try state() == .pending)
        // A local file that calls itself the same.
        try seal(3, .done, bundle: nil)
        #expect(try state() == .pending)
        try seal(4, .skipped, bundle: sha256)
        #expect(try state() == .confirmed)
    }

    @Test func `surveys of the version before are on the shelf as what they were`() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("kiosk.sqlite")
        let database = try DatabaseQueue(path: path)
        try Schema.migrator.migrate(database, upTo: "2 surveys")
        try database.write { db in
            for (version, state, why) in [
                (1, "previous", nil), (2, "active", nil), (3, "staged", nil), (4, "failed", "unreadable"),
            ] as [(Int, String, String?)] {
                let bytes = Data("exit@\(version)".utf8)
                try db.execute(
                    sql:
                        "INSERT INTO bundle(survey_id, version, sha256, bytes, state, why) VALUES ('exit', ?, ?, ?, ?, ?)",
                    arguments: [version, SealedLine.hash(of: bytes).hex, bytes, state, why])
            }
        }
        try database.close()
        let store = try KioskStore(stateFolder: folder.path)
        let bundles = try store.activation().bundles
        #expect(bundles.map(\.state) == [.previous, .confirmed, .staged, .failed])
        #expect(bundles.map(\.isProven) == [true, true, false, false])
        #expect(bundles.map(\.why) == [nil, nil, nil, "unreadable"])
        #expect(
            try (1...4).map { try store.survey(surveyID: "exit", version: $0)?.bytes }
                == ["exit@1", "exit@2", "exit@3", ""].map { Data($0.utf8) })
    }

    @Test func `refusals are noted once and forgotten when told`() throws {
        let bench = try Bench()
        for version in [1, 1, 2] {
            try bench.store.recordRefusal(surveyID: "exit", version: version, code: "wrong-hash")
        }
        let noted = try bench.store.refusals()
        #expect(noted.map(\.version) == [1, 2])
        try bench.store.clearRefusals(upTo: noted[0].number)
        #expect(try bench.store.refusals() == [noted[1]])
    }

    @Test func `the first release key is trusted for ever`() throws {
        let bench = try Bench()
        let keys = [Data(repeating: 1, count: 32), Data(repeating: 2, count: 32)]
        #expect(try bench.store.releaseKey() == nil)
        #expect(try bench.store.setReleaseKey(keys[0]))
        #expect(try bench.store.setReleaseKey(keys[0]))
        #expect(try bench.store.setReleaseKey(keys[1]) == false)
        #expect(try bench.store.releaseKey() == keys[0])
    }

    @Test func `a manifest never goes back`() throws {
        let bench = try Bench()
        let bytes = Data("signed".utf8)
        #expect(try bench.store.setManifest(version: 4, envelope: bytes, etag: "\"4\""))
        #expect(try bench.store.setManifest(version: 4, envelope: Data(), etag: nil) == false)
        #expect(try bench.store.setManifest(version: 3, envelope: Data(), etag: nil) == false)
        #expect(try bench.store.manifest() == StoredManifest(version: 4, envelope: bytes, etag: "\"4\""))
    }
}
