import Foundation
import KioskStore
import KioskUI
import SurveyKit
import TerminalUI
import TestSupport
import Testing

/// Random interviews over the sample surveys: `SMILEPOST_INTERVIEWS` of them in all (scripts/test: 10,000), else 500.
///
/// Screens are compared at the start of each; the real store with its synced commits takes a share of its own.
struct RandomInterviewTests {
    private static let names = ["bank-branch", "branch-exit", "clinic", "public-washroom", "restaurant"]
    private static let count =
        ProcessInfo.processInfo.environment["SMILEPOST_INTERVIEWS"].flatMap { Int($0) } ?? 500
    private static let size = Size(width: 50, height: 16)
    private static let display = Display(cells: .blocks, colours: .eight)

    private func survey(_ name: String) throws -> Survey {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let file = root.appending(path: "surveys/\(name).yaml")
        return try #require(SurveyReader.read(bytes: Data(contentsOf: file), file: name).survey)
    }

    private func scene(_ survey: Survey, at now: Timestamp) -> Scene {
        var fresh = Kiosk(nil, size: Self.size, display: Self.display)
        fresh.now = now
        fresh.sendOnly(.surveyReady(survey, bundle: nil), after: 0)
        return fresh.scene
    }

    @Test(arguments: names)
    func `each of many customers finds a clean screen, and is recorded as they remember it`(name: String) throws {
        let survey = try survey(name)
        var random = SeededGenerator(seed: 88)
        var customer = RandomCustomer(Kiosk(survey, size: Self.size, display: Self.display), survey)
        let clean = customer.kiosk.scene
        var finished = 0
        for number in 0..<Self.count / Self.names.count {
            let before = customer.kiosk.sealed.count
            try customer.visit(&random)
            if customer.kiosk.sealed.count > before {
                finished += 1
                let draft = try #require(customer.kiosk.saved.last { $0.id == customer.kiosk.sealed.last })
                try #require(draft.answers == customer.record, "interview \(number)")
                try #require(draft.completion != nil && draft.completion != .left)
            }
            let found = customer.kiosk.scene
            // What moves with time, as a blink does, is drawn anew for this moment.
            if found != clean { try #require(found == scene(survey, at: customer.kiosk.now), "after \(number)") }
        }
        #expect(finished * 4 > Self.count / Self.names.count * 3)
        #expect(Set(customer.kiosk.sealed).count == customer.kiosk.sealed.count)
    }

    @Test func `the real store holds what sixty customers remember, in their order`() throws {
        let survey = try survey("branch-exit")
        let folder = try TemporaryFolder()
        let store = try KioskStore(stateFolder: folder.file("state"))
        defer { store.close() }
        var random = SeededGenerator(seed: 89)
        var customer = RandomCustomer(Kiosk(survey, size: Self.size, display: Self.display), survey)
        var records: [[String: Answer]] = []
        var (saved, sealed) = (0, 0)
        for _ in 0..<60 {
            try customer.visit(&random)
            for draft in customer.kiosk.saved[saved...] { try store.saveDraft(draft) }
            for id in customer.kiosk.sealed[sealed...] {
                _ = try store.sealDraft(id)
                records.append(customer.record)
            }
            (saved, sealed) = (customer.kiosk.saved.count, customer.kiosk.sealed.count)
        }
        var lines: [[String: Answer]] = []
        _ = try store.exportLines { line in
            lines.append(try JSONDecoder().decode(ResponseLine.self, from: line.bytes).answers)
        }
        #expect(records.count > 40)
        #expect(lines == records.map { $0.mapValues(Self.asRead) })
    }

    /// A text reads back as an option.
    private static func asRead(_ answer: Answer) -> Answer {
        if case .text(let text) = answer { .option(text) } else { answer }
    }
}
