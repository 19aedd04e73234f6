import Crypto
import Foundation
import Gzip
import KioskSync
import SurveyKit
import WireProtocol

/// Valid messages, made by our own encoders; the same ones every time.
enum FuzzExamples {
    static let collector = "c_fuzz"
    static let queue = QueueID(uncheckedHex: String(repeating: "5a", count: 16))
    static let moment = Timestamp(
        boot: "5f0c9c0e-0000-4000-8000-000000000001", bootMS: 1_000_000, wallMS: 1_760_000_000_000, clock: .synchronised
    )
    static let observation = ClockObservation(
        boot: moment.boot, bootMS: 900_000, serverMS: 1_760_000_000_500, rttMS: 80, seq: 1)

    static func answer(_ status: Int, _ body: Data, type: String) -> HTTPResponse {
        HTTPResponse(
            status: status,
            headers: [
                "content-type": type, "smilepost-collector": collector, "smilepost-queue": queue.hex,
                "smilepost-time": "1760000000000",
            ], body: body)
    }

    static let survey = Survey(
        id: "exit", version: 3, languages: ["en", "ar"], title: text("Exit", "الخروج"),
        questions: [
            Question(id: "visit", kind: .smiley(levels: 5), ask: text("How was it?", "كيف؟")),
            Question(
                id: "why",
                kind: .choices(
                    [
                        .init(id: "queue", label: text("Waiting", "انتظار")),
                        .init(id: "staff", label: text("Staff", "موظف")),
                    ],
                    max: 2), ask: text("Why?", "لماذا؟"), isOptional: true,
                showIf: Rule(source: "visit <= 2", expression: .compare(question: "visit", .lessOrEqual, .number(2)))),
            Question(id: "nps", kind: .nps, ask: text("Recommend?", "توصي؟"), isOptional: true),
            Question(id: "comment", kind: .text(maxLength: 280), ask: text("More?", "المزيد؟"), isOptional: true),
        ], thanks: text("Thanks", "شكرا"))

    private static func text(_ english: String, _ arabic: String) -> LocalizedText {
        LocalizedText(["en": english, "ar": arabic])
    }

    /// Three lines of one queue.
    static let lines: [SealedLine] = {
        var prev = SealedLine.genesis(of: queue)
        return (1...3).compactMap { n in
            let draft = draft(n, started: moment.advanced(by: Int64(n) * 10_000))
            guard let line = try? SealedLine(sealing: draft, queue: queue, seq: Int64(n), prev: prev) else {
                return nil
            }
            prev = line.sha256
            return line
        }
    }()

    private static func draft(_ n: Int, started: Timestamp) -> Draft {
        Draft(
            id: ResponseID(uncheckedHex: String(repeating: "0\(n)", count: 16)), surveyID: survey.id,
            surveyVersion: survey.version, bundle: String(repeating: "ab", count: 32), started: started, language: "en",
            answers: ["visit": .score(n), "why": .options(["queue", "staff"]), "comment": .text("Très bien 👍")],
            skips: ["nps": .customer], durations: ["visit": 1_200], completion: .done)
    }

    /// A line that was begun in this boot.
    static func line(boot: String) -> Data {
        let started = Timestamp(boot: boot, bootMS: 5_000, wallMS: moment.wallMS, clock: .unknown)
        return
            (try? SealedLine(
                sealing: draft(1, started: started), queue: queue, seq: 1, prev: SealedLine.genesis(of: queue)))?.bytes
            ?? Data()
    }

    // MARK: Signed

    private static let signer = try? Curve25519.Signing.PrivateKey(rawRepresentation: Data(repeating: 7, count: 32))
    static let releaseKey = PublicKey(key: signer?.publicKey.rawRepresentation ?? Data())

    /// Everything that was ever signed with it.
    static let manifests: [Data] = [
        manifest(), manifest(contactKey: ContactKey(privateKey: Data(repeating: 3, count: 32))),
        manifest(noticeKey: NoticeKey(key: releaseKey.key)),
    ]

    private static func manifest(contactKey: ContactKey? = nil, noticeKey: NoticeKey? = nil) -> Data {
        let entry = Manifest.Entry(survey: "exit", version: 3, sha256: String(repeating: "cd", count: 32), size: 900)
        return json(Manifest(manifest: 4, surveys: [entry], contactKey: contactKey, noticeKey: noticeKey))
    }

    // MARK: By target

