import Crypto
import Foundation
import Gzip
import SurveyKit
import Synchronization
import WireProtocol

/// A collector in memory behind the network's seam: keeps lines by id and hash, and fails as a test says.
final class FakeCollector: HTTPExchange, Sendable {
    static let id = "c_test"

    enum Fault: Sendable {
        case none
        case answer(HTTPResponse)
        case failure(HTTPFailure.Kind)
        /// Everything is done, and the answer is lost on the way back.
        case answerLost
        case changed(@Sendable (HTTPResponse) -> HTTPResponse)
    }

    struct State {
        var lines: [ResponseID: Data] = [:]
        var seqs: Set<Int64> = []
        /// How often each id arrived.
        var arrivals: [ResponseID: Int] = [:]
        var requests: [HTTPRequest] = []
        var checkins: [CheckinRequest] = []
        /// How many of them said only that their report was unchanged.
        var shortCheckins = 0
        var reportTag: String?
        var enrolments: [EnrolRequest] = []
        var epoch = "e1"
        var nextMS: Int64 = 60_000
        var limits = Limits()
        var gaps: [[Int64]] = []
        var assign: Assignment?
        var commands: [KioskCommand]?
        var closed: [SurveyName]?
        var notice: Envelope?
        var releaseKey: PublicKey?
        /// What was ever declared.
        var holes: Set<Int64> = []
        var branch = BranchInfo(id: "b1", name: "Sahil", timeZone: "Asia/Baku")
        var manifest: Data?
        var etag = "\"m1\""
        var blobs: [String: Data] = [:]
        /// How often the kiosk gave up its connections.
        var sessionEnds = 0
    }

    private let state = Mutex(State())
    private let fault: Mutex<@Sendable (HTTPRequest) -> Fault>
    /// Called for every request: time that passes on the line.
    private let onRequest: @Sendable () -> Void

    init(onRequest: @escaping @Sendable () -> Void = {}) {
        fault = Mutex { _ in .none }
        self.onRequest = onRequest
    }

    var now: State { state.withLock { $0 } }
    func change(_ body: (inout State) -> Void) { state.withLock { body(&$0) } }
    func failing(_ rule: @escaping @Sendable (HTTPRequest) -> Fault) { fault.withLock { $0 = rule } }

    func requests(to path: String) -> [HTTPRequest] { now.requests.filter { $0.url.hasSuffix(path) } }

    func send(_ request: HTTPRequest) throws(HTTPFailure) -> HTTPResponse {
        onRequest()
        state.withLock { $0.requests.append(request) }
        switch fault.withLock({ $0 })(request) {
        case .none: return answer(request)
        case .answer(let response): return response
        case .failure(let kind): throw HTTPFailure(kind: kind, message: "The line is cut (\(kind.rawValue)).")
        case .answerLost:
            _ = answer(request)
            throw HTTPFailure(kind: .timedOut, message: "No answer in time.")
        case .changed(let change): return change(answer(request))
        }
    }

    func endSession() { state.withLock { $0.sessionEnds += 1 } }

    // MARK: Answers

    static func response(
        _ status: Int, _ body: Data = Data(), type: String = Wire.MediaType.json, headers: [String: String] = [:]
    ) -> HTTPResponse {
        let own = [
            "content-type": type, "smilepost-collector": id, "smilepost-epoch": "e1",
            "smilepost-time": "1760000000000",
        ]
        return HTTPResponse(status: status, headers: own.merging(headers) { $1 }, body: body)
    }

    static func problem(_ code: Problem.Code, _ status: Int, headers: [String: String] = [:]) -> HTTPResponse {
        let problem = Problem(code, status: status, title: code.rawValue, detail: "Detail.", retry: .later)
        let body = (try? JSONEncoder().encode(problem)) ?? Data()
        return response(status, body, type: Wire.MediaType.problem, headers: headers)
    }

    private func answer(_ request: HTTPRequest) -> HTTPResponse {
        state.withLock { state in
            let path = String(request.url.dropFirst("http://c.test".count))
            switch path {
            case Wire.Path.responses: return Self.ingest(request, &state)
            case Wire.Path.checkin: return Self.checkin(request, &state)
            case Wire.Path.manifest: return Self.manifest(request, state)
            case Wire.Path.enroll: return Self.enrol(request, &state)
            default:
                guard let blob = state.blobs[String(path.suffix(64))] else { return Self.problem(.notFound, 404) }
                return Self.response(200, blob)
            }
        }
    }

