import Foundation
import Glibc
import SurveyKit
import TestSupport
import Testing

@testable import KioskStore

struct StateFolderTests {
    private let enrolment = Enrolment(
        kioskID: "k_1", credential: "secret", collectorID: "c_1", collectorURL: "http://127.0.0.1:1",
        branch: .init(id: "b1", name: "Sahil", timeZone: "Asia/Baku"))

    @Test func `an enrolment comes back as it was saved, for the owner only`() throws {
        let folder = try TemporaryFolder()
        let state = StateFolder(folder.path)
        #expect(try state.enrolment() == nil)
        try state.save(enrolment)
        var moved = enrolment
        moved.branch = .init(id: "b2", name: "Ganclik", timeZone: "Asia/Baku")
        try state.save(moved)
        #expect(try state.enrolment() == moved)
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.file("enrolment.json"))
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["enrolment.json"])
    }

    @Test(arguments: [0o755, 0o770, 0o701]) func `a folder that others may enter is closed to them`(mode: Int) throws {
        let folder = try TemporaryFolder()
        let state = StateFolder(folder.file("state"))
        try FileManager.default.createDirectory(atPath: state.path, withIntermediateDirectories: false)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: state.path)
        try state.create()
        let attributes = try FileManager.default.attributesOfItem(atPath: state.path)
        #expect(attributes[.posixPermissions] as? Int == 0o700)
    }

    @Test func `a broken enrolment is named, without its content`() throws {
        let folder = try TemporaryFolder()
        _ = try folder.write("{\"credential\": \"secret\"", to: "enrolment.json")
        #expect(
            throws: StoreError.unreadable(path: folder.file("enrolment.json"), reason: "it is not an enrolment")
        ) { try StateFolder(folder.path).enrolment() }
    }

    @Test func `device key and attempt are kept until told otherwise`() throws {
        let state = StateFolder(try TemporaryFolder().path)
        try state.create()
        let key = Data((0..<32).map { UInt8($0) })
        try state.saveDeviceKey(key)
        try state.saveEnrolmentAttempt("abc")
        #expect(try state.deviceKey() == key)
        #expect(try state.enrolmentAttempt() == "abc")
        try state.saveEnrolmentAttempt(nil)
        try state.saveEnrolmentAttempt(nil)
        #expect(try state.enrolmentAttempt() == nil)
        try? FileManager.default.removeItem(atPath: state.path)
    }
}
