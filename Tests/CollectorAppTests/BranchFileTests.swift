import CollectorStore
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import TestSupport
import Testing
import WireProtocol

@testable import CollectorApp

struct CSVReaderTests {
    private func cells(_ text: String) -> [[String]] { CSVReader(text).rows.map(\.cells) }

    @Test func `rows are read as RFC 4180 has them`() {
        #expect(cells("a,b\r\nc,d\r\n") == [["a", "b"], ["c", "d"]])
        #expect(cells("\u{FEFF}a\nb\rc") == [["a"], ["b"], ["c"]])
        #expect(cells("\"a,b\",\"say \"\"hi\"\"\",\"two\r\nlines\"") == [["a,b", "say \"hi\"", "two\r\nlines"]])
        #expect(cells("a,,\n\n,\n") == [["a", "", ""], ["", ""]])
        #expect(cells("") == [] && cells("\n\r\n") == [])
        #expect(cells("\"\"") == [[""]])
        // Not ends of a line, and a mark that would hide the quote before it from a reader of Characters.
        #expect(cells("a\u{2028}b,\"\u{301}c\",d\u{85}") == [["a\u{2028}b", "\u{301}c", "d\u{85}"]])
    }

    @Test func `each row knows its line, and each fault too`() {
        let reader = CSVReader("a,\"x\n\ny\"\nb,c\n\nd,e\"e\nf,\"g\"g,\"\n\"h,i\"j\nk,\"l\nm")
        #expect(reader.rows.map(\.line) == [1, 4, 6, 7, 9])
        #expect(reader.faults.map(\.line) == [6, 7, 8, 9])
        let open = CSVReader("a,b\nc,\"d\ne,f\n")
        #expect(open.faults == [.init(line: 2, message: "The quote that begins here is never closed.")])
    }

    @Test func `what is written is read back, whatever it is`() {
        var random = SeededGenerator(seed: 4_180)
        // Without what begins a formula, which is written with an apostrophe before it.
        let alphabet = Array("a\"\",;\r\n\t é\u{301}\u{2028}\u{FEFF}\u{0}şع".unicodeScalars)
        for _ in 0..<500 {
            let rows = (0..<Int.random(in: 1...4, using: &random)).map { _ in
                (0..<3).map { _ in
                    var cell = "x"
                    for _ in 0..<Int.random(in: 0...6, using: &random) {
                        cell.unicodeScalars.append(alphabet.randomElement(using: &random) ?? "x")
                    }
                    return cell
                }
            }
            let reader = CSVReader(rows.map(CSV.row).joined())
            #expect(reader.rows.map(\.cells) == rows)
            #expect(reader.faults.isEmpty)
        }
    }
}

@Suite struct BranchFileTests {
    private static let header = "id,name,time_zone,region,labels,opening_hours\n"

    private func faults(_ text: String) -> [String] {
        do {
            _ = try BranchFile.read(text)
            return []
        } catch {
            return error.detail.split(separator: "\n").map(String.init)
        }
    }

