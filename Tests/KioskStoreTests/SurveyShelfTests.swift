import Foundation
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
        for version in 1...3 {
            try stage(bench, version)
            try bench.store.activate(surveyID: "exit", version: version)
        }
        #expect(try bench.store.survey(surveyID: "exit", version: 2)?.state == .previous)
        #expect(try bench.store.survey(surveyID: "exit", version: 1) == nil)
    }

    @Test func `a draft's survey stays readable until the draft is sealed`() throws {
        let bench = try Bench()
        let draft = Examples.draft(id: Examples.responseID(1))
        let (survey, version) = (draft.surveyID, draft.surveyVersion)
        for version in [version, version + 1] {
            try stage(bench, version, survey)
            try bench.store.activate(surveyID: survey, version: version)
        }
        try bench.store.saveDraft(draft)
        try stage(bench, version + 2, survey)
        try bench.store.activate(surveyID: survey, version: version + 2)
        #expect(try bench.store.survey(surveyID: survey, version: version)?.state == .previous)
        #expect(try bench.store.survey(surveyID: survey, version: version + 1) == nil)
        // Assigned anew, and then another one in its place: still there.
        try stage(bench, version, survey)
        try stage(bench, version + 3, survey)
        #expect(try bench.store.survey(surveyID: survey, version: version)?.state == .previous)
        _ = try bench.store.sealDraft()
        try bench.store.activate(surveyID: survey, version: version + 3)
        #expect(try bench.store.survey(surveyID: survey, version: version) == nil)
        #expect(try bench.store.survey(surveyID: survey, version: version + 2)?.state == .previous)
    }

    @Test func `going back stages the previous survey again`() throws {
        let bench = try Bench()
        for version in [1, 2, 1] {
            try stage(bench, version)
            try bench.store.activate(surveyID: "exit", version: version)
        }
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
        try stage(bench, 1)
        try bench.store.activate(surveyID: "exit", version: 1)
        try stage(bench, 2)
        #expect(try bench.store.refuseStaged(surveyID: "exit", version: 2, code: "unreadable"))
        #expect(try shown(bench) == [1, nil])
        #expect(try bench.store.survey(surveyID: "exit", version: 2)?.why == "unreadable")
        #expect(
            try bench.store.refusals() == [RefusedSurvey(number: 1, surveyID: "exit", version: 2, code: "unreadable")])
    }

    @Test(arguments: [1, 2, 3]) func `only a staged survey can be refused`(version: Int) throws {
        let bench = try Bench()
        for version in 1...2 {
            try stage(bench, version)
            try bench.store.activate(surveyID: "exit", version: version)
        }
        #expect(try bench.store.refuseStaged(surveyID: "exit", version: version, code: "unreadable") == false)
        #expect(try shown(bench) == [2, nil])
        #expect(try bench.store.refusals() == [])
    }

    @Test func `what waits can be withdrawn`() throws {
        let bench = try Bench()
        #expect(try bench.store.withdrawStaged() == false)
        try stage(bench, 1)
        #expect(try bench.store.withdrawStaged())
        #expect(try shown(bench) == [nil, nil])
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
