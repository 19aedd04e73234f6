import Foundation
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import OpsApp

@Suite struct TicketsTests {
    private static let ticket = """
        {"ticket":12,"branch":"baku\\u001b[2J","response":"\(Examples.responseID(1).hex)","survey":"exit","rule":"Low\\u001b[2J",\
        "priority":"high","state":"open","opened_ms":0,"due_ms":3600000,"overdue":true}
        """

    @Test func `the list is a table, overdue by word, without a terminal escape`() throws {
        let server = try LoopbackServer([.collector(200, #"{"tickets":[\#(Self.ticket)],"next":"0.1.2"}"#)])
        let run = OpsRun("tickets", "list", "--owner", "-", "--branch", "a+b&c", "--overdue", server: server)
        #expect(run.code == 0)
        #expect(
            run.text.contains(
                "TICKET  DUE (UTC)                 STATE  PRIORITY  BRANCH   OWNER\n"
                    + "12      1970-01-01 01:00 OVERDUE  open   high      baku[2J  -\n"))
        #expect(run.messages.contains("There are more"))
        #expect(server.requests[0].target == "/api/v1/tickets?branch=a%2Bb%26c&owner=-&overdue=true&limit=50")
        #expect(OpsRun("tickets", "list", "--state", "shut", server: server).code == 64)
    }

    @Test func `show prints the answer and the history, each on lines of its own`() throws {
        let detail = """
            {"ticket":\(Self.ticket),"history":[{"at_ms":0,"who":"leyla","what":"noted","detail":"a\\nb"}],"answer":{\
            "id":"\(Examples.responseID(1).hex)","kiosk":"k","branch":"baku","survey":"exit","version":1,\
            "completion":"done","language":"en","occurred_ms":0,"received_ms":0,"seq":1,"skips":{},\
            "answers":{"visit":1,"comment":"slow\\u001b]0;x"}}}
            """
        let run = OpsRun("tickets", "show", "12", server: try LoopbackServer([.collector(200, detail)]))
        #expect(run.text.contains("  comment: slow]0;x\n  visit: 1\n"))
        #expect(run.text.contains("  1970-01-01T00:00:00Z: leyla noted: ab\n"))
    }

    @Test func `close sends cause and action, and says where the ticket stands`() throws {
        let detail = #"{"ticket":\#(Self.ticket),"history":[]}"#
        let server = try LoopbackServer([.collector(200, detail)])
        let run = OpsRun("tickets", "close", "12", "--cause", "staff", "--action", "talked", server: server)
        #expect(run.messages == "Ticket 12 is open, with nobody.\n")
        #expect(server.requests[0].target == "/api/v1/tickets/12/close")
        let wish = try JSONDecoder().decode(ApiTicketOrder.self, from: server.requests[0].body)
        #expect(wish == ApiTicketOrder(rootCause: "staff", action: "talked"))
    }

    @Test func `rules are shown, set from a file and removed`() throws {
        let rules = #"{"rules":{"*":[{"name":"Low","any_low":true,"needs_words":true,"close_minutes":960}],"exit":[]}}"#
        let list = OpsRun("ticket-rules", "list", server: try LoopbackServer([.collector(200, rules)]))
        #expect(
            list.text.contains(
                "*       1   Low               any low score and a comment or contact  normal    960 min"))
        #expect(list.text.contains("exit    -   opens no tickets"))
        let file = #"{"rules":[{"name":"Rude","words":["kobud"],"close_minutes":60}]}"#
        let server = try LoopbackServer([.collector(200, file), .collector(204, "")])
        let set = OpsRun("ticket-rules", "set", "*", "-", server: server, standardInput: file)
        #expect(set.messages == "* has 1 rule now.\n")
        #expect(server.requests[0].target == "/api/v1/ticket-rules/%2A")
        #expect(OpsRun("ticket-rules", "set", "exit", "--remove", server: server).code == 0)
        #expect(OpsRun("ticket-rules", "set", "exit", "-", server: server, standardInput: "{}").code == 65)
    }
}
