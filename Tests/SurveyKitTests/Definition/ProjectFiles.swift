import Foundation

/// Where the project's own files lie, seen from the tests.
enum ProjectFiles {
    /// The package's folder, four levels above this file.
    static let root = (0..<4).reduce(URL(filePath: #filePath)) { url, _ in url.deletingLastPathComponent() }
}
