import CollectorStore
import TestSupport
import Testing

@Suite struct IdentityTests {
    @Test func `a collector keeps its identity when it is opened again`() throws {
        let folder = try TemporaryFolder()
        let first = try CollectorStore(path: folder.file("collector.sqlite"))
        let identity = first.identity
        try first.close()
        #expect(try CollectorStore(path: folder.file("collector.sqlite")).identity == identity)
        #expect(identity.id.count == 34)
        #expect(identity.epoch.count == 32)
    }

    @Test func `a restored collector gets a new epoch and keeps its id`() async throws {
        let folder = try TemporaryFolder()
        let store = try CollectorStore(path: folder.file("collector.sqlite"))
        try await store.renewEpoch()
        let after = try CollectorStore(path: folder.file("collector.sqlite"))
        #expect(after.identity.id == store.identity.id)
        #expect(after.identity.epoch != store.identity.epoch)
    }
}
