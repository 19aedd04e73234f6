import Foundation
import TestSupport
import Testing

@testable import KioskApp

struct ExportFileTests {
    private func made(_ path: String, _ lines: [String], kiosk: String = "exit 1") throws -> String {
        let file = try ExportFile(at: path, kiosk: kiosk, queue: "0123456789abcdef", nowMS: 1_760_000_000_123)
        for line in lines { try file.append(Data(line.utf8)) }
        try file.finish()
        return file.path
    }

    @Test func `the file has its name only when it is whole`() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("answers.ndjson")
        do {
            let file = try ExportFile(at: path, kiosk: "k", queue: "q", nowMS: 0)
            try file.append(Data("one".utf8))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["answers.ndjson.part"])
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
        #expect(try made(path, ["one", "two"]) == path)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "one\ntwo\n")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["answers.ndjson"])
    }

    @Test func `a file that is there is never written over`() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("mine", to: "answers.ndjson")
        let error = #expect(throws: ExportFileError.self) { _ = try made(path, ["one"]) }
        #expect(error?.description == "\(path) exists already: name another file.")
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "mine")
    }

    @Test func `in a folder every kiosk's file has a name of its own`() throws {
        let folder = try TemporaryFolder()
        #expect(
            try made(folder.path, ["one"], kiosk: "Çıxış 2/B")
                == folder.file("smilepost---x---2-b-01234567-1760000000.ndjson"))
    }

    @Test("A stick that is full is named, and holds no half file", .enabled(if: SmallDisk.isPossible))
    func fullStick() throws {
        let stick = try SmallDisk(bytes: 65_536)
        let error = #expect(throws: ExportFileError.self) {
            _ = try made(stick.path + "/a.ndjson", Array(repeating: String(repeating: "x", count: 1_000), count: 100))
        }
        #expect(error?.description.hasSuffix("No space left on device. Is the stick mounted and not full?") == true)
        #expect(try FileManager.default.contentsOfDirectory(atPath: stick.path) == [])
    }
}
