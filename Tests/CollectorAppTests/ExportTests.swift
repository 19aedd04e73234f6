import CollectorStore
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import CollectorApp

@Suite struct ExportTests {
    @Test(arguments: [
        ("plain", "plain"), ("", ""), ("a,b", "\"a,b\""), ("say \"hi\"", "\"say \"\"hi\"\"\""),
        ("two\nlines", "\"two\nlines\""),
        ("two\r\nlines", "\"two\r\nlines\""), ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "-1"), ("-12.50", "-12.50"),
        ("-1+1", "'-1+1"), ("--1", "'--1"),
        ("-", "'-"), ("-1.2.3", "'-1.2.3"), ("-.5", "'-.5"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "\"'\tx\""), ("a;b", "\"a;b\""), ("a;=1", "\"a;'=1\""), ("a\t+1", "\"a\t'+1\""),
        ("a\n@x", "\"a\n'@x\""),
        ("a\r\n-1", "\"a\r\n'-1\""), ("a =1", "a =1"), ("\u{FF1D}1", "'\u{FF1D}1"), ("=\u{301}1", "'=\u{301}1"),
        ("=HYPERLINK(\"x\",\"y\")", "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\""),
        ("\"\u{301}", "\"\"\"\u{301}\""),
    ])
    func `a cell is quoted where needed and never a formula`(text: String, cell: String) {
        #expect(Array(CSV.cell(text).unicodeScalars) == Array(cell.unicodeScalars))
    }

    @Test func `a later survey adds its columns at the end, and answers to no known question go to other`() {
        let later = Survey(
            id: "clinic", version: 1, languages: ["en"], title: LocalizedText(["en": "Clinic"]),
            questions: [
                Question(id: "visit", kind: .stars, ask: LocalizedText(["en": "?"])),
                Question(id: "branch", kind: .yesno, ask: LocalizedText(["en": "?"])),
            ], thanks: LocalizedText(["en": "!"]))
        let first = ResponseTable(surveys: [SiteCentre.survey])
        let table = ResponseTable(surveys: [SiteCentre.survey, later])
        let fixed =
            "id,kiosk,branch,survey,version,completion,language,occurred,received,seq,suspect,"
            + "occurred_err_ms,time"
        #expect(first.header == "\(fixed),visit,recommend,comment,other\r\n")
        #expect(table.header == "\(fixed),visit,recommend,comment,answer_branch,other\r\n")
        let response = ApiResponse(
            id: Examples.responseID(1), kiosk: "k_1", branch: "baku", survey: "branch-exit", version: 9,
            completion: .timeout, language: "en", occurredMS: 1_763_800_000_123, receivedMS: 1_763_800_001_000, seq: 4,
            answers: ["visit": .score(2), "comment": .text("=cmd"), "why": .options(["queue", "staff"])], skips: [:],
            suspect: .burst, occurredErrMS: 1_500, time: .certain)
        let id = Examples.responseID(1).hex
        #expect(
            first.row(response)
                == "\(id),k_1,baku,branch-exit,9,timeout,en,2025-11-22T08:26:40.123Z,2025-11-22T08:26:41.000Z,4,burst,"
                + "1500,certain,2,,'=cmd,\"{\"\"why\"\":[\"\"queue\"\",\"\"staff\"\"]}\"\r\n")
    }

    @Test func `all pages together are one file with every response once`() async throws {
        let centre = try await SiteCentre()
        try await centre.send((0..<(Api.pageRows + 7)).map { ["visit": .score($0 % 5 + 1)] })
        let headers = try await centre.bearer(.viewer)
        try await centre.application.test(.router) { client in
            for format in ["csv", "ndjson"] {
                var text = ""
                var after = ""
                var pages = 0
                repeat {
                    let page = try await client.execute(
                        uri: "\(Api.Path.responses)?format=\(format)\(after)", method: .get, headers: headers)
                    #expect(page.status == .ok)
                    text += String(buffer: page.body)
                    pages += 1
                    after = page.headers.value(Api.Header.next).map { "&after=\($0)" } ?? ""
                } while !after.isEmpty
                #expect(pages == 2)
                let lines = text.split(whereSeparator: \.isNewline)
                let rows = format == "csv" ? Array(lines.dropFirst()) : lines
                #expect(rows.count == Api.pageRows + 7)
                #expect(Set(rows).count == rows.count)
                if format == "csv" {
                    #expect(lines.filter { $0.hasPrefix("id,kiosk") }.count == 1)
                } else {
                    let first = try JSONDecoder().decode(ApiResponse.self, from: Data(rows[0].utf8))
                    #expect(first.answers == ["visit": .score(1)])
                }
            }
        }
    }

    @Test(arguments: [
        ("?format=xml", "The format must be ndjson or csv."),
        ("?from=yesterday", "\"from\" must be a time in milliseconds since 1970."),
        ("?after=7", "The cursor in \"after\" is none of this collector; start again without it."),
    ])
    func `a query that can't be read is told`(query: String, detail: String) async throws {
        let centre = try await SiteCentre()
        let headers = try await centre.bearer(.viewer)
        try await centre.application.test(.router) { client in
            let answer = try await client.execute(uri: Api.Path.responses + query, method: .get, headers: headers)
            #expect(answer.problem?.detail == detail)
        }
    }

    @Test func `the span of an export is half open`() async throws {
        let centre = try await SiteCentre()
        try await centre.send([["visit": .score(5)]])
        let given = centre.clock.now - 60_000
        let headers = try await centre.bearer(.viewer)
        try await centre.application.test(.router) { client in
            for (from, to, rows) in [(given, given + 1, 1), (given + 1, given + 9, 0), (given - 9, given, 0)] {
                let answer = try await client.execute(
                    uri: "\(Api.Path.responses)?from=\(from)&to=\(to)", method: .get, headers: headers)
                #expect(String(buffer: answer.body).split(separator: "\n").count == rows)
            }
        }
    }
}
