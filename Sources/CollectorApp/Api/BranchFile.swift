import SurveyKit
import WireProtocol

/// A CSV file of branches, with the header `id,name,time_zone,region,labels,opening_hours` in any order; labels are
/// separated by semicolons.
struct BranchFile {
    static let columns = ["id", "name", "time_zone", "region", "labels", "opening_hours"]

    /// Faults that are told one by one; a file with more is of the wrong kind.
    private static let mostFaults = 100

    private var faults: [CSVReader.Fault] = []
    private var branches: [BranchInfo] = []
    private var lines: [String: Int] = [:]

    /// - Throws: `Problem` `bad-request` with every fault of the file, each with its line.
    static func read(_ text: String) throws(Problem) -> [BranchInfo] {
        let csv = CSVReader(text)
        var file = BranchFile()
        file.faults = csv.faults
        file.take(csv.rows)
        guard file.faults.isEmpty else { throw file.problem }
        return file.branches
    }

    private mutating func take(_ rows: [CSVReader.Row]) {
        guard let header = rows.first else { return fault(1, "The file is empty; its first line names the columns.") }
        let names = header.cells.map { $0.trimmingWhitespace.lowercased() }
        check(names, line: header.line)
        // Cells can't be told from each other under a wrong header.
        guard faults.allSatisfy({ $0.line != header.line }) else { return }
        for row in rows.dropFirst() {
            guard row.cells.count == names.count else {
                fault(row.line, "The line has \(row.cells.count) cells, the header \(names.count).")
                continue
            }
            add(Dictionary(uniqueKeysWithValues: zip(names, row.cells.map(\.trimmingWhitespace))), line: row.line)
        }
    }

    private mutating func check(_ names: [String], line: Int) {
        for name in names where !Self.columns.contains(name) {
            let hint = nearest(to: name, among: Self.columns).map { "; did you mean \($0)?" } ?? "."
            fault(line, "There is no column \"\(name.prefix(64))\"" + hint)
        }
        for column in Self.columns {
            let count = names.count { $0 == column }
            if count != 1 { fault(line, "The column \(column) is \(count == 0 ? "missing" : "there \(count) times").") }
        }
    }

    private mutating func add(_ cells: [String: String], line: Int) {
        let labels = (cells["labels"] ?? "").split(separator: ";").map { String($0).trimmingWhitespace }
        let branch = BranchInfo(
            id: cells["id"] ?? "", name: cells["name"] ?? "", timeZone: cells["time_zone"] ?? "",
            region: cells["region"] ?? "", labels: labels.filter { !$0.isEmpty }, openingHours: cells["opening_hours"])
        for message in branch.faults { fault(line, message) }
        if let first = lines[branch.id] {
            fault(line, "The branch \(branch.id) is on line \(first) already.")
        } else {
            lines[branch.id] = line
        }
        branches.append(branch.withPlainHours)
    }

    private mutating func fault(_ line: Int, _ message: String) {
        faults.append(CSVReader.Fault(line: line, message: message))
    }

    private var problem: Problem {
        let sorted = faults.sorted { $0.line < $1.line }
        let more = sorted.count - Self.mostFaults
        let told = sorted.prefix(Self.mostFaults).map { "Line \($0.line): \($0.message)" }
        return Problem(
            .badRequest, status: 400, title: "The file can't be taken",
            detail: (told + (more > 0 ? ["And \(more) more."] : [])).joined(separator: "\n"), retry: .afterChange)
    }
}
