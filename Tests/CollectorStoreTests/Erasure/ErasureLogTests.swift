import Foundation
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import CollectorStore

@Suite struct ErasureLogTests {
    private let folder: TemporaryFolder
    private let log: ErasureLog

    init() throws {
        folder = try TemporaryFolder()
        log = ErasureLog(besideDatabase: folder.file("collector.sqlite"))
    }

    private func entry(_ number: Int) -> Erasure {
        Erasure(
            id: Examples.responseID(number), queue: Centre.queue, sha256: Data(repeating: 7, count: 32),
            seq: Int64(number), prev: Data(repeating: 6, count: 32), by: Centre.eraser, reason: "wish\n\(number)",
            nowMS: Centre.now)
    }

    @Test func `entries are read as they were appended, one line each, by the account alone`() throws {
        #expect(try log.read() == [])
        try log.append([entry(1), entry(2)])
        try log.append([])
        try log.append([entry(3)])
        #expect(try log.read() == [entry(1), entry(2), entry(3)])
        #expect(try String(contentsOfFile: log.path, encoding: .utf8).split(separator: "\n").count == 3)
        let rights = try FileManager.default.attributesOfItem(atPath: log.path)[.posixPermissions] as? Int
        #expect(rights == 0o600)
    }

    @Test func `what a power cut left of the last entry counts for nothing, at every length`() throws {
        try log.append([entry(1)])
        let whole = try Data(contentsOf: URL(fileURLWithPath: log.path))
        let second = try entry(2).encoded()
        for length in 0...second.count {
            try (whole + second.prefix(length)).write(to: URL(fileURLWithPath: log.path))
            #expect(try log.read() == [entry(1)])
            try log.append([entry(3)])
            #expect(try log.read() == [entry(1), entry(3)])
        }
    }

    @Test func `a line in the middle that can't be read keeps the collector from starting, and is named`() throws {
        try log.append([entry(1), entry(2), entry(3)])
        let text = try String(contentsOfFile: log.path, encoding: .utf8)
        try text.replacing(Examples.responseID(2).hex, with: "?").write(
            toFile: log.path, atomically: true, encoding: .utf8)
        let error = #expect(throws: CollectorStoreError.self) {
            try CollectorStore(path: folder.file("collector.sqlite"))
        }
        #expect(error == .damagedErasureLog(path: log.path, line: 2))
        #expect(error?.description.hasPrefix("\(log.path):2: this line of the erasure log can't be read") == true)
    }

    @Test("C6: nothing is deleted before the log has it: where the log can't be written, all stays")
    func logFirst() async throws {
        let centre = try await Centre()
        let line = try Centre.lines(1)[0]
        _ = try await centre.ingest([line.bytes])
        let path = centre.folder.file("erasures.jsonl")
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        #expect(await problem { _ = try await centre.erase(line.id) } == .storage)
        #expect(try await centre.exported() == [line.id])
        #expect(try await centre.store.auditEntries(limit: 9).isEmpty)
        try FileManager.default.removeItem(atPath: path)
        #expect(try await centre.erase(line.id) == .erased(copies: 1))
    }

    @Test("C6: a collector that died between the log and the database finishes the erasure at its start")
    func died() async throws {
        var centre = try await Centre()
        let lines = try Centre.lines(2)
        _ = try await centre.ingest(lines.map(\.bytes))
        let logged = Erasure(
            id: lines[0].id, queue: Centre.queue, sha256: lines[0].sha256, seq: 1,
            prev: SealedLine.genesis(of: Centre.queue), by: Centre.eraser, reason: "wish", nowMS: Centre.now)
        try ErasureLog(besideDatabase: centre.folder.file("collector.sqlite")).append([logged])
        try centre.reopen()
        #expect(try await centre.exported() == [lines[1].id])
        #expect(try await centre.store.auditEntries(limit: 9).map(\.action) == ["erasure"])
    }

    @Test func `a log that was lost is written again from the database`() async throws {
        var centre = try await Centre()
        let lines = try Centre.lines(2)
        _ = try await centre.ingest(lines.map(\.bytes))
        for line in lines { _ = try await centre.erase(line.id) }
        let log = try centre.log()
        try FileManager.default.removeItem(atPath: centre.folder.file("erasures.jsonl"))
        try centre.reopen()
        #expect(Set(try centre.log().split(separator: "\n")) == Set(log.split(separator: "\n")))
    }
}
