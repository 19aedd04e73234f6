import Foundation
import Glibc
import TestSupport

/// Acts at the collector, and by its operator.
extension SoakBench {
    func killCollectorAnywhere() throws {
        for _ in 0..<3 {
            try visits(1...3)
            let round = try kiosk.begin("sync")
            // From a round that has not begun to one that is over.
            poll(nil, 0, Int32.random(in: 0...120, using: &random))
            collector.kill()
            count(.collectorKilled)
            round.waitUntilExit()
            try restartCollector()
        }
    }

    func crashCollector() throws {
        for point in ["group-written", "group-committed"] {
            collector.kill()
            try visits(1...3)
            try collector.start(
                environment: ["SMILEPOST_CRASH_AT": "\(point):\(Int.random(in: 1...2, using: &random))"])
            for _ in 0..<3 where collector.process?.isRunning == true { try sync() }
            if collector.process?.isRunning == false { count(.collectorCrashed) }
            collector.kill()
            try restartCollector()
        }
    }

    func carryStick() throws {
        collector.kill()
        try visits(2...4)
        let folder = kiosk.folder.file("stick-\(sticks.count)")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let isWhole = Bool.random(using: &random)
        require(try isWhole ? kiosk.command("export", "--all", folder) : kiosk.command("export", folder), "export")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder)
        guard let name = files.first, files.count == 1 else { throw Failure("on the stick there is \(files)") }
        let stick = folder + "/" + name
        sticks.append(stick)
        try restartCollector()
        if Bool.random(using: &random) { try sync() }
        let old = sticks.randomElement(using: &random) ?? stick
        for file in [old, stick] { require(try command("import", file), "import") }
        count(.stick)
    }

    func erase() throws {
        try visit()
        try drain()
        let open = Set(customers.visits.lazy.filter { $0.isThanked && !$0.isErased && !$0.isDamaged }.map(\.ticket))
        guard let response = try collector.export().filter({ open.contains($0.ticket) }).randomElement(using: &random)
        else { throw Failure("nothing to erase at the collector") }
        if Bool.random(using: &random) {
            try collector.ops("erase", response.id, "--reason", "wish")
        } else {
            require(try command("erase", response.id, "--reason", "wish"), "erase")
        }
        customers.wasErased(response.ticket)
        count(.erased)
    }

    func restore() throws {
        // Delivered since the backup, and waiting.
        try visits(1...3)
        try drain()
        collector.kill()
        try visits(0...2)
        require(try command("restore", backup.path), "restore")
        line.witness.collectorWasRestored()
        count(.restored)
        let start = customers.shown.count
        try restartCollector()
        if Bool.random(using: &random) { try sync() }
        try publishAgain(since: start)
        try eventually("what the backup lacks to be sent again", within: 60) {
            try sync()
            let books = try booksBalance()
            return try books.pending == 0 && books.delivered <= ledgerCount()
        }
        if Bool.random(using: &random) { try backUp() }
    }

    /// What an operator has to do after a restore; until then the collector orders the survey of its backup.
    private func publishAgain(since start: Int) throws {
        for later in (backup.version + 1)..<(version + 1) { try publish(later) }
        try awaitSurvey()
        customers.wasRecalled(to: backup.version, since: start)
    }
}
