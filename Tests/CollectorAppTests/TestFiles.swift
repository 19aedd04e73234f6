import Foundation

enum TestFiles {
    /// The package's folder, three levels above this file.
    static let root = (0..<3).reduce(URL(filePath: #filePath)) { url, _ in url.deletingLastPathComponent() }
}
