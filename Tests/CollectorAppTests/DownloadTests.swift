import CollectorStore
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import SurveyKit
import Synchronization
import TestSupport
import Testing

@testable import CollectorApp

@Suite struct DownloadTests {
    /// A browser that takes each piece only when something else was done.
    private struct SlowReader: ResponseBodyWriter {
        let onPiece: @Sendable (Int) async throws -> Void

        mutating func write(_ buffer: ByteBuffer) async throws { try await onPiece(buffer.readableBytes) }
        consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
    }

    @Test("C8: while a download waits for its reader, commits go on and the database's log can be taken in whole")
    func slow() async throws {
        let centre = try await SiteCentre()
        try await centre.send(Array(repeating: ["visit": .score(4)], count: 5_100))
        let bytes = Mutex<[Int]>([])
        let response = try await ResponseExport(collector: centre.collector).download(in: .all, withSuspect: true)
        try await response.body.write(
            SlowReader { count in
                bytes.withLock { $0.append(count) }
                try await centre.store.proveWritable(nowMS: centre.clock.now)
                for _ in 1...2 { try await centre.store.tendLog() }
                #expect(centre.store.logBytes == 0)
            })
        // The header, a full page and the rest.
        #expect(bytes.withLock { $0.count } == 3)
    }
}
