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
}
