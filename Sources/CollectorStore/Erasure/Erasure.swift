import Foundation
import SurveyKit

/// One entry of the erasure log: which bytes of which queue were erased, when and by whom; nothing of what they said.
struct Erasure: Equatable, Sendable, Codable {
    let id: ResponseID
    let queue: QueueID
    /// SHA-256 in hex of the bytes that were erased.
    let sha256: String
    /// Its place in its queue, and the hash in hex of the line before it; nil for a copy that the ledger never had.
    ///
    /// With them the queue stays whole in a database from before the line came.
    let seq: Int64?
    let prev: String?
    /// Milliseconds since 1970.
    let atMS: Int64
    let who: String
    let token: String?
    let role: String
    /// As given by the one who did it.
    let reason: String

    private enum CodingKeys: String, CodingKey {
        case id, queue, sha256, seq, prev
        case atMS = "at_ms"
        case who, token, role, reason
    }

    /// What tells one entry from all others.
    struct Key: Hashable {
        let id: ResponseID
        let queue: QueueID
        let sha256: String
    }

    var key: Key { Key(id: id, queue: queue, sha256: sha256) }

    var actor: AuditActor { AuditActor(name: who, role: role.isEmpty ? nil : Role(stored: role), token: token) }

    /// One line of JSON without its end.
    func encoded() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self)
    }

    /// - Throws: A `DecodingError`, also for a hash that is none.
    init(line: Data) throws {
        let entry = try JSONDecoder().decode(Self.self, from: line)
        guard Data(hex: entry.sha256)?.count == 32, entry.prev.map({ Data(hex: $0)?.count == 32 }) ?? true else {
            throw DecodingError.dataCorrupted(.init(codingPath: [], debugDescription: "no SHA-256"))
        }
        self = entry
    }
}

extension Erasure {
    init(
        id: ResponseID, queue: QueueID, sha256: Data, seq: Int64?, prev: Data?, by actor: AuditActor, reason: String,
        nowMS: Int64
    ) {
        self.id = id
        self.queue = queue
        self.sha256 = sha256.hex
        self.seq = seq
        self.prev = prev?.hex
        atMS = nowMS
        who = actor.name
        token = actor.token
        role = actor.role?.rawValue ?? ""
        self.reason = reason
    }
}
