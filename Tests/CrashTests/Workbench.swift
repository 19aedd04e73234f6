import FaultBench
import Foundation
import SurveyKit
import TestSupport
import Testing

/// A kiosk's state folder on a disk that can fail, with the oracle beside it.
final class Workbench {
    let folder: TemporaryFolder
    let disk: FaultDisk
    private(set) var oracle = KioskOracle()

    init() throws {
        folder = try TemporaryFolder()
        try FileManager.default.createDirectory(
            atPath: folder.file("state"), withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        disk = try FaultDisk(watching: folder.file("state"))
    }

    var state: String { folder.file("state") }

    func hear(_ word: KioskWord) { oracle.hear(word) }

    /// Lives through a day until a fault ends it.
    ///
    /// - Returns: How many syncs it asked for, and how many promises it made.
    @discardableResult
    func day(
        customers: Range<Int> = 0..<4, told: (KioskWord) throws -> Void = { _ in }
    ) throws -> (syncs: Int, promises: Int) {
        let before = disk.calls(.sync)
        var promises = 0
        try KioskDay(customers: customers).run(in: state) { word in
            oracle.hear(word)
            if word.isPromise { promises += 1 }
            try told(word)
        }
        return (disk.calls(.sync) - before, promises)
    }

    /// Power is back: every promise holds, and another customer can come.
    func expectPromisesKept(_ what: Comment, sourceLocation: SourceLocation = #_sourceLocation) throws {
        #expect(disk.strikes > 0, what, sourceLocation: sourceLocation)
        disk.restore()
        #expect(try oracle.violations(in: state) == [], what, sourceLocation: sourceLocation)
        try day(customers: 90..<91)
        #expect(try oracle.violations(in: state) == [], what, sourceLocation: sourceLocation)
    }
}

extension KioskWord {
    /// Whether it says that something is so, and not only that it is tried.
    var isPromise: Bool {
        switch self {
        case .saving, .settling: false
        case .saved, .sealed, .settled: true
        }
    }
}
