import Foundation
import KioskUI
import TerminalUI
import Testing

/// Screens as text files in `Goldens/`.
///
/// `SMILEPOST_RECORD=1` writes those of a test anew; look at what changed before committing it.
enum Goldens {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Goldens")
    private static let isRecording = ProcessInfo.processInfo.environment["SMILEPOST_RECORD"] == "1"

    static func expect(_ scene: Scene, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let file = folder.appendingPathComponent(name + ".txt")
        let text = scene.frame.plainText + "\n"
        if isRecording { try text.write(to: file, atomically: true, encoding: .utf8) }
        #expect(text == (try String(contentsOf: file, encoding: .utf8)), sourceLocation: sourceLocation)
    }
}
