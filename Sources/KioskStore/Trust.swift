package import Foundation
import GRDB

/// The newest manifest this kiosk has verified.
package struct StoredManifest: Equatable, Sendable {
    package let version: Int
    /// The signed envelope, byte for byte.
    package let envelope: Data
    /// The collector's name for these bytes, for a conditional request.
    package let etag: String?
}

extension KioskStore {
    /// The raw public key that signs manifests (32 bytes); nil before the centre has sent one.
    package func releaseKey() throws(StoreError) -> Data? {
        try read { db in try Data.fetchOne(db, sql: "SELECT doc FROM trust WHERE role = 'release-key'") }
    }

    /// Trusts a release key on first use; a key that is there is never replaced.
    ///
    /// - Returns: False where another key is trusted already.
    @discardableResult
    package func setReleaseKey(_ key: Data) throws(StoreError) -> Bool {
        try write { db in
            try db.execute(
                sql: "INSERT OR IGNORE INTO trust(role, version, doc) VALUES ('release-key', 1, ?)", arguments: [key])
            return try Data.fetchOne(db, sql: "SELECT doc FROM trust WHERE role = 'release-key'") == key
        }
    }

    /// The newest manifest that was kept.
    package func manifest() throws(StoreError) -> StoredManifest? {
        try read { db in
            try Row.fetchOne(db, sql: "SELECT version, doc, etag FROM trust WHERE role = 'manifest'").map {
                StoredManifest(version: $0["version"], envelope: $0["doc"], etag: $0["etag"])
            }
        }
    }

    /// Keeps a verified manifest; its version must rise.
    ///
    /// - Returns: False, and nothing changed, where the version is not higher than that of the one kept.
    @discardableResult
    package func setManifest(version: Int, envelope: Data, etag: String?) throws(StoreError) -> Bool {
        try write { db in
            try db.execute(
                sql: """
                    INSERT INTO trust(role, version, doc, etag) VALUES ('manifest', ?, ?, ?)
                    ON CONFLICT(role) DO UPDATE SET version = excluded.version, doc = excluded.doc, etag = excluded.etag
                    WHERE excluded.version > trust.version
                    """, arguments: [version, envelope, etag])
            return db.changesCount > 0
        }
    }
}
