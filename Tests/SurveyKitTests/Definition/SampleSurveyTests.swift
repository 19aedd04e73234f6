import Foundation
import SurveyKit
import Testing

/// The surveys that come with Smilepost.
struct SampleSurveyTests {
    private static let names = ["bank-branch", "branch-exit", "clinic", "public-washroom", "restaurant"]

    private func read(_ name: String) throws -> SurveyReader.Reading {
        let file = ProjectFiles.root.appending(path: "surveys/\(name).yaml")
        return SurveyReader.read(try String(contentsOf: file, encoding: .utf8), file: "surveys/\(name).yaml")
    }

    @Test(arguments: names)
    func `Each is read without a diagnostic, and survives publication`(name: String) throws {
        let reading = try read(name)
        #expect(reading.diagnostics.map(\.description) == [])
        let survey = try #require(reading.survey)
        #expect(survey.id == name)
        let published = String(decoding: try survey.encoded(), as: UTF8.self)
        let again = SurveyReader.read(published, file: "published")
        #expect((again.survey, again.diagnostics) == (survey, []))
    }

    @Test(arguments: names)
    func `Each is in English, Arabic and at least one language more`(name: String) throws {
        let languages = try #require(try read(name).survey).languages
        #expect(languages.first == "en")
        #expect(languages.contains("ar"))
        #expect(languages.count >= 3)
    }

    @Test func `All of them are tested here`() throws {
        let folder = ProjectFiles.root.appending(path: "surveys").path
        let files = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(files.sorted() == Self.names.map { "\($0).yaml" })
    }

    @Test func `Together they use every kind of question`() throws {
        let kinds = try Self.names.flatMap { try #require(try read($0).survey).questions.map(\.kind.name) }
        #expect(Set(kinds) == ["smiley", "stars", "nps", "ces", "yesno", "choice", "choices", "text", "contact"])
    }
}
