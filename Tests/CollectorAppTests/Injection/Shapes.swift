import Foundation
import TestSupport

/// What pages and tables are, read by other programs than ours: `Tests/PageShapes`, in Python.
struct Shapes: Decodable {
    /// What it is made of, apart from its words.
    let shape: [String]
    /// Of each text, whether it is shown as it is.
    let shows: [Bool]
    let faults: [String]

    enum Kind: String, Encodable { case html, csv }

    struct Document: Encodable {
        let type: Kind
        let body: String
    }

    private struct Wish: Encodable {
        let texts: [String]
        let documents: [String: Document]
    }

    /// Reads them all, by name.
    static func read(_ documents: [String: Document], looking texts: [String]) throws -> [String: Shapes] {
        let folder = try TemporaryFolder()
        let wish = try JSONEncoder().encode(Wish(texts: texts, documents: documents))
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", TestFiles.root.path + "/Tests/PageShapes/shapes.py"]
        process.standardInput = FileHandle(
            forReadingAtPath: try folder.write(String(decoding: wish, as: UTF8.self), to: "in"))
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let answer = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return try JSONDecoder().decode([String: Shapes].self, from: answer)
    }
}
