import KioskStore
import SurveyKit
import TestSupport
import Testing

/// Whatever fails in between: a customer who was thanked is not written over by the next.
struct SealingTests {
    private func draft(_ n: Int, score: Int = 4) -> Draft { Examples.draft(id: Examples.responseID(n), score: score) }

    @Test func `the next customer's draft seals the one before, if its sealing failed`() throws {
        let folder = try TemporaryFolder()
        let store = try KioskStore(stateFolder: folder.path)
        try store.saveDraft(draft(1))
        try store.saveDraft(draft(2))
        #expect(try store.accounting(nowMS: 0).created == 1)
        #expect(try store.draft()?.id == Examples.responseID(2))
        let pending = try store.pending(maxLines: 10, maxBytes: 100_000, after: 0)
        #expect(pending.lines.map(\.id) == [Examples.responseID(1)])
    }

    @Test func `sealing a named response leaves another one's draft alone`() throws {
        let folder = try TemporaryFolder()
        let store = try KioskStore(stateFolder: folder.path)
        try store.saveDraft(draft(1))
        try store.saveDraft(draft(2))
        let again = try store.sealDraft(Examples.responseID(1))
        #expect(again?.seq == 1)
        #expect(try store.draft()?.id == Examples.responseID(2))
        #expect(try store.sealDraft(Examples.responseID(3)) == nil)
        #expect(try store.accounting(nowMS: 0).created == 1)
    }

    @Test func `a suspect draft is sealed with its reason`() throws {
        let folder = try TemporaryFolder()
        let store = try KioskStore(stateFolder: folder.path)
        var suspect = draft(1)
        suspect.suspect = .mashing
        try store.saveDraft(suspect)
        #expect(try store.draft() == suspect)
        let line = try #require(try store.sealDraft())
        #expect(String(decoding: line.bytes, as: UTF8.self).contains(#""suspect":"mashing""#))
    }

    @Test func `a response that was sealed is not begun again`() throws {
        let folder = try TemporaryFolder()
        let store = try KioskStore(stateFolder: folder.path)
        try store.saveDraft(draft(1))
        try store.sealDraft(Examples.responseID(1))
        #expect(throws: StoreError.self) { try store.saveDraft(draft(1, score: 5)) }
        #expect(try store.draft() == nil)
    }
}