    static func of(_ target: FuzzTarget) -> [Data] {
        switch target {
        case .line: lines.map(\.bytes)
        case .verdicts: verdicts
        case .manifest:
            manifests.map { payload in
                (try? Envelope(
                    signing: payload, type: Envelope.manifestType, privateKey: signer?.rawRepresentation ?? Data()))
                    .map(json) ?? Data()
            }
        case .survey: [(try? survey.encoded()) ?? Data(), Data(yaml.utf8)]
        case .batch, .stick: [body]
        case .packed:
            [Data([255]) + (Gzip.pack(body) ?? Data()), Data([3]) + (Gzip.pack(Data(count: 9_000)) ?? Data())]
        case .boot: [Data("\(moment.boot);t=1000000;wall=1760000000000;clock=1".utf8)]
        case .patience:
            ["120\n1760000000000", "Sun, 06 Nov 1994 08:49:37 GMT\n784111777000", "0\n", "-5\nx"].map { Data($0.utf8) }
        case .problem:
            [(503, Problem.Code.overloaded), (401, .credentialRevoked), (400, .badBatch), (410, .kioskRetired)].map {
                status, code in
                let problem = Problem(code, status: status, title: "No", detail: "Not now; later.", retry: .later)
                return Data([UInt8(status >> 8), UInt8(status & 255)]) + json(problem)
            }
        case .enrolment: enrolments
        case .checkin: checkins
        case .answer: [checkinAnswer]
        }
    }

    private static func json(_ value: some Encodable) -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return (try? encoder.encode(value)) ?? Data()
    }

    private static let body = Data(lines.map { $0.bytes + [0x0A] }.joined())

    private static let verdicts: [Data] = Verdict.Status.allCases.map { status in
        let results = lines.enumerated().map { n, line in
            Verdict(n: n, id: line.id, status: status, sha256: line.sha256.hex, code: n == 1 ? "not-json" : nil)
        }
        return json(IngestAnswer(results: results, durableSeq: 3, limits: Limits()))
    }

    private static let enrolments: [Data] = [
        json(
            EnrolRequest(
                token: "t-1", publicKey: Data(repeating: 9, count: 32), enrolmentID: "e-1", queue: queue,
                hostname: "exit-1", name: "Exit 1", app: "0.1.0")),
        json(
            EnrolAnswer(
                kioskID: "k_1", credential: "c", collectorID: collector, epoch: "e1", branch: branch,
                releaseKey: releaseKey)),
        json(EnrolPending(kioskID: "k_1", collectorID: collector)),
        json(CredentialRequest(kioskID: "k_1", command: "c1", wallMS: 1_760_000_000_000)),
        json(CredentialAnswer(kioskID: "k_1", credential: "fresh")),
    ]

    private static let branch = BranchInfo(id: "baku", name: "Bakı", timeZone: "Asia/Baku")

    private static let checkins: [Data] = [
        json(
            CheckinRequest(
                app: "0.1.0",
                queue: QueueReport(
                    created: 9, delivered: 5, pending: 2, dead: 1, lost: 1, head: lines[2].sha256.hex,
                    oldestPendingMS: 41_000, waiting: [[7, 8]], keptFrom: 2,
                    declared: [
                        DeclaredRange(first: 4, last: 4, reason: "dead", sha256: lines[1].sha256.hex),
                        DeclaredRange(first: 6, last: 6, reason: "evicted", sha256: nil),
                    ]),
                survey: SurveyReport(id: "exit", version: 3, sha256: String(repeating: "cd", count: 32)), manifest: 4,
                clock: .corrected, refused: [Refusal(survey: "exit", version: 4, code: "wrong-hash")],
                heard: [observation], noticeMS: 1_760_000_000_001)),
        json(UnchangedReport(same: "0123456789abcdef")),
    ]

    private static let checkinAnswer = json(
        CheckinAnswer(
            durableSeq: 3, gaps: [[4, 6]], assign: Assignment(survey: "exit", version: 3, manifest: 4), branch: branch,
            limits: Limits(), nextMS: 60_000, releaseKey: releaseKey,
            commands: [KioskCommand(id: "c1", .rotateCredential), KioskCommand(id: "c2", .renewQueue, queue: queue)],
            notice: try? Envelope(
                signing: notice, type: Notice.type, privateKey: signer?.rawRepresentation ?? Data())))

    /// The only one that was ever signed.
    static let notice = json(
        Notice(
            branch: "baku", issuedMS: 1_760_000_000_001,
            words: Notice.Words(text: "A second till.", texts: ["az": "İkinci kassa."], until: "2026-12-31")))

    private static let yaml = """
        survey: exit
        version: 3
        languages: [en]
        title: {en: Exit}
        questions:
          - id: visit
            kind: smiley
            scale: 5
            ask: &ask {en: How was it?}
          - id: again
            kind: yesno
            show_if: visit <= 2 or not answered(visit)
            ask: *ask
        thanks: {en: Thanks}
        timing: {idle: 20s, warn: 10s}
        schedule: {days: mon-sat, from: "08:00", to: "20:00"}
        """
}