    @Test func `a file of branches is read, in any order of columns`() throws {
        let branches = try BranchFile.read(
            """
            name,id,region,time_zone,opening_hours,labels
            "Mall, Ganja",ganja,West,Asia/Baku,"mon-fri 09:00-18:00; sat 10:00-16:00",mall; big ;
            Qazax,qazax,,UTC,,

            """)
        #expect(
            branches == [
                BranchInfo(
                    id: "ganja", name: "Mall, Ganja", timeZone: "Asia/Baku", region: "West", labels: ["mall", "big"],
                    openingHours: "mon-fri 09:00-18:00; sat 10:00-16:00"),
                BranchInfo(id: "qazax", name: "Qazax", timeZone: "UTC"),
            ])
    }

    @Test func `every fault of a file is told at once, with its line`() {
        let text =
            Self.header + "ganja,Ganja,Asia/Bakoo,,,mno 09:00-18:00\nBad Id,,UTC,,,\nx,y\nganja,Ganja,UTC,,,\n\"q,Q,UTC"
        #expect(
            faults(text) == [
                "Line 2: There is no time zone \"Asia/Bakoo\"; did you mean Asia/Baku?",
                "Line 2: Opening hours: “mno” is no day or range of days; did you mean `mon`?",
                "Line 3: The branch id \"Bad Id\" must be 1 to 64 letters a to z, digits or hyphens.",
                "Line 3: The branch name must be 1 to 100 characters on one line.",
                "Line 4: The line has 2 cells, the header 6.",
                "Line 5: The branch ganja is on line 2 already.",
                "Line 6: The quote that begins here is never closed.",
                "Line 6: The line has 1 cells, the header 6.",
            ])
        #expect(
            faults("id,nmae,time_zone,labels,labels,opening_hours\nrest,is,not,looked,at\n") == [
                "Line 1: There is no column \"nmae\"; did you mean name?", "Line 1: The column name is missing.",
                "Line 1: The column region is missing.", "Line 1: The column labels is there 2 times.",
            ])
        #expect(faults("") == ["Line 1: The file is empty; its first line names the columns."])
    }

    @Test func `a file with a thousand faults tells a hundred`() {
        let lines = faults(Self.header + String(repeating: "x,y\n", count: 1_000))
        #expect(lines.count == 101 && lines.last == "And 900 more.")
    }

    @Test func `an import stores all or nothing, and a dry run nothing`() async throws {
        let centre = try await SiteCentre()
        let headers = try await centre.bearer(.ops)
        let post = { (query: String, text: String) in
            try await centre.application.test(.router) { client in
                try await client.execute(
                    uri: Api.Path.branchImport + query, method: .post, headers: headers,
                    body: ByteBuffer(string: Self.header + text))
            }
        }
        let good = "baku,Baku Sahil,Asia/Baku,East,,\nganja,Ganja,Asia/Baku,West,,\n"
        let bad = try await post("", good + "qazax,,UTC,,,\n")
        #expect(bad.status == .badRequest && bad.problem?.detail.hasPrefix("Line 4: ") == true)
        #expect(try await centre.store.branches(in: .all).map(\.name) == ["Baku"])
        let changed = { (isDry: Bool) in
            ApiBranchImport(added: ["ganja"], changed: ["baku"], unchanged: 0, dryRun: isDry)
        }
        #expect(try await post("?dry_run=true", good).decoded(ApiBranchImport.self) == changed(true))
        #expect(try await centre.store.branches(in: .all).map(\.name) == ["Baku"])
        #expect(try await centre.store.auditEntries(limit: 9).isEmpty)
        #expect(try await post("", good).decoded(ApiBranchImport.self) == changed(false))
        #expect(try await centre.store.branches(in: .all).map(\.region) == ["East", "West"])
        #expect(try await centre.store.auditEntries(limit: 9).map(\.reason) == ["new", "name, region"])
        let again = try await post("", good).decoded(ApiBranchImport.self)
        #expect(again == ApiBranchImport(added: [], changed: [], unchanged: 2, dryRun: false))
    }

    @Test func `a change leaves what it does not name, and a manager changes the opening hours alone`() async throws {
        let centre = try await SiteCentre()
        let ops = try await centre.bearer(.ops)
        let manager = try await centre.bearer(.manager, places: [.branch("baku")])
        try await centre.application.test(.router) { client in
            let put = { (path: String, headers: HTTPFields, body: String) in
                try await client.execute(
                    uri: path, method: .put, headers: headers, body: ByteBuffer(string: body))
            }
            let path = Api.Path.branch("baku")
            _ = try await put(
                path, ops, #"{"name":"Baku","time_zone":"Asia/Baku","region":"East","labels":["big"]}"#)
            let hours = try await put(
                Api.Path.openingHours("baku"), manager, #"{"opening_hours":"Mon-Fri 09:00-13:00,13:00-18:00"}"#)
            let expected = BranchInfo(
                id: "baku", name: "Baku", timeZone: "Asia/Baku", region: "East", labels: ["big"],
                openingHours: "mon-fri 09:00-18:00")
            #expect(try hours.decoded(BranchInfo.self) == expected)
            let renamed = try await put(path, ops, #"{"name":"Sahil","time_zone":"Asia/Baku"}"#)
            #expect(try renamed.decoded(BranchInfo.self).openingHours == "mon-fri 09:00-18:00")
            let bare = try await put(
                path, ops, #"{"name":"Sahil","time_zone":"Asia/Baku","region":"","labels":[],"opening_hours":""}"#)
            #expect(
                try bare.decoded(BranchInfo.self) == BranchInfo(id: "baku", name: "Sahil", timeZone: "Asia/Baku"))
            // No manager makes a branch by guessing at an id.
            let unknown = try await put(
                Api.Path.openingHours("new"), try await centre.bearer(.manager), #"{"opening_hours":""}"#)
            #expect(unknown.status == .notFound)
        }
    }
}
