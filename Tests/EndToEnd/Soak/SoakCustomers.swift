import Foundation

/// What customers did and what the screen told them: seen on the terminal only, where no fault reaches.
struct SoakCustomers {
    struct Visit {
        /// Typed as the ticket's number, so that a response is told from every other from the tap to the export.
        let ticket: String
        /// 1 to 5.
        let face: Int
        /// Version of the survey that asked; nil where the end came before the screen had named its question.
        var version: Int?
        var isThanked = false
        /// Set apart on the kiosk, since its line was altered there.
        var isDamaged = false
        var isErased = false
    }

    private(set) var visits: [Visit] = []
    /// Every version that stood on the waiting screen, in turn.
    private(set) var shown: [Int] = []
    /// Where in `shown` an older version may come back, since a restored collector orders what it ordered then.
    private var recalls: [(when: ClosedRange<Int>, version: Int)] = []
    /// Titles of the present terminal that were read already.
    private var titlesSeen = 0

    /// The next customer comes, and presses any face.
    mutating func begin(face: Int) -> Visit {
        // No face has the first digit: the same key twice at once is one touch of a heavy finger.
        let visit = Visit(ticket: String(visits.count + 900_001), face: face)
        visits.append(visit)
        return visit
    }

    /// A kiosk was started in a terminal of its own.
    mutating func terminalChanged() { titlesSeen = 0 }

    /// Reads what the screen has said since the last time, all of it to the newest customer.
    mutating func look(at titles: [String]) {
        for title in titles.dropFirst(titlesSeen) {
            if let version = title.firstMatch(of: /waiting soak v(\d+)/)?.1, let number = Int(version) {
                shown.append(number)
            } else if title == "Smilepost: asking ticket" {
                change { [version = shown.last] in $0.version = version }
            } else if title == "Smilepost: thanks" {
                change { $0.isThanked = true }
            }
        }
        titlesSeen = titles.count
    }

    private mutating func change(_ body: (inout Visit) -> Void) {
        guard let last = visits.indices.last else { return }
        body(&visits[last])
    }

    /// The centre ordered this version again, from the given place in `shown` to now.
    mutating func wasRecalled(to version: Int, since start: Int) { recalls.append((start...shown.count, version)) }

    /// Versions that gave way to an older one that nobody had ordered.
    var stepsBack: [String] {
        shown.indices.dropFirst().filter { place in
            shown[place] < shown[place - 1]
                && !recalls.contains { $0.when.contains(place) && $0.version == shown[place] }
        }.map { "v\(shown[$0 - 1]) gave way to v\(shown[$0])" }
    }

    mutating func wasErased(_ ticket: String) { mark(ticket) { $0.isErased = true } }

    mutating func wasDamaged(_ ticket: String) { mark(ticket) { $0.isDamaged = true } }

    private mutating func mark(_ ticket: String, _ body: (inout Visit) -> Void) {
        guard let place = visits.firstIndex(where: { $0.ticket == ticket }) else { return }
        body(&visits[place])
    }
}
