import Crypto
import Foundation
import Gzip
import HTTPTypes
import Hummingbird
import WireProtocol

/// The body of a batch, unpacked and checked against its digest as it comes in: never more of it is in memory than the
/// limits allow, whatever is sent.
struct BatchBody {
    let limits: Limits

    /// The largest batch before it is packed: its lines, and their ends.
    private var plainLimit: Int { limits.batchBytes + limits.batchLines }

    /// - Throws: `Problem` `unsupported-media-type`, `too-large`, or `bad-batch` for a body that is not what its
    ///   digest says, or no gzip.
    func read(from request: Request) async throws -> Data {
        guard request.mediaType == Wire.MediaType.ndjson else { throw Problem.unsupported(Wire.MediaType.ndjson) }
        let digest = try Self.digest(of: request)
        let coding = try request.coding()
        guard coding == .identity || limits.gzip else { throw Problem.unsupported(Wire.MediaType.ndjson) }
        do {
            switch coding {
            case .identity: return try await plain(request, digest)
            case .gzip: return try await unpacked(request, digest)
            }
        } catch let fault as Inflater.Fault {
            throw Problem(fault, limits)
        }
    }

    private func plain(_ request: Request, _ digest: Data?) async throws -> Data {
        let body = Data(try await request.body.collect(upTo: min(plainLimit, limits.wireBytes)).readableBytesView)
        if let digest, Data(SHA256.hash(data: body)) != digest { throw Problem.otherDigest }
        return body
    }

    private func unpacked(_ request: Request, _ digest: Data?) async throws -> Data {
        let inflater = try Inflater(maximumBytes: plainLimit, maximumRatio: limits.maximumRatio)
        var hash = SHA256()
        var count = 0
        for try await piece in request.body {
            count += piece.readableBytes
            guard count <= limits.wireBytes else { throw HTTPError(.contentTooLarge) }
            let bytes = Data(piece.readableBytesView)
            hash.update(data: bytes)
            try inflater.feed(bytes)
        }
        let body = try inflater.finish()
        if let digest, Data(hash.finalize()) != digest { throw Problem.otherDigest }
        return body
    }

    private static func digest(of request: Request) throws(Problem) -> Data? {
        guard let value = request.headers.value(Wire.Header.contentDigest) else { return nil }
        do {
            return try ContentDigest.sha256(in: value)
        } catch {
            throw .otherDigest
        }
    }
}

extension Problem {
    fileprivate static let otherDigest = Problem(
        .badBatch, status: 400, title: "Broken batch",
        detail: "The body is not the one that \(Wire.Header.contentDigest) names: it was altered or cut on its way. "
            + "Send it again.", retry: .afterChange)

    fileprivate init(_ fault: Inflater.Fault, _ limits: Limits) {
        switch fault {
        case .tooLarge:
            self.init(
                .tooLarge, status: 413, title: "Too large",
                detail: "The body unpacks to more than \(limits.batchBytes) bytes, or to more than "
                    + "\(limits.maximumRatio) times its size. Send fewer lines at once.", retry: .afterChange)
        case .damaged, .truncated:
            self.init(
                .badBatch, status: 400, title: "Broken batch",
                detail: "The body is no gzip, or not a whole one. Send it again.", retry: .afterChange)
        case .outOfMemory:
            self.init(
                .overloaded, status: 503, title: "The collector is busy",
                detail: "There is no memory to unpack the body. Send it again later.", retry: .later)
        }
    }
}
