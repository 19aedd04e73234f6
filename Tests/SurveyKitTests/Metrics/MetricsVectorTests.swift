import Foundation
import SurveyKit
import Testing

/// The formulas against the figures agreed on outside this program.
struct MetricsVectorTests {
    /// One line of `metrics.json`: the fields of all its tables.
    private struct Vector: Decodable, Equatable {
        let countsBestToWorst: [Int]?
        let counts1To7: [Int]?
        let promoters: Int?
        let passives: Int?
        let detractors: Int?
        let score: Double?
        let interval: [Double]?
    }

    private struct Vectors: Decodable, Equatable {
        let sli: [Vector]
        let nps: [Vector]
        let csatTopBox: [Vector]
        let cesMean1To7: [Vector]
        let happyIndex: [Vector]
    }

    private static func vectors(_ data: Data? = nil) throws -> Vectors {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Vectors.self, from: data ?? MetricsVectors.data())
    }

    private func compare(_ score: Score?, _ vector: Vector, _ location: SourceLocation = #_sourceLocation) {
        #expect((score == nil) == (vector.score == nil), "\(vector)", sourceLocation: location)
        guard let score, let expected = vector.score else { return }
        #expect(abs(score.value - expected) < 0.00501, "\(vector)", sourceLocation: location)
        guard let interval = vector.interval else { return }
        #expect(abs(score.interval.lowerBound - interval[0]) < 0.00501, "\(vector)", sourceLocation: location)
        #expect(abs(score.interval.upperBound - interval[1]) < 0.00501, "\(vector)", sourceLocation: location)
    }

    @Test func `SLI has the agreed values and intervals`() throws {
        for vector in try Self.vectors().sli {
            compare(Metrics.sli(bestToWorst: try #require(vector.countsBestToWorst)), vector)
        }
    }

    @Test func `NPS has the agreed values and intervals, whoever skipped`() throws {
        for vector in try Self.vectors().nps {
            let promoters = try #require(vector.promoters)
            let passives = try #require(vector.passives)
            let detractors = try #require(vector.detractors)
            compare(Metrics.nps(promoters: promoters, passives: passives, detractors: detractors), vector)
        }
    }

    @Test func `CSAT has the agreed values and intervals`() throws {
        for vector in try Self.vectors().csatTopBox {
            compare(Metrics.csat(bestToWorst: try #require(vector.countsBestToWorst)), vector)
        }
    }

    @Test func `The CES mean has the agreed value`() throws {
        for vector in try Self.vectors().cesMean1To7 {
            compare(Metrics.cesMean(oneToSeven: try #require(vector.counts1To7)), vector)
        }
    }

    @Test func `The happy index has the agreed values`() throws {
        for vector in try Self.vectors().happyIndex {
            compare(Metrics.happyIndex(bestToWorst: try #require(vector.countsBestToWorst)), vector)
        }
    }

    @Test func `The copy kept here is the one agreed on`() throws {
        let copy = try Self.vectors(Data(MetricsVectors.copy.utf8))
        #expect(copy.sli.count == 6)
        #expect(copy.nps.count == 5)
        #expect(try copy == Self.vectors())
    }
}
