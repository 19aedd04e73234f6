import Crypto
import Foundation
import GRDB
import WireProtocol

/// Makes of a place in a list a text that says nothing to whoever carries it: rows are numbered over the whole chain, and
/// would tell somebody who sees one branch how much comes in at the others (decision 0019).
struct CursorSeal: Sendable {
    /// A list that goes on from page to page; the cursor of one is none of another.
    enum List: String, Sendable { case responses, comments, tickets }

    private let key: SymmetricKey

    init(key: Data) { self.key = SymmetricKey(data: key) }

    /// The key of this database, drawn once and kept with it: a cursor outlives a restart.
    static func readOrDraw(_ db: Database) throws -> CursorSeal {
        if let key = try Data.fetchOne(db, sql: "SELECT cursor_key FROM collector WHERE cursor_key IS NOT NULL") {
            return CursorSeal(key: key)
        }
        let drawn = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }
        try db.execute(sql: "UPDATE collector SET cursor_key = ?", arguments: [drawn])
        return CursorSeal(key: drawn)
    }

    /// Letters, digits, `-` and `_`.
    func seal(_ place: some Encodable, of list: List) throws -> String {
        let bytes = try JSONEncoder().encode(place)
        let box = try ChaChaPoly.seal(bytes, using: key, authenticating: Data(list.rawValue.utf8))
        return box.combined.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            .replacing("=", with: "")
    }

    /// - Throws: `Problem` `bad-request` for a text that this collector never gave for this list.
    func open<Place: Decodable>(_ text: String, of list: List, as type: Place.Type) throws(Problem) -> Place {
        do {
            let plain = text.replacing("-", with: "+").replacing("_", with: "/")
            let padded = plain + String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4)
            let box = try ChaChaPoly.SealedBox(combined: Data(base64Encoded: padded) ?? Data())
            let bytes = try ChaChaPoly.open(box, using: key, authenticating: Data(list.rawValue.utf8))
            return try JSONDecoder().decode(type, from: bytes)
        } catch {
            throw Problem(
                .badRequest, status: 400, title: "No such page",
                detail: "The cursor is none that this collector gave. Start again without it.", retry: .never)
        }
    }
}