    private static func ingest(_ request: HTTPRequest, _ state: inout State) -> HTTPResponse {
        var results: [Verdict] = []
        for (n, bytes) in plainBody(of: request).split(separator: 0x0A).enumerated() {
            guard let line = try? JSONDecoder().decode(ResponseLine.self, from: Data(bytes)) else {
                results.append(Verdict(n: n, id: nil, status: .rejected, code: "not-json"))
                continue
            }
            let hash = SealedLine.hash(of: Data(bytes))
            let known = state.lines[line.id]
            state.arrivals[line.id, default: 0] += 1
            if known == nil {
                state.lines[line.id] = hash
                state.seqs.insert(line.seq)
            }
            let status: Verdict.Status = known == nil ? .accepted : known == hash ? .duplicate : .conflict
            results.append(Verdict(n: n, id: line.id, status: status, sha256: (known ?? hash).hex))
        }
        let answer = IngestAnswer(results: results, durableSeq: durable(state), limits: nil)
        let queue = request.headers.first { $0.name == Wire.Header.queue }?.value ?? ""
        return response(
            200, (try? JSONEncoder().encode(answer)) ?? Data(), type: Wire.MediaType.results,
            headers: ["smilepost-queue": queue])
    }

    /// As it was before it was packed; empty where it can't be unpacked.
    private static func plainBody(of request: HTTPRequest) -> Data {
        guard request.headers.contains(where: { $0 == ("Content-Encoding", "gzip") }) else { return request.body }
        guard let inflater = try? Inflater(maximumBytes: 1_048_576, maximumRatio: 20) else { return Data() }
        guard (try? inflater.feed(request.body)) != nil else { return Data() }
        return (try? inflater.finish()) ?? Data()
    }

    private static func durable(_ state: State) -> Int64 {
        var durable: Int64 = 0
        while state.seqs.contains(durable + 1) || state.holes.contains(durable + 1) { durable += 1 }
        return durable
    }

    private static func checkin(_ request: HTTPRequest, _ state: inout State) -> HTTPResponse {
        let checkin: CheckinRequest
        if let short = try? JSONDecoder().decode(UnchangedReport.self, from: request.body) {
            guard short.same == state.reportTag, let last = state.checkins.last else {
                return problem(.reportNeeded, 428)
            }
            state.shortCheckins += 1
            checkin = last
        } else if let whole = try? JSONDecoder().decode(CheckinRequest.self, from: request.body) {
            state.reportTag = UnchangedReport.tag(of: request.body)
            checkin = whole
        } else {
            return problem(.badRequest, 400)
        }
        state.checkins.append(checkin)
        for range in checkin.queue.declared { state.holes.formUnion(range.first...range.last) }
        let answer = CheckinAnswer(
            durableSeq: durable(state), gaps: state.gaps, assign: state.assign,
            branch: state.branch, limits: state.limits, nextMS: state.nextMS, releaseKey: state.releaseKey,
            commands: state.commands, closed: state.closed, notice: state.notice)
        state.gaps = []
        return response(
            200, (try? JSONEncoder().encode(answer)) ?? Data(), headers: ["smilepost-epoch": state.epoch])
    }

    private static func manifest(_ request: HTTPRequest, _ state: State) -> HTTPResponse {
        guard let manifest = state.manifest else { return problem(.notFound, 404) }
        if request.headers.contains(where: { $0.name == "If-None-Match" && $0.value == state.etag }) {
            return response(304)
        }
        return response(200, manifest, headers: ["etag": state.etag])
    }

    private static func enrol(_ request: HTTPRequest, _ state: inout State) -> HTTPResponse {
        guard let enrol = try? JSONDecoder().decode(EnrolRequest.self, from: request.body),
            let text = request.headers.first(where: { $0.name == Wire.Header.signature })?.value,
            let signature = Data(base64Encoded: text),
            let key = try? Curve25519.Signing.PublicKey(rawRepresentation: enrol.publicKey),
            key.isValidSignature(signature, for: request.body)
        else { return problem(.badSignature, 401) }
        state.enrolments.append(enrol)
        let answer = EnrolAnswer(
            kioskID: "k_\(enrol.enrolmentID.prefix(4))", credential: "cred-\(state.enrolments.count)", collectorID: id,
            epoch: state.epoch, branch: state.branch, releaseKey: state.releaseKey)
        return response(201, (try? JSONEncoder().encode(answer)) ?? Data())
    }
}
