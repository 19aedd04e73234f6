import Foundation
import GRDB
import TestSupport

/// A real kiosk, a real collector and the line between them, under a storm.
final class SoakBench {
    let collector: Collector
    let kiosk: Kiosk
    let line: SoakLine
    /// Under the kiosk's state folder, where this process may mount one.
    let disk: SmallDisk?
    var customers = SoakCustomers()
    var random: SeededGenerator
    /// Faults of programs, files and commands; those of the line are counted there.
    var counts: [SoakFault: Int] = [:]
    /// What an act saw break at once, by the number of its invariant.
    var broken: [Int: [String]] = [:]
    var version = 0
    var backup = (path: "", version: 0)
    var sticks: [String] = []
    /// Lines as the kiosk first had them, by id in hex, of which the collector must keep every byte.
    private(set) var issued: [String: Data] = [:]

    init(seed: UInt64) throws {
        random = SeededGenerator(seed: seed)
        collector = try Collector()
        line = try SoakLine(to: collector.url, seed: seed &+ 1)
        let folder = try TemporaryFolder()
        disk = SmallDisk.isPossible ? try SmallDisk(bytes: 1 << 30) : nil
        if let disk {
            try FileManager.default.createSymbolicLink(
                atPath: folder.file("state"), withDestinationPath: disk.path)
        }
        kiosk = try Kiosk(collector: line.proxy.url, keeping: folder)
        try publish()
        try kiosk.enrol(token: try collector.enrolToken())
        try startKiosk()
        try backUp()
    }

    func count(_ fault: SoakFault) { counts[fault, default: 0] += 1 }

    func breaks(_ invariant: Int, _ what: String) { broken[invariant, default: []].append(what) }

    /// Lines that were altered on the kiosk's disk so far.
    var damaged: Int { customers.visits.count { $0.isDamaged } }

    // MARK: Customers

    /// Somebody comes to the kiosk, and goes away after so many of the three touches: face, ticket, next.
    ///
    /// The last one's effect is not waited for where it is not the third.
    func visit(touches: Int = 3) throws {
        let visit = customers.begin(face: Int.random(in: 1...5, using: &random))
        defer { look() }
        kiosk.press("\(visit.face)")
        guard touches > 1 else { return }
        try kiosk.wait(for: "asking ticket")
        kiosk.press(visit.ticket + "\r")
        guard touches > 2 else { return }
        try kiosk.wait(for: "thanks")
        kiosk.press("x")
        try kiosk.wait(for: "waiting soak")
    }

    func visits(_ count: ClosedRange<Int>) throws {
        for _ in 0..<Int.random(in: count, using: &random) { try visit() }
    }

    /// Takes in all that the terminal has got.
    func look() {
        while kiosk.pty.hasSomething { kiosk.pty.read(milliseconds: 0) }
        customers.look(at: kiosk.pty.titles)
    }

    // MARK: The kiosk

    func startKiosk(environment: [String: String] = [:]) throws {
        customers.terminalChanged()
        try kiosk.start(environment: environment)
        try kiosk.wait(for: "waiting soak")
        look()
    }

    func killKiosk() {
        kiosk.kill()
        look()
    }

    /// Asks for a round; that it fails is no fault of its own.
    func sync() throws { _ = try kiosk.command("sync") }

    /// The line is mended and nothing waits any more.
    func drain(within seconds: Double = 60) throws {
        line.mend()
        try eventually("nothing to wait on the kiosk", within: seconds) {
            try sync()
            return try booksBalance().pending == 0
        }
    }

    func booksBalance() throws -> Kiosk.Status {
        let status = try kiosk.status()
        if !status.isBalanced { breaks(4, "the kiosk's books: \(status.words)") }
        return status
    }

    /// Copies the lines of a kiosk that does not run.
    func readStoppedKiosk() throws -> [(seq: Int64, id: String, line: Data, isPending: Bool)] {
        let copy = try TemporaryFolder()
        for name in ["kiosk.sqlite", "kiosk.sqlite-wal"] {
            let file = kiosk.folder.file("state/" + name)
            guard FileManager.default.fileExists(atPath: file) else { continue }
            try FileManager.default.copyItem(atPath: file, toPath: copy.file(name))
        }
        let database = try DatabaseQueue(path: copy.file("kiosk.sqlite"))
        defer { try? database.close() }
        let rows = try database.read {
            try Row.fetchAll($0, sql: "SELECT seq, id, line, state FROM response ORDER BY seq")
        }
        let lines = rows.map { (seq: $0[0] as Int64, id: $0[1] as String, line: $0[2] as Data, isPending: $0[3] == 0) }
        for line in lines where issued[line.id] == nil { issued[line.id] = line.line }
        return lines
    }

    // MARK: The collector

    /// Publishes the next version of the survey.
    func publish() throws {
        version += 1
        try publish(version)
    }

    func publish(_ version: Int) throws {
        let text = SmallSurvey.soak.replacing("version: 1", with: "version: \(version)")
        try collector.publish(try collector.folder.write(text, to: "soak-\(version).yaml"))
    }

    func command(_ arguments: String...) throws -> Programs.Output {
        try Programs.run("smilepost-collector", arguments + ["--data", collector.data])
    }

    /// What a failed command means is that somebody's hands are tied.
    func require(_ output: Programs.Output, _ what: String) {
        if output.status != 0 { breaks(8, "\(what): exit \(output.status), \(output.err)") }
    }

    func backUp() throws {
        let path = collector.folder.file("backup-\(UUID().uuidString).sqlite")
        require(try command("backup", path), "backup")
        backup = (path, version)
    }

    /// Starts the collector again, and holds it to what it has acknowledged.
    func restartCollector() throws {
        try collector.start()
        let kept = Set(try stored("SELECT lower(hex(id)) FROM ledger") { $0[0] as String })
        let missing = line.witness.acknowledged.subtracting(kept)
        if !missing.isEmpty {
            breaks(5, "\(missing.count) acknowledged lines are gone: \(missing.sorted().first ?? "")")
        }
    }

    /// Every line that has a body at the collector.
    func storedLines() throws -> [(id: String, line: Data)] {
        try stored("SELECT lower(hex(id)), line FROM response") { ($0[0], $0[1]) }
    }

    /// Lines that the collector ever took.
    func ledgerCount() throws -> Int { try stored("SELECT count(*) FROM ledger") { $0[0] as Int }.first ?? 0 }

    /// Reads the collector's database beside it.
    private func stored<Value>(_ sql: String, _ value: (Row) -> Value) throws -> [Value] {
        let database = try DatabaseQueue(path: collector.data + "/collector.sqlite")
        defer { try? database.close() }
        return try database.read { try Row.fetchAll($0, sql: sql) }.map(value)
    }
}
