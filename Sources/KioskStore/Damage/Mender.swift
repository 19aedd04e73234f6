import Foundation
import GRDB
import Glibc
import SurveyKit

/// Opens the database of a kiosk that starts, mending first what has to be mended: a damaged database is put aside and
/// salvaged, one that is gone is begun anew behind its highest number.
///
/// One salvage a start. Where the new database is damaged too, or the old one can't be read, the queue begins anew; the
/// files put aside are kept in any case.
struct Mender {
    let folder: StateFolder
    let maximumBytes: Int
    /// Wall clock, ms since 1970.
    let nowMS: Int64

    private var path: String { folder.file("kiosk.sqlite") }

    func open() throws(StoreError) -> DatabaseQueue {
        if let interrupted = try Quarantine.interrupted(in: folder) {
            if interrupted.isInstalled { try interrupted.finish() } else { return try mend(interrupted) }
        }
        guard !Quarantine.isDamageNoted(in: folder), !isGone else {
            return try mend(try Quarantine.begin(in: folder, nowMS: nowMS))
        }
        do throws(StoreError) {
            let database = try KioskStore.open(path, maximumBytes)
            do {
                if try isConsistent(database) { return database }
            } catch {
                let error = StoreError(error, path: path)
                guard case .corrupt = error else { throw error }
            }
            try? database.close()
            return try mend(try Quarantine.begin(in: folder, nowMS: nowMS))
        } catch {
            guard case .corrupt = error else { throw error }
            return try mend(try Quarantine.begin(in: folder, nowMS: nowMS))
        }
    }

    /// What SQLite does not check by itself: the tables are as they were made, and no number is still to be given that
    /// has a row.
    private func isConsistent(_ database: DatabaseQueue) throws -> Bool {
        try database.read { db in
            let highest = try Int64.fetchOne(db, sql: "SELECT max(seq) FROM response NOT INDEXED") ?? 0
            return try SchemaMark.holds(db) && KioskStore.identity(db, path: path).nextSeq > highest
        }
    }

    /// There was a database once.
    private var isGone: Bool { access(path, F_OK) != 0 && folder.highWater().map { $0.seq > 0 } == true }

    private func mend(_ quarantine: Quarantine) throws(StoreError) -> DatabaseQueue {
        try quarantine.moveAside()
        do throws(StoreError) {
            return try replace(quarantine, isAnew: false)
        } catch {
            switch error {
            case .corrupt, .other, .newerVersion: return try replace(quarantine, isAnew: true)
            // A disk that is full or read-only says nothing about the damaged database: it is salvaged later.
            default: throw error
            }
        }
    }

    private func replace(_ quarantine: Quarantine, isAnew: Bool) throws(StoreError) -> DatabaseQueue {
        _ = try Salvage.build(quarantine, maximumBytes: maximumBytes, nowMS: nowMS, isAnew: isAnew)
        try quarantine.install()
        let database = try KioskStore.open(path, maximumBytes)
        try quarantine.finish()
        return database
    }
}
