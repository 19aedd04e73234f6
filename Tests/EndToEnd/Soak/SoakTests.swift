import Foundation
import Testing

/// The long soak: the real programs in a storm of faults, and an oracle that no fault reaches.
@Suite(.serialized, .timeLimit(.minutes(Int(Soak.asked.minutes) + 20)))
struct SoakTests {
    @Test("S3: a storm of all faults at once loses nothing, doubles nothing and stops nothing")
    func storm() throws {
        let account = try Soak.asked.run()
        print(account.text)
        #expect(account.broken == [])
    }
}
