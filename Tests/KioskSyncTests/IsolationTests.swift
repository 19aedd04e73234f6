import Testing

@testable import KioskSync

struct IsolationTests {
    private func suspicious() -> Isolation {
        var isolation = Isolation()
        for _ in 0..<3 {
            #expect(isolation.failed(80) == .wait)
            isolation.checkinAnswered()
        }
        return isolation
    }

    @Test func `a batch is suspect after three failures with an answered check-in after each`() {
        var isolation = suspicious()
        #expect(isolation.failed(80) == .halved)
        #expect(isolation.batchLines == 40)
        #expect(isolation.failed(40) == .halved && isolation.failed(20) == .halved)
        #expect(isolation.failed(1) == .found(isFirst: true))
        #expect(isolation.failed(1) == .found(isFirst: false))
    }

    @Test func `while no check-in is answered no line is suspected, however long it takes`() {
        var isolation = Isolation()
        for _ in 0..<1_000 { #expect(isolation.failed(80) == .wait) }
        #expect(isolation.batchLines == .max)
    }

    @Test func `the search goes on over batches that pass, and ends when they have their size again`() {
        var isolation = suspicious()
        #expect(isolation.failed(80) == .halved)
        isolation.passed(batchLines: 100)
        #expect(isolation.batchLines == 80)
        #expect(isolation.failed(80) == .halved)
        #expect(isolation.failed(40) == .halved)
        for _ in 0..<3 { isolation.passed(batchLines: 100) }
        #expect(isolation.batchLines == .max)
        isolation.checkinAnswered()
        #expect(isolation.failed(80) == .wait)
    }
}
