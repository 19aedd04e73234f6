import Foundation
import Glibc

/// A damaged database put aside with its WAL, under a name of its own; it is never deleted, and only ever read.
///
/// The name is noted first, so that a stop at any step is taken up at the next start where it was left.
struct Quarantine: Equatable, Sendable {
    let folder: StateFolder
    /// `quarantine-` and a moment, ms since 1970.
    let name: String

    /// Names the quarantine that is under way.
    private static let markName = "mending"
    /// There while the database is known to be damaged and nothing was done about it yet.
    private static let damageName = "damaged"
    private static let liveName = "kiosk.sqlite"
    private static let buildName = "salvage.sqlite"

    /// The damaged database: SQLite finds its WAL beside it.
    var path: String { folder.file(name + ".sqlite") }
    /// Where the new database is built.
    var buildPath: String { folder.file(Self.buildName) }

    /// Notes for the next start that the database is damaged.
    static func noteDamage(in folder: StateFolder) { try? folder.save(Data(), as: damageName) }

    static func isDamageNoted(in folder: StateFolder) -> Bool { exists(folder.file(damageName)) }

    /// The quarantine that a stop has interrupted; nil with none.
    static func interrupted(in folder: StateFolder) throws(StoreError) -> Quarantine? {
        guard let mark = try folder.read(markName) else { return nil }
        let name = String(decoding: mark, as: UTF8.self)
        guard name.wholeMatch(of: /quarantine-[0-9]+/) != nil else { return nil }
        return Quarantine(folder: folder, name: name)
    }

    /// Notes a new quarantine under a name that nothing has yet.
    static func begin(in folder: StateFolder, nowMS: Int64) throws(StoreError) -> Quarantine {
        var moment = max(0, nowMS)
        while exists(folder.file("quarantine-\(moment).sqlite"))
            || exists(folder.file("quarantine-\(moment).sqlite-wal"))
        { moment += 1 }
        let quarantine = Quarantine(folder: folder, name: "quarantine-\(moment)")
        try folder.save(Data(quarantine.name.utf8), as: markName)
        return quarantine
    }

    /// The new database is in its place already: only the notes were left.
    var isInstalled: Bool {
        Self.exists(path) && Self.exists(folder.file(Self.liveName)) && !Self.exists(buildPath)
    }

    /// Puts database and WAL aside, durably, as far as they are there and not aside yet.
    func moveAside() throws(StoreError) {
        for suffix in ["", "-wal"] where Self.exists(folder.file(Self.liveName + suffix)) {
            guard !Self.exists(path + suffix) else { continue }
            try folder.move(Self.liveName + suffix, to: name + ".sqlite" + suffix)
        }
    }

    /// Removes what an interrupted building has left.
    func clearBuild() throws(StoreError) {
        for suffix in ["", "-wal", "-journal"] { try folder.remove(Self.buildName + suffix) }
    }

    /// Puts the new database, closed, in the place of the old one.
    func install() throws(StoreError) {
        // Of a new database that was damaged as well: SQLite would play it back onto this one.
        try folder.remove(Self.liveName + "-wal")
        try folder.move(Self.buildName, to: Self.liveName)
    }

    func finish() throws(StoreError) {
        // Reading made it; it says nothing.
        unlink(path + "-shm")
        try folder.remove(Self.damageName)
        try folder.remove(Self.markName)
    }

    private static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }
}

extension StateFolder {
    /// Databases that were put aside, oldest first: for people to look at, and to remove when nobody needs them.
    package func quarantined() -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.filter { $0.hasPrefix("quarantine-") && $0.hasSuffix(".sqlite") }.sorted()
    }
}
