package import Foundation
import GRDB

/// The newest signed notice that this kiosk has taken for a branch.
package struct StoredNotice: Equatable, Sendable {
    /// Rises with every notice.
    package let issuedMS: Int64
    /// The signed envelope.
    package let envelope: Data
}

/// Notices are kept as trusted documents: the newest of each branch that the kiosk ever stood at, so that none comes
/// back that was replaced or withdrawn.
extension KioskStore {
    /// The newest one of a branch, a withdrawal too; nil for none.
    package func storedNotice(branch: String) throws(StoreError) -> StoredNotice? {
        try read { db in
            try Row.fetchOne(
                db, sql: "SELECT version, doc FROM trust WHERE role = ?", arguments: [Self.noticeRole(branch)]
            ).map { StoredNotice(issuedMS: $0["version"], envelope: $0["doc"]) }
        }
    }

    /// Keeps a verified notice; it must be newer than the one of its branch.
    ///
    /// - Returns: False, and nothing changed, where it is not.
    @discardableResult
    package func setNotice(branch: String, issuedMS: Int64, envelope: Data) throws(StoreError) -> Bool {
        try write { db in
            try db.execute(
                sql: """
                    INSERT INTO trust(role, version, doc) VALUES (?, ?, ?)
                    ON CONFLICT(role) DO UPDATE SET version = excluded.version, doc = excluded.doc
                    WHERE excluded.version > trust.version
                    """, arguments: [Self.noticeRole(branch), issuedMS, envelope])
            return db.changesCount > 0
        }
    }

    private static func noticeRole(_ branch: String) -> String { "notice " + branch }
}
