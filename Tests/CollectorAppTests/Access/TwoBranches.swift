import CollectorStore
import Crypto
import Foundation
import HTTPTypes
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import CollectorApp

/// A chain of two branches with customers, `baku` and `ganja`, and an empty one, `sumqayit`.
struct TwoBranches {
    /// What a path names, by where it is.
    enum Place: CaseIterable { case baku, ganja, nowhere }

    private static let survey = Survey(
        id: "branch-exit", version: 1, languages: ["en"], title: LocalizedText(["en": "Exit"]),
        questions: [
            Question(id: "visit", kind: .smiley(levels: 5), ask: LocalizedText(["en": "How?"])),
            Question(
                id: "comment", kind: .text(maxLength: 280), ask: LocalizedText(["en": "More?"]), isOptional: true),
            Question(
                id: "call", kind: .contact(consent: LocalizedText(["en": "Call me"])),
                ask: LocalizedText(["en": "Call me"]), isOptional: true),
        ], thanks: LocalizedText(["en": "Thanks"]))

    let centre: SiteCentre
    private var kiosks: [Place: String] = [.nowhere: "k_ffffffffffffffffffffffffffffffff"]
    private let responses: [Place: ResponseID] = [
        .baku: Examples.responseID(0), .ganja: Examples.responseID(10_000), .nowhere: Examples.responseID(77),
    ]
    private let enrolTokens: [Place: Data] = [
        .baku: Data(repeating: 0xBB, count: 32), .ganja: Data(repeating: 0xEE, count: 32),
        .nowhere: Data(repeating: 0xFF, count: 32),
    ]

    init() async throws {
        centre = try await SiteCentre(survey: Self.survey)
        let store = centre.store
        try await store.upsertBranch(
            BranchInfo(id: "ganja", name: "Ganja Mall", timeZone: "Asia/Baku", region: "West", labels: ["mall"]))
        try await store.upsertBranch(BranchInfo(id: "sumqayit", name: "Sumqayit", timeZone: "Asia/Baku"))
        let pair = Curve25519.KeyAgreement.PrivateKey()
        let key = try #require(ContactKey(key: pair.publicKey.rawRepresentation))
        for (number, place) in [Place.baku, .ganja].enumerated() {
            let id = try #require(responses[place])
            let contact = try ContactEnvelope.sealing(
                Contact(kind: .phone, value: "+994 12 555 01 23"), to: key, response: id)
            try await centre.send(
                [["visit": .score(1), "comment": .text("words of \(place)"), "call": .contact(contact)]],
                branch: "\(place)", kiosk: "door of \(place)", number: number)
            kiosks[place] = try await store.kiosks(in: .branches(["\(place)"])).first?.id
            try await store.createEnrolToken(
                hash: try #require(enrolTokens[place]), branch: "\(place)", uses: 1,
                expiresMS: centre.clock.now + 60_000, nowMS: centre.clock.now)
        }
        try await store.assign(survey: "branch-exit", version: 1, branch: "ganja")
        try await store.assign(survey: "branch-exit", version: 1, branch: nil, kiosk: kiosks[.ganja])
        try await centre.addUser("target", role: .viewer)
        try await store.addApiToken(
            hash: Data(repeating: 0xAA, count: 32), role: .viewer, label: "target", nowMS: centre.clock.now)
    }

    /// The name in a path of what is at a place; users and tokens are at none.
    func name(of subject: AccessRoute.Subject, at place: Place) throws -> String {
        switch subject {
        case .nothing: ""
        case .branch: place == .nowhere ? "nowhere" : "\(place)"
        case .kiosk: try #require(kiosks[place])
        case .response: try #require(responses[place]).hex
        // Both customers were unhappy and left words: a ticket each, in the order they came.
        case .ticket: place == .baku ? "1" : place == .ganja ? "2" : "77"
        case .webhook: "w_0"
        case .survey: "branch-exit"
        case .cause: "other"
        case .enrolToken: ApiEnrolToken.id(hash: try #require(enrolTokens[place]))
        case .user: "target"
        case .token: String(repeating: "a", count: 12)
        }
    }

    /// Words that tell of `ganja`: none of them may reach who is held to `baku`.
    var wordsOfGanja: [String] {
        get throws {
            ["ganja", "Ganja", "West"]
                + [try name(of: .kiosk, at: .ganja), try name(of: .response, at: .ganja)]
                + [try name(of: .enrolToken, at: .ganja)]
        }
    }
}
