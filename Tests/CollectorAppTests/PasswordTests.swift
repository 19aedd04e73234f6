import Foundation
import Testing

@testable import CollectorApp

@Suite struct PasswordTests {
    @Test func `a stored hash knows its password and no other`() throws {
        let hash = try PasswordHash(password: "kolu-ridu-beni", salt: Data(repeating: 1, count: 16))
        let read = try #require(PasswordHash(stored: hash.description))
        #expect(hash.description.hasPrefix("$scrypt$ln=15,r=8,p=1$AQEBAQEBAQEBAQEBAQEBAQ$"))
        #expect(read == hash)
        #expect(read.matches("kolu-ridu-beni"))
        #expect(!read.matches("kolu-ridu-benj"))
    }

    @Test func `a letter and its accent are one password, however they were typed`() throws {
        let hash = try PasswordHash(password: "caf\u{E9}-caf\u{E9}", salt: Data(repeating: 1, count: 16))
        #expect(hash.matches("cafe\u{301}-cafe\u{301}"))
    }

    @Test(arguments: [
        "", "plain", "$scrypt$ln=30,r=8,p=1$AQEBAQEBAQEBAQEBAQEBAQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=15,r=99,p=1$AQEBAQEBAQEBAQEBAQEBAQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=15,r=8,p=9$AQEBAQEBAQEBAQEBAQEBAQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=15,r=8$AQEBAQEBAQEBAQEBAQEBAQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=15,r=8,p=1$AQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=15,r=8,p=1$AQEBAQEBAQEBAQEBAQEBAQ$AAAA", "$argon2$ln=15,r=8,p=1$AQEBAQEBAQEBAQEBAQEBAQ$AAAA",
    ])
    func `a hash that asks for too much, or is none, is not read`(stored: String) {
        #expect(PasswordHash(stored: stored) == nil)
    }

    @Test func `an unknown name is checked against a hash all the same`() async {
        let gate = LoginGate()
        let clock = ContinuousClock()
        let taken = await clock.measure {
            let outcome = await gate.check(name: "x", address: "a", password: "", stored: nil, now: 0)
            #expect(outcome == .wrong)
        }
        // One scrypt of this size takes some ten milliseconds on any machine; without one it takes none.
        #expect(taken > .milliseconds(5))
    }

    @Test func `one right password does not forgive an address its guesses at others`() async throws {
        let gate = LoginGate(freePerAddress: 3)
        let stored = try PasswordHash(password: "kolu-ridu-beni", salt: Data(repeating: 1, count: 16)).description
        let guess = { (name: String) in
            await gate.check(name: name, address: "10.0.0.1", password: "guess", stored: nil, now: 0)
        }
        for name in ["one", "two"] { #expect(await guess(name) == .wrong) }
        let right = await gate.check(
            name: "mallory", address: "10.0.0.1", password: "kolu-ridu-beni", stored: stored, now: 0)
        #expect(right == .right)
        #expect(await guess("three") == .wrong)
        #expect(await guess("four") == .wait(1_000))
    }

    @Test func `people behind a proxy on this machine don't wait for each other's mistakes`() async {
        let gate = LoginGate(freePerAddress: 1)
        for name in ["one", "two"] {
            let outcome = await gate.check(name: name, address: nil, password: "x", stored: nil, now: 0)
            #expect(outcome == .wrong)
        }
    }

    @Test func `a name is counted by its first 64 characters`() async {
        let gate = LoginGate()
        let name = String(repeating: "a", count: 64)
        for number in 1...5 {
            let outcome = await gate.check(
                name: name + String(number), address: nil, password: "x", stored: nil, now: 0)
            #expect(outcome == .wrong)
        }
        #expect(await gate.check(name: name, address: nil, password: "x", stored: nil, now: 0) == .wait(1_000))
    }

    @Test func `drawn passwords can be read out and differ`() {
        let passwords = (0..<50).map { _ in Secrets.readablePassword() }
        #expect(Set(passwords).count == 50)
        for password in passwords {
            #expect(password.split(separator: "-").count == 5)
            #expect(password.allSatisfy { $0 == "-" || ($0.isASCII && $0.isLowercase) })
        }
    }

    @Test func `a drawn token is 256 bits that need no escape`() {
        let token = Secrets.token()
        #expect(token.count == 43)
        #expect(token.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") })
        #expect(Secrets.token() != token)
    }
}

@Suite struct LoginThrottleTests {
    @Test func `the wait doubles with every wrong password beyond the free ones, up to fifteen minutes`() {
        var throttle = LoginThrottle(free: 3)
        var now: Int64 = 0
        var waits: [Int64] = []
        for _ in 1...16 {
            throttle.failed("leyla", now: now)
            waits.append(throttle.wait(for: "leyla", now: now))
            now += waits.last ?? 0
        }
        let doubled = (0...9).map { Int64(1_000) << Int64($0) }
        #expect(Array(waits.prefix(12)) == [0, 0] + doubled)
        #expect(waits.suffix(4).allSatisfy { $0 == 900_000 })
        #expect(throttle.wait(for: "someone-else", now: now) == 0)
    }

    @Test func `the right password and a quarter of an hour of quiet forgive`() {
        var throttle = LoginThrottle(free: 1)
        throttle.failed("leyla", now: 0)
        throttle.succeeded("leyla")
        #expect(throttle.wait(for: "leyla", now: 0) == 0)
        throttle.failed("leyla", now: 0)
        throttle.failed("leyla", now: 1_000)
        #expect(throttle.wait(for: "leyla", now: 1_000) == 2_000)
        throttle.failed("leyla", now: 1_000_000)
        #expect(throttle.wait(for: "leyla", now: 1_000_000) == 1_000)
    }

    @Test func `a wrong password that is taken back leaves the ones before`() {
        var throttle = LoginThrottle(free: 2)
        for _ in 1...3 { throttle.failed("leyla", now: 0) }
        #expect(throttle.wait(for: "leyla", now: 0) == 2_000)
        throttle.takeBack("leyla")
        #expect(throttle.wait(for: "leyla", now: 0) == 1_000)
        throttle.takeBack("leyla")
        #expect(throttle.wait(for: "leyla", now: 0) == 0)
        throttle.takeBack("leyla")
        #expect(throttle.count == 0)
    }

    @Test func `memory is bounded, and an attacked name is not what is forgotten`() {
        var throttle = LoginThrottle(free: 1)
        for number in 0..<10_050 { throttle.failed("address-\(number)", now: Int64(number)) }
        #expect(throttle.count <= 10_000)
        #expect(throttle.wait(for: "address-10049", now: 10_049) == 1_000)
        #expect(throttle.wait(for: "address-0", now: 0) == 0)
    }
}
