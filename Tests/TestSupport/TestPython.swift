import Foundation

/// Python with the packages of `Tests/requirements.txt`, which `scripts/install-packages test` puts into `.build/venv`.
package enum TestPython {
    private struct Missing: Error, CustomStringConvertible {
        let description = "the Python packages of the tests are missing: scripts/install-packages test"
    }

    /// The package's folder.
    package static let root = (0..<3).reduce(URL(filePath: #filePath)) { url, _ in url.deletingLastPathComponent() }
        .path

    /// - Throws: An error that says how to get it.
    package static func program() throws -> String {
        let path = root + "/.build/venv/bin/python3"
        guard FileManager.default.isExecutableFile(atPath: path) else { throw Missing() }
        return path
    }
}
