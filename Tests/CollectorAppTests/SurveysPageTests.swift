import SurveyKit
import Testing

@testable import CollectorApp

@Suite struct SurveysPageTests {
    @Test func `the bar of a question is as long as the share that reached it`() async throws {
        let centre = try await SiteCentre()
        let answers: [[String: Answer]] = (0..<43).map {
            $0 < 6 ? ["visit": .score(2), "recommend": .score(9)] : ["visit": .score(4)]
        }
        try await centre.send(answers)
        let page = try await centre.overview("/surveys")
        let bars = page.matches(of: #/<td class="n">(\d+)</td><td class="drawn"><svg [^>]*><rect width="(\d+)"/#)
        #expect(bars.map { [Int($0.1), Int($0.2)] } == [[43, 1_000], [6, 139]])
    }
}
