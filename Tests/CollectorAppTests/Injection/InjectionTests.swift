import CollectorStore
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Synchronization
import Testing
import Transport
import WireProtocol

@testable import CollectorApp

/// What customers and kiosks say is text, wherever it comes out.
///
/// Two centres differ in nothing but what is said there: hostile texts in one, harmless ones in the other. Whatever can be
/// read of them must be made of the same parts.
@Suite(.timeLimit(.minutes(5))) struct InjectionTests {
    private static func isPlain(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control }
    }

    /// JSON has to write these as escapes, and no others.
    private static func isJSON(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 32 }
    }

    /// Long enough not to stand somewhere by chance.
    private static let telling = HostileTexts.all.filter { $0.unicodeScalars.count > 6 }

    @Test func `pages, files, answers, headers and log lines are made of the same parts, whatever is said`()
        async throws
    {
        let (hostile, plain) = (
            try await TalkativeCentre(HostileTexts.all), try await TalkativeCentre(HostileTexts.plain)
        )
        let (answers, others) = (try await hostile.answers(), try await plain.answers())
        #expect(answers.count == others.count && answers.count > 120)
        try expectSameShapes(answers, others)
        for (name, answer) in answers {
            let other = try #require(others[name])
            #expect(answer.status == .ok && other.status == .ok, "\(name)")
            let (lines, otherLines) = (try answer.values?.count, try other.values?.count)
            #expect(lines == otherLines, "\(name)")
            if answer.document == nil { #expect(Self.isJSON(answer.text), "\(name)") }
            expectPlain(answer.headers, like: other.headers, name)
        }
        for name in ["GET /metrics", "GET /readyz"] {
            for text in Self.telling { #expect(answers[name]?.text.contains(text) == false) }
        }
        #expect(!hostile.log.lines.isEmpty)
        for line in hostile.log.lines {
            #expect(Self.isPlain(line) && !line.contains("\n"))
            for text in Self.telling { #expect(!line.contains(text), "\(line.debugDescription)") }
        }
    }

    private func expectSameShapes(_ answers: [String: TestResponse], _ others: [String: TestResponse]) throws {
        let read = { (answers: [String: TestResponse], texts: [String]) in
            try Shapes.read(answers.compactMapValues(\.document), looking: texts)
        }
        let shapes = try read(answers, HostileTexts.all)
        let plain = try read(others, HostileTexts.plain)
        #expect(shapes.count == plain.count && shapes.count > 70)
        for (name, shape) in shapes {
            #expect(shape.shape == plain[name]?.shape, "\(name)")
            #expect(shape.faults == [], "\(name)")
        }
        // They are there, each as it was said.
        for name in ["GET /fleet #0", "GET /tickets #0", "GET /comments?format=csv", "GET /export/responses.csv #0"] {
            let missing = zip(HostileTexts.all, shapes[name]?.shows ?? []).filter { !$1 }.map(\.0.debugDescription)
            #expect(missing == [], "\(name)")
        }
        for number in HostileTexts.all.indices {
            #expect(shapes["GET /tickets/:id #\(number)"]?.shows[number] == true)
        }
    }

    private func expectPlain(_ headers: HTTPFields, like others: HTTPFields, _ name: String) {
        #expect(headers.map(\.name) == others.map(\.name), "\(name)")
        for field in headers {
            #expect(Self.isPlain(field.value) && !field.value.contains("\n"), "\(name)")
            for text in Self.telling { #expect(!field.value.contains(text), "\(name)") }
        }
    }

    @Test func `the API tells each text as it was said`() async throws {
        let centre = try await TalkativeCentre(HostileTexts.all)
        let headers = try await centre.admin().token
        for (number, text) in HostileTexts.all.enumerated() {
            let answer = try await centre.get(Api.Path.kiosk(centre.kiosks[number]), headers)
            let kiosk = try answer.decoded(ApiKiosk.self)
            for told in [kiosk.name, kiosk.app, kiosk.survey?.id, kiosk.refused.first?.code] {
                #expect(told.map { Array($0.unicodeScalars) } == Array(text.unicodeScalars))
            }
        }
        let lines = try await centre.get(Api.Path.responses, headers).text.split(separator: "\n")
        let responses = try lines.map { try JSONDecoder().decode(ApiResponse.self, from: Data($0.utf8)) }
        let words = Set(responses.compactMap { $0.answers["comment"]?.words })
        #expect(words == Set(HostileTexts.all.map { Array($0.unicodeScalars) }))
    }

    @Test func `what stands in an address is text too`() async throws {
        let (hostile, plain) = (try await TalkativeCentre(["a"]), try await TalkativeCentre(["b"]))
        let (headers, others) = (try await hostile.admin(), try await plain.admin())
        var documents: [String: TestResponse] = [:]
        var plainDocuments: [String: TestResponse] = [:]
        for route in AccessRoute.all where route.method == .get && route.query.isEmpty {
            for (number, text) in HostileTexts.all.enumerated() where number % 4 == 0 {
                let path = { (centre: TalkativeCentre, text: String) in
                    (centre.paths(of: route).first ?? route.path) + Self.query(text)
                }
                let name = "\(route.testDescription) #\(number)"
                let answer = try await hostile.get(
                    path(hostile, text), route.isPage ? headers.session : headers.token)
                let other = try await plain.get(
                    path(plain, HostileTexts.plain[number]), route.isPage ? others.session : others.token)
                #expect(answer.status == other.status && answer.status.code < 500, "\(name)")
                expectPlain(answer.headers, like: other.headers, name)
                (documents[name], plainDocuments[name]) = (answer, other)
            }
        }
        let shapes = try Shapes.read(documents.compactMapValues(\.document), looking: [])
        let plainShapes = try Shapes.read(plainDocuments.compactMapValues(\.document), looking: [])
        #expect(shapes.count > 50)
        for (name, shape) in shapes {
            #expect(shape.shape == plainShapes[name]?.shape, "\(name)")
            #expect(shape.faults == [], "\(name)")
        }
    }

    private static func query(_ text: String) -> String {
        AddressQuery.text(
            ["region", "survey", "service", "language", "question", "branch", "owner"].map { (name: $0, value: text) })
    }

    @Test func `mails hold nothing of it, and webhooks are told it as JSON`() async throws {
        let centre = try await TalkativeCentre(HostileTexts.all)
        let mails = KeptMails()
        let carrier = MailCarrier(
            exchange: mails, from: try #require(MailAddress("s@x.example")), site: "https://smile.example")
        var told: Set<[Unicode.Scalar]> = []
        for lane in try await centre.site.store.waitingLanes() {
            while let delivery = try await centre.site.store.nextDelivery(lane) {
                switch delivery.content {
                case .mail(let notice): #expect(await carrier.send(notice, of: delivery) == .delivered)
                case .webhook(_, let body):
                    #expect(Self.isJSON(String(decoding: body, as: UTF8.self)))
                    let events = try JSONDecoder().decode(WebhookDelivery.self, from: body).events
                    told.formUnion(events.compactMap { $0.response?.answers["comment"]?.words })
                }
                #expect(delivery.id.utf8.allSatisfy { "abcdefghijklmnopqrstuvwxyz0123456789_@".utf8.contains($0) })
                try await centre.site.store.settle(delivery, as: .delivered, nowMS: centre.site.clock.now)
            }
        }
        #expect(told == Set(HostileTexts.all.map { Array($0.unicodeScalars) }))
        #expect(mails.all.count == HostileTexts.all.count)
        for mail in mails.all {
            for text in Self.telling { #expect(!mail.subject.contains(text) && !mail.text.contains(text)) }
        }
    }
}

extension ApiAnswer {
    fileprivate var words: [Unicode.Scalar]? {
        if case .text(let text) = self { Array(text.unicodeScalars) } else { nil }
    }
}

private final class KeptMails: MailExchange {
    private let kept = Mutex<[Mail]>([])

    var all: [Mail] { kept.withLock { $0 } }

    func send(_ mail: Mail) throws(MailFailure) { kept.withLock { $0.append(mail) } }
}
