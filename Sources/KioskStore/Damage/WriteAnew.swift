import Foundation
import GRDB
import Glibc

extension KioskStore {
    /// Writes what the open database holds to a new file under its name, where the old one was deleted under our hands,
    /// and closes the store: the kiosk ends, and starts again with the new file.
    ///
    /// - Throws: `StoreError`; the store stays open then, and it can be tried again.
    package func writeAnew() throws(StoreError) {
        let copy = folder.file(Self.copyName)
        try folder.remove(Self.copyName)
        try execute("VACUUM INTO '\(copy.replacing("'", with: "''"))'")
        try sync(copy)
        try close { folder throws(StoreError) in
            // Of the old file; SQLite would play it back onto the new one.
            try folder.remove("kiosk.sqlite-wal")
            try folder.move(Self.copyName, to: "kiosk.sqlite")
        }
    }

    private static let copyName = "kiosk.sqlite.anew"

    private func sync(_ path: String) throws(StoreError) {
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .notWritable(path: path, reason: String(cString: strerror(errno))) }
        defer { Glibc.close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .disk(path: path, code: errno) }
    }
}
