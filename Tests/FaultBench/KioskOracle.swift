import Foundation
import GRDB
import KioskStore
package import SurveyKit

/// What a kiosk has promised, kept where no fault reaches, and held against what its state folder says afterwards.
package struct KioskOracle: Sendable {
    /// All forms of a response that were handed in, oldest first.
    private var forms: [ResponseID: [Draft]] = [:]
    /// How many of them are behind the newest that is kept for sure.
    private var kept: [ResponseID: Int] = [:]
    private var lines: [ResponseID: Data] = [:]
    private var settling: Set<ResponseID> = []
    private var settled: Set<ResponseID> = []

    package init() {}

    /// Responses whose customer reads "thank you".
    package var thanked: Int { kept.count { id, form in forms[id]?[form].completion != nil } }

    package mutating func hear(_ word: KioskWord) {
        switch word {
        case .saving(let draft): forms[draft.id, default: []].append(draft)
        case .saved(let draft): kept[draft.id] = forms[draft.id]?.lastIndex(of: draft)
        case .sealed(let id, let line): lines[id] = line
        case .settling(let ids): settling.formUnion(ids)
        case .settled(let ids): settled.formUnion(ids)
        }
    }

    /// What is wrong in a state folder that nobody has open; empty where every promise holds.
    ///
    /// - Throws: The store's error where it can't be opened: that is a broken promise too.
    package func violations(in folder: String) throws -> [String] {
        let store = try KioskStore(stateFolder: folder)
        defer { store.close() }
        let (draft, books) = (try store.draft(), try store.accounting(nowMS: 0))
        store.close()
        let file = try StoredLines(of: folder + "/kiosk.sqlite")
        var wrong: [String] = []
        if file.integrity != "ok" { wrong.append("integrity: \(file.integrity)") }
        if !books.isBalanced || books.created != Int64(file.lines.count) {
            wrong.append("I4: \(books) with \(file.lines.count) lines")
        }
        wrong += chain(file, books.head)
        wrong += losses(draft, file)
        wrong += inventions(draft, file)
        return wrong
    }

    // MARK: I1 and I2

    private func losses(_ draft: Draft?, _ file: StoredLines) -> [String] {
        var wrong: [String] = []
        for (id, form) in kept {
            let wanted = forms[id].map { Array($0[form...]) } ?? []
            switch (draft?.id == id ? draft : nil, file.lines[id]) {
            case (nil, nil): wrong.append("I1: \(id) is gone")
            case (.some, .some): wrong.append("I2: \(id) is draft and line")
            case (let draft?, nil):
                if !wanted.contains(draft) { wrong.append("I1: \(id) is an older draft than promised") }
            case (nil, let line?):
                if !wanted.contains(where: { line.says($0) }) { wrong.append("I1: \(id) says less than promised") }
            }
        }
        for (id, bytes) in lines where file.lines[id]?.line.bytes != bytes {
            wrong.append("I3: line \(id) is not what was sealed")
        }
        for id in settled where file.lines[id]?.state != 1 { wrong.append("\(id) was booked as delivered, and is not") }
        return wrong
    }

    // MARK: I3

    private func inventions(_ draft: Draft?, _ file: StoredLines) -> [String] {
        var wrong: [String] = []
        if let draft, forms[draft.id]?.contains(draft) != true { wrong.append("I3: nobody gave the draft \(draft.id)") }
        for (id, held) in file.lines {
            if forms[id]?.contains(where: { held.says($0) }) != true { wrong.append("I3: nobody gave the line \(id)") }
            if held.state == 1, !settling.contains(id) { wrong.append("I3: nobody has delivered \(id)") }
        }
        return wrong
    }

    private func chain(_ file: StoredLines, _ head: Data) -> [String] {
        var before = SealedLine.genesis(of: file.queue)
        var wrong: [String] = []
        for (number, held) in file.lines.values.sorted(by: { $0.line.seq < $1.line.seq }).enumerated() {
            let isNext = held.line.seq == Int64(number + 1) && held.content.prev == before.hex
            if !isNext || !held.line.isIntact { wrong.append("I3: line \(held.line.seq) breaks the chain") }
            before = held.line.sha256
        }
        if before != head { wrong.append("I3: the head is not the last line") }
        return wrong
    }
}

/// The lines of a database file that nobody has open, read without the store's own code.
package struct StoredLines {
    struct Held {
        let line: SealedLine
        let state: Int
        let content: ResponseLine

        func says(_ draft: Draft) -> Bool {
            content.answers == draft.answers && content.end == draft.completion ?? .left
        }
    }

    let integrity: String
    let queue: QueueID
    private(set) var lines: [ResponseID: Held] = [:]
    /// In the order of the queue.
    package private(set) var ids: [ResponseID] = []

    package init(of path: String) throws {
        let database = try DatabaseQueue(path: path)
        defer { try? database.close() }
        let sql = "SELECT seq, id, line, sha256, state FROM response ORDER BY seq"
        let (integrity, queue, rows) = try database.read { db in
            (
                try String.fetchOne(db, sql: "PRAGMA integrity_check(1)") ?? "none",
                try String.fetchOne(db, sql: "SELECT queue_id FROM identity") ?? "", try Row.fetchAll(db, sql: sql)
            )
        }
        self.integrity = integrity
        self.queue = QueueID(uncheckedHex: queue)
        for row in rows {
            let id = ResponseID(uncheckedHex: row["id"])
            ids.append(id)
            let line = SealedLine(id: id, seq: row["seq"], bytes: row["line"], sha256: row["sha256"])
            lines[id] = Held(
                line: line, state: row["state"], content: try JSONDecoder().decode(ResponseLine.self, from: line.bytes))
        }
    }
}
